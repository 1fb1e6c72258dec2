"""From a PostgreSQL address (`postgresql://…`) to Django's settings of one database."""

from __future__ import annotations

import re
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from doudi.kernel.errors import Refused

SECONDS_KEPT = 3600
"""A new connection plans all anew, and the first pages of a case wait for it."""
LARGEST_PORT = 65535
ESCAPES = "密码里的 @ : / 等符号要写成 %40 %3A %2F"
OTHER_SCHEME = re.compile(r"(mysql|mariadb|sqlite3?|oracle|mssql|https?|jdbc|file)[:+]", re.IGNORECASE)
NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
PREPARED = {"server_side_binding": True, "prepare_threshold": 2}
"""A statement that comes again is planned once: under row-level security planning takes longer than running."""
STATEMENTS_KEPT = 500
"""As many plans a connection keeps: the pages of the desk ask more than the driver's hundred, and lost them in turn."""
ENGINE = "django.db.backends.postgresql"


class AddressUnreadable(Refused):
    """`DATABASE_URL` is not an address of a PostgreSQL database; `reason` says why and repeats no part of it."""

    code = "connection.unreadable"
    sentence = "DATABASE_URL 不是可用的 PostgreSQL 地址（{reason}）；请写成 postgresql://用户:密码@主机:端口/数据库名。"


def django_database(url: str | None) -> dict[str, Any]:
    """Translate `url` for `DATABASES`; without one, a database that refuses every use."""
    if not url:
        return {"ENGINE": "django.db.backends.dummy"}
    known = parts(url)
    named = {NAMES[key]: str(value) for key, value in known.items() if key in NAMES}
    options = {key: value for key, value in known.items() if key not in NAMES}
    # Kept connections are tested before use, so a restarted server costs nobody an error page.
    kept = {"CONN_MAX_AGE": SECONDS_KEPT, "CONN_HEALTH_CHECKS": True}
    return {"ENGINE": ENGINE, **named, **kept, "OPTIONS": {**options, **PREPARED}}


def keep_statements(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Let the driver forget no plan that the next page needs."""
    if connection.vendor == "postgresql":
        connection.connection.prepared_max = STATEMENTS_KEPT


connection_created.connect(keep_statements)


def parts(url: str) -> dict[str, Any]:
    """Take an address apart; a wrong one is refused without repeating it, for it may hold a password."""
    _require_scheme(url)
    try:
        known = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise AddressUnreadable(reason=f"写法有误，{ESCAPES}") from error
    ports = str(known.get("port", "")).split(",")  # several hosts may stand in one address
    if not all(port.isdigit() and 0 < int(port) <= LARGEST_PORT for port in ports if port):
        raise AddressUnreadable(reason=f"端口应是 1 到 {LARGEST_PORT} 的数字；{ESCAPES}")
    if "@" in str(known.get("host", "")):
        raise AddressUnreadable(reason=ESCAPES)
    if not known.get("dbname"):
        raise AddressUnreadable(reason="没有写数据库名")
    return known


def _require_scheme(url: str) -> None:
    """Name another scheme only where it cannot be a password."""
    if url.startswith(("postgresql://", "postgres://")):
        return
    other = OTHER_SCHEME.match(url)
    raise AddressUnreadable(
        reason=f"写的是 {other[1]}，doudi 只能用 PostgreSQL" if other else "没有以 postgresql:// 开头"
    )
