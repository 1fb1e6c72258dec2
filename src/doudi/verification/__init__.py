"""Consents, what each source answered, home visits, and how differences were settled."""
