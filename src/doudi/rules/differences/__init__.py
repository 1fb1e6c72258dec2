"""Truths that no programme asks by itself, and by which a declaration is held against what was found."""
