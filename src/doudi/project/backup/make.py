"""Make a backup."""

from __future__ import annotations

import platform
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from doudi import __version__
from doudi.kernel.clock import SHANGHAI
from doudi.kernel.errors import NotNow, Refused
from doudi.project import database, paths
from doudi.project.backup import archive, contents, dumps, vault
from doudi.project.postgres import Server, Urls
from doudi.project.postgres.roles import DATABASE


class NothingToBackUp(NotNow):
    """There is no installation in the data directory yet."""

    code = "backup.nothing"
    sentence = "数据目录 {path} 里还没有 doudi 的数据，没有可备份的内容；请检查 DOUDI_DATA。"


class BackupNotWritten(Refused):
    """A file of the installation could not be read, or the backup could not be written."""

    code = "backup.not_written"
    sentence = "备份没有写成：{path}（{reason}）。原有文件没有改变。"


def make(out: Path, *, passphrase: str, at: datetime, server: Server | None = None) -> dict[str, Any]:
    """Back up everything into `out` and return what its manifest says besides the parts.

    The installation may keep running: the dump is one moment of the database, and documents only ever get more, so
    every document the dump names is among those copied after it. `server` is given where the cluster needs other
    programs than ours.

    Raises NothingToBackUp, BackupNotWritten, DumpFailed."""
    server = server or database.embedded_server()
    if not paths.keys_dir().is_dir() or (server and not server.status().made):
        raise NothingToBackUp(path=paths.data_dir())
    try:
        with database.opened(server) as urls, tempfile.TemporaryDirectory(dir=out.parent, prefix=".doudi-") as scratch:
            dump = Path(scratch) / contents.DATABASE
            dumps.dump(_seeing_every_row(server, urls), dump)
            about = _about(urls, at)
            _write(out, dump=dump, passphrase=passphrase, about=about)
    except OSError as error:
        raise BackupNotWritten(path=error.filename or out, reason=error.strerror or error) from error
    return about


def _write(out: Path, *, dump: Path, passphrase: str, about: dict[str, Any]) -> None:
    with archive.writing(out) as writer:
        writer.add_file(contents.DATABASE, dump)
        writer.add_folder(contents.DOCUMENTS, contents.documents_dir())
        writer.add_folder(contents.PACKS, contents.packs_dir())
        # Last: a key that is made meanwhile may have sealed a document already copied.
        writer.add_bytes(contents.KEYS, vault.seal(contents.packed(paths.keys_dir()), passphrase=passphrase))
        writer.close(about)


def _seeing_every_row(server: Server | None, urls: Urls) -> str:
    """Return the address that no row-level rule can hide a row from."""
    return make_conninfo(server.superuser_url, dbname=DATABASE) if server else urls.owner


def _about(urls: Urls, at: datetime) -> dict[str, Any]:
    with psycopg.connect(urls.owner) as connection:
        version = connection.info.parameter_status("server_version")
    return {
        "made_at": at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "doudi": __version__,
        "postgres": version,
        "python": platform.python_version(),
    }
