"""Leave to ask, what the sources answered, the visit, papers, and settling what differs."""
