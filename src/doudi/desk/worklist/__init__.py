"""我的待办: what waits, ordered by the nearest limit of the law."""
