"""What every test starts with."""

pytest_plugins = [
    "tests.network",
    "tests.fixtures.database",
    "tests.fixtures.actors",
    "tests.fixtures.people",
    "tests.fixtures.applications",
    "tests.fixtures.browser",
    "tests.fixtures.browsing",
    "tests.fixtures.desks",
    "tests.fixtures.messages",
]
