"""Moves the data of an older major version of PostgreSQL into a new cluster, by dump and load.

The new cluster is made beside the old one, compared with it table by table, and takes its place in one step. The old
one stays under the name of its version until a person removes it.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path

from psycopg.conninfo import make_conninfo

from doudi.kernel.errors import NotNow, Refused
from doudi.project import paths
from doudi.project.backup import dumps
from doudi.project.postgres import Installation, Server, grant_runtime
from doudi.project.postgres.roles import APP, DATABASE

DRAFT = "postgres.upgrade"
ROOM_NEEDED = 2
"""The new cluster and the dump together never took more than the old one twice."""
AT_FDCWD = -100
RENAME_EXCHANGE = 2


class NoRoom(NotNow):
    """The disk has no room for a second copy of the data."""

    code = "upgrade.no_room"
    sentence = "{path} 所在磁盘剩余空间不够：升级数据库需要约 {needed} MB。请先腾出空间，数据没有改变。"


class CopyDiffers(Refused):
    """A table of the new cluster has not the rows of the old one."""

    code = "upgrade.copy_differs"
    sentence = "新旧数据库的内容不一致（{tables}），已放弃升级，原数据没有改变。"


class NoExchange(Refused):
    """The file system cannot put one folder in the place of another in one step."""

    code = "upgrade.no_exchange"
    sentence = "{path} 所在的文件系统不支持安全替换目录（{reason}）；请把数据目录放在本地磁盘上。数据没有改变。"


def move(data: Path, old: Installation) -> Path:
    """Move the cluster of `data` from the programs `old` to ours; return where the old cluster is kept.

    Raises NoRoom, DumpFailed, LoadFailed, CopyDiffers, NoExchange."""
    source, target = Server.at(data, installation=old), Server.at(data / DRAFT)
    tidy(data)
    _require_room(source)
    try:
        _copy(source, target)
        _exchange(source.cluster, target.cluster)
        return _keep(source, target, old.major)
    finally:
        tidy(data)


def tidy(data: Path) -> None:
    """Remove what an interrupted move left; an old cluster that had given up its place already is kept."""
    draft = data / DRAFT
    if not draft.exists():
        return
    source, target = Server.at(data), Server.at(draft)
    target.stop()
    versions = [server.status().version for server in (source, target)]
    if None not in versions and int(versions[1] or 0) < int(versions[0] or 0):
        _keep(source, target, int(versions[1] or 0))
    shutil.rmtree(draft)


def _copy(source: Server, target: Server) -> None:
    for folder in (target.data, target.folder):
        paths.make_folder(folder, mode=paths.PASSABLE)
    shutil.copytree(source.secrets, target.secrets)  # the same passwords, so that everybody's addresses stay good
    dump = target.data / "database.dump"
    with source.running(), target.running() as urls:
        old, new = (make_conninfo(server.superuser_url, dbname=DATABASE) for server in (source, target))
        dumps.dump(old, dump)
        dumps.load(urls.owner, dump)
        grant_runtime(urls.owner, APP)
        _compare(dumps.row_counts(old), dumps.row_counts(new))


def _compare(old: dict[str, int], new: dict[str, int]) -> None:
    differing = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    if differing:
        raise CopyDiffers(tables="、".join(differing))


def _exchange(one: Path, other: Path) -> None:
    """Swap two folders in one step: at no moment is there no cluster at its place, whatever interrupts us."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE):
        raise NoExchange(path=one, reason=os.strerror(ctypes.get_errno()))


def _keep(source: Server, target: Server, major: int) -> Path:
    kept = source.folder / f"cluster.postgresql-{major}"
    shutil.rmtree(kept, ignore_errors=True)
    target.cluster.rename(kept)
    return kept


def _require_room(source: Server) -> None:
    used = sum(path.lstat().st_size for path in source.cluster.rglob("*") if not path.is_dir())
    if shutil.disk_usage(source.folder).free < used * ROOM_NEEDED:
        raise NoRoom(path=source.folder, needed=used * ROOM_NEEDED // 1_000_000)
