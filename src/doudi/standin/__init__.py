"""A stand-in department: it answers the query protocol over real HTTP with fictional records, and fails when told to.

For tests, for a demonstration, and for whoever connects a real source and wants to see the messages first. It knows
nobody: what it says of a number follows from the number and a seed, so the same person has the same answer everywhere.
"""
