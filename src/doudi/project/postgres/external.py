"""A PostgreSQL that somebody else runs, named by `DATABASE_URL`: reachable, new enough, in the right encoding."""

from __future__ import annotations

import psycopg

from doudi.kernel.errors import NotNow, Refused

OLDEST = 15
CONNECT_SECONDS = 10


class DatabaseUnreachable(NotNow):
    """Nobody answers at the address, or the role or password is refused."""

    code = "database.unreachable"
    sentence = "连不上 DATABASE_URL 指定的数据库：{reason}。"


class DatabaseTooOld(Refused):
    """The server at the address is older than what doudi is tested with."""

    code = "database.too_old"
    sentence = "DATABASE_URL 指定的是 PostgreSQL {found}；doudi 需要 {oldest} 或更新的版本。"


class EncodingWrong(Refused):
    """The database cannot hold every Chinese name."""

    code = "database.encoding"
    sentence = "DATABASE_URL 指定的数据库编码是 {found}；请建一个 UTF8 编码的数据库（collation C）。"


def check_address(url: str) -> None:
    """Refuse a database that cannot be used, in one sentence that repeats no password."""
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
            version = connection.info.server_version // 10_000
            encoding = connection.info.parameter_status("server_encoding")
    except psycopg.OperationalError as error:
        raise DatabaseUnreachable(reason=str(error).strip().splitlines()[-1]) from error
    if version < OLDEST:
        raise DatabaseTooOld(found=version, oldest=OLDEST)
    if encoding != "UTF8":
        raise EncodingWrong(found=encoding)
