"""Fictional rolls and sources of which it is known who is who: for tests, measuring and demonstration."""
