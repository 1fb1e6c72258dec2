"""The database: running, of the right version, with checksums and without damage, its tables up to date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, LiteralString

import psycopg

from doudi.kernel.clock import SHANGHAI
from doudi.kernel.workdays import WorkCalendar
from doudi.project import database
from doudi.project.doctor.findings import Finding, good, note, problem
from doudi.project.postgres import Server
from doudi.project.postgres.server import Status

TABLES = "数据库结构"
SILENT_FOR = timedelta(minutes=2)
"""A worker writes every ten seconds; a machine under load may miss a few."""
START = "启动 doudi：make run，或 systemctl start doudi-web"
DAMAGED = "SELECT coalesce(sum(checksum_failures), 0) FROM pg_stat_database"


def address() -> tuple[str | None, list[Finding]]:
    """Return the address of the running database, if it is, and what was found on the way to it."""
    server = database.embedded_server()
    if server is None:
        urls = database.external_urls()  # raises the sentence for what is wrong with it
        return urls.owner, [good("数据库", "DATABASE_URL 指定的数据库可以连接")]
    return _embedded(server)


def _embedded(server: Server) -> tuple[str | None, list[Finding]]:
    status = server.status()
    if not status.made:
        return None, [problem("数据库", "还没有建立", START)]
    if not status.running:
        return None, [_at_rest(status)]
    return server.urls.owner, [good("数据库", f"内置 PostgreSQL {status.version} 正在运行，端口 {status.port}")]


def _at_rest(status: Status) -> Finding:
    """Tell a server that was stopped, or has just been restored, from one that ended without being asked."""
    said = f"内置 PostgreSQL {status.version} 没有运行"
    if status.left_in_order:
        return note("数据库", f"{said}（doudi 没有启动），没有查看其中的内容", f"{START}，再运行 doudi doctor")
    return problem("数据库", f"{said}，上一次不是正常停止的", f"{START}，数据会自动复原；记录见 {status.log}")


def inside(url: str) -> Iterator[Finding]:
    """Look into the running database, from outside Django: its tables may be of another version."""
    with psycopg.connect(url, autocommit=True) as connection:
        yield from _checksums(connection)
    yield _tables(url)


def work(*, now: datetime) -> Iterator[Finding]:
    """Ask the queue, through Django on tables of this version."""
    from doudi.jobs import queries  # noqa: PLC0415 - models can be imported only after Django is set up

    last = queries.worker_heartbeat()
    if last is None or now - last > SILENT_FOR:
        said = "没有运行" if last is None else f"自 {last.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 起没有动静"
        yield problem("后台任务", said, "启动 doudi worker（systemctl start doudi-worker），或 make run")
    else:
        yield good("后台任务", f"正在运行，{queries.jobs_waiting()} 个任务在等")
    failed = queries.jobs_failed()
    if failed:
        yield problem(
            "失败的任务", f"{failed} 个", "查看后台任务的记录，排除原因后重试：doudi manage procrastinate shell"
        )


def calendar() -> WorkCalendar:
    """Return the working days with the notices that officers have entered."""
    from doudi.casework import clocks  # noqa: PLC0415 - the same

    return clocks.calendar()


def _checksums(connection: psycopg.Connection) -> Iterator[Finding]:
    version = connection.info.parameter_status("server_version")
    on = _one(connection, "SHOW data_checksums") == "on"
    damaged = _one(connection, DAMAGED)
    yield good("数据库版本", f"PostgreSQL {version}")
    if not on:
        yield problem("校验和", "没有打开，磁盘损坏不会被发现", "请管理员停库后运行 pg_checksums --enable")
    elif damaged:
        yield problem("校验和", f"发现 {damaged} 处损坏", "立即停止使用，更换磁盘，用 doudi restore 从备份恢复")
    else:
        yield good("校验和", "已打开，没有发现损坏")


def _tables(url: str) -> Finding:
    if database.is_migrated(url):
        return good(TABLES, "是这个版本的")
    return problem(TABLES, "不是这个版本的", "停止 doudi 后运行 doudi upgrade")


def _one(connection: psycopg.Connection, query: LiteralString) -> Any:
    row = connection.execute(query).fetchone()
    return row[0] if row else None
