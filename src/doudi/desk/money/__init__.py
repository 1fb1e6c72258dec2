"""Paying out: a month's batches, their files to the bank and what came back."""
