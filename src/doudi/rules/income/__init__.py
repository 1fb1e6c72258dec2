"""Income by kind, what is left out, what comes off, and the family's total."""
