"""Stand-ins for services of others, over HTTP as the real ones: for tests, and for a demonstration of the product."""
