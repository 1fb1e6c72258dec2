"""From a PostgreSQL address (`postgresql://…`) to Django's settings of one database."""

from __future__ import annotations

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from doudi.kernel.errors import Refused

SECONDS_KEPT = 300
NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
ENGINE = "django.db.backends.postgresql"


class AddressUnreadable(Refused):
    """`DATABASE_URL` is not an address of a PostgreSQL database."""

    code = "connection.unreadable"
    sentence = "DATABASE_URL 不是 PostgreSQL 的地址；请写成 postgresql://用户:密码@主机:端口/数据库名。"


def django_database(url: str | None) -> dict[str, Any]:
    """Translate `url` for `DATABASES`; without one, a database that refuses every use."""
    if not url:
        return {"ENGINE": "django.db.backends.dummy"}
    known = parts(url)
    named = {NAMES[key]: str(value) for key, value in known.items() if key in NAMES}
    options = {key: value for key, value in known.items() if key not in NAMES}
    # Kept connections are tested before use, so a restarted server costs nobody an error page.
    kept = {"CONN_MAX_AGE": SECONDS_KEPT, "CONN_HEALTH_CHECKS": True}
    return {"ENGINE": ENGINE, **named, **kept, "OPTIONS": options}


def parts(url: str) -> dict[str, Any]:
    """Take an address apart; a wrong one is refused without repeating it, for it may hold a password."""
    try:
        known = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise AddressUnreadable from error
    ports = str(known.get("port", "")).split(",")  # several hosts may stand in one address
    if not url.startswith(("postgresql://", "postgres://")) or not known.get("dbname"):
        raise AddressUnreadable
    if not all(port.isdigit() or not port for port in ports):
        raise AddressUnreadable
    return known
