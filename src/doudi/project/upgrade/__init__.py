"""Upgrade: a backup first, then the data of an older PostgreSQL is moved, then tables and static files follow.

Each step leaves what was there before in place until its own result is complete and checked.
"""
