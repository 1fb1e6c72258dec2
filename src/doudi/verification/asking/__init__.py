"""Asking a source over HTTP: one question about one person, and one of four things that come of it."""
