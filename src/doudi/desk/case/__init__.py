"""The page of one case: its facts, its way through the procedure, five tabs, and what may be done now."""
