"""Files that are handed in: looked at by their first bytes, kept encrypted under a keyed digest. No stage."""
