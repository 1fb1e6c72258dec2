"""What may be done to a case: each act a small POST, with a page of its own where reasons are asked."""
