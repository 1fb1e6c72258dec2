"""Persons, their identifiers, and who lives together since when."""
