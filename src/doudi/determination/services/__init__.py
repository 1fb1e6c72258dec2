"""The acts of determination."""
