"""政策: what is published and in force, and the calendar of holidays."""
