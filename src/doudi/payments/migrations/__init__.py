"""The migrations of this stage."""
