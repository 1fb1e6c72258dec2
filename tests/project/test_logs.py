"""Logs carry ids only: what a database repeats of a row is cut."""

from __future__ import annotations

import logging

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
