"""The law as published in this installation, read from its database, which must be running already."""

from __future__ import annotations

from doudi.kernel.errors import NotNow
from doudi.policy.snapshot import LawSnapshot
from doudi.project import database


class DatabaseNotRunning(NotNow):
    """The embedded server is not running, and a question does not start servers."""

    code = "cli.database_not_running"
    sentence = "数据库没有运行，读不到本系统的数据和已公布的标准：请先启动 doudi（make run）。{instead}"


class TablesMissing(NotNow):
    """The database is there but has not been brought to this version."""

    code = "cli.tables_missing"
    sentence = "数据库还不是这个版本的：请先运行 doudi upgrade。{instead}"


INSTEAD = "只按政策包计算的，可以加 --packs-only。"
"""What a command that needs the law alone can do without a database."""


def snapshot(instead: str = INSTEAD) -> LawSnapshot:
    """Return packs and published values. Raises DatabaseNotRunning, TablesMissing, DatabaseUnreachable."""
    try:
        connect()
    except DatabaseNotRunning as error:
        raise DatabaseNotRunning(instead=instead) from error
    from django.db import ProgrammingError

    from doudi.standards.queries import current_snapshot

    try:
        return current_snapshot()
    except ProgrammingError as error:
        raise TablesMissing(instead=instead) from error


def connect() -> None:
    """Set Django up on the database of this installation, as the role of the running product."""
    server = database.embedded_server()
    if server is None:
        database.use(database.external_urls().app)
    elif server.is_alive():
        database.use(server.urls.app)
    else:
        raise DatabaseNotRunning(instead="")
