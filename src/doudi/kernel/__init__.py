"""Money, time, places, identifiers and errors: what every other stage stands on. Standard library only."""
