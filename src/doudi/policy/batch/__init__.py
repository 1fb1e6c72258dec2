"""Many households at once, in columns: what is asked, read, computed and written for millions of rows.

numpy, pyarrow and numba are imported in this room alone, and nothing of it is imported by a server or a worker.
"""
