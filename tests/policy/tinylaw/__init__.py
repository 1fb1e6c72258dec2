"""A tiny law for the tests of the engine: poor households get a top-up, people in need of care an allowance."""
