"""Groups that a place lists as in need beside the national programmes, and visits of condolence 走访慰问."""
