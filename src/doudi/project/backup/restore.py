"""Bring a backup back, into a folder that has nothing in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

from doudi import __version__
from doudi.kernel.errors import Refused
from doudi.project import connection, database, paths
from doudi.project.backup import archive, contents, dumps, vault
from doudi.project.postgres import Server, Urls, grant_runtime
from doudi.project.postgres.roles import APP
from doudi.project.serve.production import MANIFEST

STATIC = "static"


class TargetNotEmpty(Refused):
    """Something is at the place to restore to; a restore never mixes with what is there."""

    code = "backup.target_not_empty"
    sentence = "{target} 不是空的，没有恢复任何内容；请指定一个空目录或空数据库。"


class BackupTooNew(Refused):
    """The backup was made by a later version, whose tables this one does not know."""

    code = "backup.too_new"
    sentence = "备份是 doudi {found} 制作的，比本程序 {ours} 新；请先升级程序再恢复。"


class BackupUnreadable(Refused):
    """The file cannot be opened at all."""

    code = "backup.unreadable"
    sentence = "备份文件 {path} 打不开（{reason}）。"


def restore(backup: Path, *, into: Path, passphrase: str) -> dict[str, Any]:
    """Restore `backup` into the folder `into` and return its manifest.

    Hashes, passphrase and target are checked first; everything is put together beside the target and renamed at
    the end. With DATABASE_URL set the rows go to that database, which must be empty; else to an embedded one.
    Raises BackupDamaged, BackupTooNew, PassphraseWrong, TargetNotEmpty, LoadFailed."""
    about = _checked(backup)
    _require_empty(into)
    keys = vault.unseal(_part(backup, contents.KEYS), passphrase=passphrase)
    draft = into.with_name(f".{into.name}.restoring")
    _discard(draft)
    try:
        _lay_out(backup, draft, keys)
        _load(draft)
        (draft / contents.DATABASE).unlink()
        draft.rename(into)
    finally:
        _discard(draft)
    return about


def is_ready(into: Path) -> bool:
    """Say whether what was restored is of this version and can be started as it is."""
    return (into / STATIC / MANIFEST).is_file()


def differing_packs(about: dict[str, Any]) -> bool:
    """Say whether the packs of the backup are other ones than those this program computes with."""
    theirs = {name: part for name, part in about["parts"].items() if name.startswith(f"{contents.PACKS}/")}
    return theirs != archive.hashes(contents.PACKS, contents.packs_dir())


def _checked(backup: Path) -> dict[str, Any]:
    try:
        about = archive.checked(backup)
    except OSError as error:
        raise BackupUnreadable(path=backup, reason=error.strerror) from error
    if _ordered(about["doudi"]) > _ordered(__version__):
        raise BackupTooNew(found=about["doudi"], ours=__version__)
    return about


def _ordered(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]


def _require_empty(into: Path) -> None:
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise TargetNotEmpty(target=into)
    if database.embedded_server() is None and not dumps.is_empty(database.external_urls().owner):
        raise TargetNotEmpty(target="DATABASE_URL 指定的数据库")


def _part(backup: Path, wanted: str) -> bytes:
    return next(stream.read() for name, stream in archive.parts(backup) if name == wanted)


def _lay_out(backup: Path, draft: Path, keys: bytes) -> None:
    paths.make_folder(draft, mode=paths.PASSABLE)
    contents.unpack(keys, draft / paths.keys_dir().name)
    for name, stream in archive.parts(backup):
        if name != contents.KEYS:
            _put(draft / name, stream)


def _put(path: Path, stream: IO[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=paths.PRIVATE)
    path.touch(mode=contents.PRIVATE_FILE)
    with path.open("wb") as file:
        shutil.copyfileobj(stream, file)


def _load(draft: Path) -> None:
    if database.embedded_server() is None:
        _fill(database.external_urls(), draft)
        return
    with Server.at(draft).running() as urls:
        _fill(urls, draft)


def _fill(urls: Urls, draft: Path) -> None:
    dumps.load(urls.owner, draft / contents.DATABASE)
    if urls.owner != urls.app:
        grant_runtime(urls.owner, connection.parts(urls.app).get("user", APP))
    if database.is_migrated(urls.owner):
        _collect_static(urls, draft)


def _collect_static(urls: Urls, draft: Path) -> None:
    """Lay out the files of the pages too, which no backup carries: they belong to the program."""
    command = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity=0"]
    environment = {**database.child_environment(urls.app), "DOUDI_DATA": str(draft)}
    subprocess.run(command, env=environment, capture_output=True, check=False, timeout=database.SECONDS_TO_CHECK)


def _discard(draft: Path) -> None:
    if draft.exists():
        Server.at(draft).stop()
        shutil.rmtree(draft)
