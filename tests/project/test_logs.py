"""Logs carry ids only: what a database repeats of a row is cut."""

from __future__ import annotations

import io
import logging

import psycopg
import pytest
from django.test import Client

from doudi.project.logs import WithoutRows

REPEATED = """duplicate key value violates unique constraint "person_number"
DETAIL:  Key (number)=(the-number-of-a-person) already exists.
CONTEXT:  SQL statement "INSERT INTO person VALUES ('张三')"
"""


def record(message: str) -> logging.LogRecord:
    return logging.LogRecord("doudi", logging.ERROR, __file__, 1, message, None, None)


def test_the_row_that_postgresql_repeats_is_cut() -> None:
    written = WithoutRows("%(levelname)s %(message)s").format(record(REPEATED))

    assert written == 'ERROR duplicate key value violates unique constraint "person_number"'


@pytest.mark.parametrize("host", ["elsewhere.example", "a b"])
def test_a_request_under_a_wrong_name_is_one_line(host: str, client: Client) -> None:
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    logging.getLogger("django").addHandler(handler)

    status = client.get("/healthy", headers={"host": host}).status_code

    logging.getLogger("django").removeHandler(handler)
    assert status == 400
    assert len(said.getvalue().splitlines()) == 1
    assert host in said.getvalue()


def test_the_rest_of_a_record_stays() -> None:
    written = WithoutRows("%(message)s").format(record("one\ntwo"))

    assert written == "one\ntwo"


def test_the_row_is_cut_from_a_traceback_too() -> None:
    shown = record("failed")
    error = ValueError(REPEATED)
    shown.exc_info = (ValueError, error, None)

    written = WithoutRows("%(message)s").format(shown)

    assert "person_number" in written
    assert "the-number-of-a-person" not in written
    assert "张三" not in written


def test_a_database_that_went_away_is_one_line() -> None:
    """The supervisor starts it again and says so; pages of traces would hide that."""
    lost, error = record("listener error"), RuntimeError("listener stopped")
    error.__cause__ = psycopg.OperationalError("connection refused\nIs the server running?")
    lost.exc_info = (RuntimeError, error, None)

    assert WithoutRows("%(levelname)s %(message)s").format(lost) == "ERROR listener error"
