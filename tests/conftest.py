"""What every test starts with."""

import gc

pytest_plugins = [
    "tests.network",
    "tests.fixtures.order",
    "tests.fixtures.database",
    "tests.fixtures.actors",
    "tests.fixtures.people",
    "tests.fixtures.applications",
    "tests.fixtures.browser",
    "tests.fixtures.browsing",
    "tests.fixtures.desks",
    "tests.fixtures.messages",
    "tests.fixtures.departments",
]


def pytest_collection_finish() -> None:
    """Set aside what was imported: the collector need not look again and again for garbage in the law."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)
