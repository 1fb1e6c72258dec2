"""Whether a start may skip the preparation: nothing of the program changed, and the database has the same migrations.

Preparing (reading the law, comparing tables, hashing static files) takes a process of its own and seconds. A note in
the data directory says what was prepared; it is believed only when both the files of the program and the migrations
that the database itself lists are those of the note. So a restored or replaced database is always prepared again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import psycopg

import doudi
from doudi.project import paths, private
from doudi.project.postgres import Urls
from doudi.standards.packs_folder import packs_root

NOTE = "prepared.json"
PARTS_WITH_TABLES_OR_FILES = (
    "django",
    "procrastinate",
    "django-pgtrigger",
    "django-ninja",
    "whitenoise",
)
APPLIED = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"


def is_current(urls: Urls) -> bool:
    """Say whether this program has already prepared this database and these static files."""
    try:
        noted = json.loads((paths.data_dir() / NOTE).read_text("ascii"))
    except (OSError, ValueError):
        return False
    return (paths.data_dir() / "static").is_dir() and noted == _state(urls)


def remember(urls: Urls) -> None:
    """Note what has just been prepared."""
    private.replace(paths.data_dir() / NOTE, json.dumps(_state(urls)))


def _state(urls: Urls) -> dict[str, str | list[str]]:
    return {"program": _program(), "migrations": _applied(urls)}


def _applied(urls: Urls) -> list[str]:
    try:
        with psycopg.connect(urls.owner) as connection:
            return [name for (name,) in connection.execute(APPLIED)]
    except psycopg.errors.UndefinedTable:
        return []


def _program() -> str:
    """Return a digest of everything of the program that a preparation reads: by name, size and time of change."""
    digest = sha256()
    for part in PARTS_WITH_TABLES_OR_FILES:
        digest.update(f"{part} {version(part)}\n".encode())
    for root in (Path(doudi.__file__).parent, packs_root()):
        for path in _files(root):
            about = path.stat()
            digest.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    return (path for path in sorted(root.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
