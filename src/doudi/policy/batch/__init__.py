"""Many households at once, in columns: what is asked, read, computed and written for millions of rows.

numba is imported in this room alone, numpy and pyarrow in few others, and nothing of it by a server or a worker.
"""
