"""An address of a database becomes Django's settings, or a sentence that repeats no password."""

from __future__ import annotations

import pytest
from django.db import connection

from doudi.project.connection import PREPARED, STATEMENTS_KEPT, AddressUnreadable, django_database

ADDRESS = "postgresql://role:p%40ss@db.example:5433/doudi?sslmode=require"


def test_every_part_of_an_address_reaches_django() -> None:
    database = django_database(ADDRESS)

    assert (database["USER"], database["PASSWORD"], database["HOST"]) == ("role", "p@ss", "db.example")
    assert (database["PORT"], database["NAME"]) == ("5433", "doudi")
    assert database["OPTIONS"] == {"sslmode": "require", **PREPARED}


def test_kept_connections_are_tested_before_use() -> None:
    database = django_database(ADDRESS)

    assert database["CONN_MAX_AGE"] > 0
    assert database["CONN_HEALTH_CHECKS"] is True


@pytest.mark.django_db
def test_a_connection_keeps_the_plans_of_more_than_a_hundred_statements() -> None:
    connection.ensure_connection()

    assert connection.connection.prepared_max == STATEMENTS_KEPT > 100


@pytest.mark.parametrize("nothing", [None, ""])
def test_without_an_address_there_is_no_database_to_fall_back_on(nothing: str | None) -> None:
    assert django_database(nothing) == {"ENGINE": "django.db.backends.dummy"}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("mysql://role:secret@host/doudi", "写的是 mysql，doudi 只能用 PostgreSQL"),
        ("secret", "没有以 postgresql:// 开头"),
        ("postgresql://role:secret@host/", "没有写数据库名"),
        ("postgresql://role:secret@host:99999/doudi", "端口应是 1 到 65535 的数字"),
        ("postgresql://role:pass@secret@host/doudi", "@ : / 等符号要写成 %40 %3A %2F"),
        ("postgresql://role:secret@[::1/doudi", "写法有误"),
    ],
)
def test_the_sentence_says_what_is_wrong_with_an_address(wrong: str, why: str) -> None:
    with pytest.raises(AddressUnreadable) as refused:
        django_database(wrong)

    assert why in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "wrong",
    [
        "mysql://role:secret@host/doudi",
        "postgresql://role:secret@host/",
        "postgresql://role:secret@host:port:port/doudi",
        "host=localhost dbname=doudi password=secret",
        "secret",
    ],
)
def test_what_is_no_address_is_refused_without_repeating_it(wrong: str) -> None:
    with pytest.raises(AddressUnreadable) as refused:
        django_database(wrong)

    assert "secret" not in str(refused.value)
    assert "DATABASE_URL" in str(refused.value)
