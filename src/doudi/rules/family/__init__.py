"""Who counts as a family, and what is particular about a person."""
