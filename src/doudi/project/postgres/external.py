"""A PostgreSQL that somebody else runs, named by `DATABASE_URL`: reachable, new enough, in the right encoding."""

from __future__ import annotations

import psycopg

from doudi.kernel.errors import NotNow, Refused

OLDEST = 15
CONNECT_SECONDS = 10
SIGNS = {
    "Connection refused": "那里没有数据库在运行，或不接受连接",
    "failed to resolve host": "找不到这台主机",
    "authentication failed": "用户名或密码不对",
    "does not exist": "没有这个数据库或用户",
    "no pg_hba.conf entry": "那台服务器不允许从这里连接",
    "timeout": "没有回答",
    "No route to host": "网络不通",
    "unreachable": "网络不通",
    "SSL": "加密连接没有建立",
}
"""What the driver says, and what it means."""


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
        raise DatabaseUnreachable(reason=_why(str(error).strip())) from error
    if version < OLDEST:
        raise DatabaseTooOld(found=version, oldest=OLDEST)
    if encoding != "UTF8":
        raise EncodingWrong(found=encoding)


def _why(said: str) -> str:
    """Say what is wrong in Chinese, and the driver's own sentence: its first line, for the next ones only advise."""
    first = said.splitlines()[0].removeprefix("connection failed: ")
    meaning = next((meaning for sign, meaning in SIGNS.items() if sign in first), None)
    return f"{meaning}（{first}）" if meaning else first
