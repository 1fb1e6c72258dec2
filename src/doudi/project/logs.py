"""Logging with ids only: no names, numbers or addresses of persons, whatever a library would like to print.

A failed insert makes PostgreSQL repeat the row under `DETAIL:`; that line is cut. Requests are logged by method,
path (never the query string), status and time.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import DisallowedHost
from psycopg import OperationalError

REPEATED_ROWS = re.compile(r"^(DETAIL|CONTEXT|HINT|STATEMENT|LINE \d+):.*\n?(^ +\^.*\n?)?", re.MULTILINE)


class WithoutRows(logging.Formatter):
    """Formats a record without the lines in which a database repeats data."""

    def format(self, record: logging.LogRecord) -> str:
        """Format as usual, then cut; a database that went away is one line, for no trace of ours explains it."""
        written = REPEATED_ROWS.sub("", super().format(record)).rstrip("\n")
        return written.partition("\n")[0] if _lost_the_database(record) else written


def _lost_the_database(record: logging.LogRecord) -> bool:
    return any(isinstance(error, OperationalError) for error in _chain(record.exc_info[1] if record.exc_info else None))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def without_traceback(record: logging.LogRecord) -> bool:
    """Keep what is the caller's mistake to one line: no trace of ours explains a name that is not ours."""
    record.exc_info = record.exc_text = None
    return True


def not_said_before(record: logging.LogRecord) -> bool:
    """Drop the second line about a request under a wrong name; the first one tells the name."""
    request = getattr(record, "request", None)
    try:
        return request is None or bool(request.get_host())
    except DisallowedHost:
        return False


def logging_settings(level: str) -> dict[str, Any]:
    """Return Django's `LOGGING`: everything to stderr, where a supervisor or systemd keeps it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {
                "()": "doudi.project.logs.WithoutRows",
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            },
        },
        "filters": {
            "without_traceback": {"()": lambda: without_traceback},
            "not_said_before": {"()": lambda: not_said_before},
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.security.DisallowedHost": {"filters": ["without_traceback"]},
            "django.request": {"filters": ["not_said_before"]},
            "django.db.backends": {"level": "WARNING"},  # would print every statement with its values
            "httpx": {"level": "WARNING"},  # a line for every query
            "procrastinate": {"level": "WARNING"},  # prints the arguments of every job
        },
    }
