"""The programming interface under /api/v1/: translate, then one call. Nothing that is sent is stored."""
