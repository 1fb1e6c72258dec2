"""Who in a roll is who in a source: numbers, tokens, names, the exact and the fuzzy pass, and what a reviewer said.

Everything here is pure: columns in, columns out; no Django, no database. The command line, workers and Spark call the
same functions.
"""
