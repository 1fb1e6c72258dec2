"""The law as small pure functions, one folder a programme; a number of the law is never here but in a pack."""
