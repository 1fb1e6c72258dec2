"""Facts x law -> outcome with its explanation. The only stage that runs the rules."""
