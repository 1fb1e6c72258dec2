"""Signing in and out, the second factor, the password, the office one works for."""
