"""Who did what, and who saw whom: events that only grow, sealed in a chain."""
