"""The only place that pushes work forward across stages: one transaction, one screen each."""
