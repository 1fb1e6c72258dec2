"""Golden cases: what a civil-affairs officer worked out by hand, and whether the product agrees."""
