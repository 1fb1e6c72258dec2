"""A database into one file and back, by the programs of the embedded PostgreSQL.

A dump names neither owners nor rights: the roles of the place it is restored to are other ones, and get their rights
from `grant_runtime`. Loading is one transaction, so a failed load leaves an empty database.
"""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from doudi.kernel.errors import Refused
from doudi.project.postgres.installation import PACKAGE, PROGRAMS, ProgramsMissing

ONLY_OWNER = 0o077
TOO_NEW_FOR_SOME = b"SET transaction_timeout"
"""The one line of a dump's head that servers before 17 do not know; it changes nothing that we rely on."""
HEAD_ENDS = (b"CREATE ", b"ALTER ", b"COPY ", b"COMMENT ")

FOREIGN = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname !~ '^(pg_|information_schema$)' ORDER BY 1, 2
"""
TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema$)' ORDER BY 1, 2
"""


class DumpFailed(Refused):
    """pg_dump gave up; what it said last is the reason."""

    code = "backup.dump_failed"
    sentence = "数据库没有备份成功：{reason}。"


class LoadFailed(Refused):
    """The dump could not be loaded; the transaction was undone."""

    code = "backup.load_failed"
    sentence = "数据库没有恢复成功：{reason}。目标数据库没有改变。"


def dump(url: str, into: Path) -> None:
    """Write the database at `url` to `into`, which only its owner may read. Raises DumpFailed."""
    how = ["--format=custom", "--no-owner", "--no-privileges", "--file", str(into)]
    command = [_program("pg_dump"), *how, _named(url)]
    done = subprocess.run(command, env=_environment(url), umask=ONLY_OWNER, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DumpFailed(reason=_last_line(done.stderr))


def load(url: str, source: Path) -> None:
    """Load a dump into the empty database at `url`, whole or not at all. Raises LoadFailed."""
    unpacking = [_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(source)]
    running = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    loading = [_program("psql"), *running, _named(url)]
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(unpacking, stdout=pipe, stderr=pipe, env=_environment(url)) as unpack,
        subprocess.Popen(loading, stdin=pipe, stderr=pipe, env=_environment(url)) as run,
    ):
        complete = unpack.stdout is not None and run.stdin is not None and _pour(unpack.stdout, run.stdin)
        said = (unpack.communicate()[1] + run.communicate()[1]).decode("utf-8", "replace")
    if unpack.returncode or run.returncode or not complete:
        raise LoadFailed(reason=_last_line(said))


def is_empty(url: str) -> bool:
    """Say whether the database at `url` holds no table, view or sequence of anybody's."""
    with psycopg.connect(url) as connection:
        return connection.execute(FOREIGN).fetchone() is None


def row_counts(url: str) -> dict[str, int]:
    """Return the number of rows of every table, by which a copy is compared with what it was made from."""
    with psycopg.connect(url) as connection:
        tables = connection.execute(TABLES).fetchall()
        return {f"{schema}.{table}": _rows(connection, schema, table) for schema, table in tables}


def _rows(connection: psycopg.Connection, schema: str, table: str) -> int:
    counting = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
    row = connection.execute(counting).fetchone()
    return row[0] if row else 0


def _pour(source: IO[bytes], target: IO[bytes]) -> bool:
    """Hand the script on, without the line of its head that older servers refuse; False when the reader gave up."""
    try:
        for line in source:
            if not line.startswith(TOO_NEW_FOR_SOME):
                target.write(line)
            if line.startswith(HEAD_ENDS):
                break
        shutil.copyfileobj(source, target)
        target.flush()
    except BrokenPipeError:
        return False
    return True


def _program(name: str) -> str:
    """Return a program as it lies in the wheel: these run as whoever asked, so they need no copy."""
    spec = find_spec(PACKAGE)
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise ProgramsMissing(where=PACKAGE)
    return str(Path(folders[0]) / PROGRAMS / "bin" / name)


def _named(url: str) -> str:
    """Return the address without its password, which would stand in the list of processes."""
    parts = conninfo_to_dict(url)
    parts.pop("password", None)
    return make_conninfo("", **parts)


def _environment(url: str) -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PGPASSWORD": str(conninfo_to_dict(url).get("password") or "")}


def _last_line(said: str) -> str:
    """Return the reason, without what PostgreSQL repeats of the rows."""
    lines = [line for line in said.splitlines() if line.strip() and not line.startswith(("DETAIL", "CONTEXT", "LINE"))]
    return lines[-1].split("error: ", 1)[-1].strip() if lines else "没有说明原因"
