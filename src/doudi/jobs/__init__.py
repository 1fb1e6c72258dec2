"""Background work: periodic tasks on the PostgreSQL queue (procrastinate). Each translates, then makes one call."""
