"""Bring an installation to this version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from doudi.kernel.clock import SHANGHAI
from doudi.project import database, keys, paths
from doudi.project.backup import dumps
from doudi.project.backup.make import make
from doudi.project.postgres import Installation, Server
from doudi.project.upgrade import programs
from doudi.project.upgrade.move import move, tidy

FOLDER = "backups"


def upgrade(*, passphrase: Callable[[], str], at: datetime, say: Callable[[str], None]) -> None:
    """Back up, move the data where PostgreSQL is another one, migrate. A new installation is only made.

    Raises ServerInUse while web, worker or `doudi run` use the embedded server, and what each step raises."""
    server = database.embedded_server()
    keys.make_keys()
    if server is not None:
        server.stop()
        tidy(paths.data_dir())
    if _has_data(server):
        say(f"已先备份到 {_backed_up(server, passphrase(), at)}")
    older = _older_programs(server)
    if older is not None:
        kept = move(paths.data_dir(), older)
        say(f"数据已移到新版本的 PostgreSQL；旧数据保留在 {kept}，确认无误后可以删除。")
    with database.opened(server) as urls:
        database.migrate(urls)
    say("数据库和网页文件已是这个版本。")


def _has_data(server: Server | None) -> bool:
    return server.status().made if server is not None else not dumps.is_empty(database.external_urls().owner)


def _backed_up(server: Server | None, passphrase: str, at: datetime) -> Path:
    folder = paths.make_folder(paths.data_dir() / FOLDER, mode=paths.PRIVATE)
    out = folder / f"before-upgrade-{at.astimezone(SHANGHAI):%Y%m%d-%H%M%S}.tar"
    older = _older_programs(server)
    reading = server if older is None else Server.at(paths.data_dir(), installation=older)
    make(out, passphrase=passphrase, at=at, server=reading)
    return out


def _older_programs(server: Server | None) -> Installation | None:
    """Return the programs that can read the cluster, or None where ours can."""
    version = server.status().version if server is not None else None
    if server is None or version is None:
        return None
    ours = Installation.kept_in(paths.make_folder(server.folder, mode=paths.PASSABLE))
    return programs.of_major(int(version), server.folder) if int(version) < ours.major else None
