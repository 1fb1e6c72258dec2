"""The keys of an installation: each a file of mode 0600 in the folder `keys`, never in the repository."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from doudi.accounts.secrets import Keyring
from doudi.project import paths, private

SECRET_KEY = "django-secret-key"  # noqa: S105 - the name of a file, not a secret
INDEX_KEY = "index-key"
QUERY_KEY = "query-key"
"""Signs what we ask sources; its public half is handed to their holders (`doudi sources key`)."""
DATA_KEY = "data-key-"
"""Data keys are numbered from 1; the newest seals, all of them open what they sealed."""
FIRST = 1


def make_keys() -> None:
    """Make every key that is missing. Run before the first process that serves people."""
    paths.make_folder(paths.data_dir(), mode=paths.PASSABLE)
    folder = paths.make_folder(paths.keys_dir(), mode=paths.PRIVATE)
    for name in (SECRET_KEY, INDEX_KEY, QUERY_KEY, f"{DATA_KEY}{FIRST}"):
        private.read_or_make(folder / name)


def secret_key() -> str:
    """Return Django's secret key.

    Before an installation exists (checks, tests, `doudi facts schema`) it is a key of this process alone."""
    path = paths.keys_dir() / SECRET_KEY
    try:
        return path.read_text("ascii").strip()
    except (FileNotFoundError, PermissionError):
        return secrets.token_urlsafe(48)


def keyring() -> Keyring | None:
    """Return the keys that encrypt persons' data; None before an installation exists, and then nothing is sealed."""
    folder = paths.keys_dir()
    try:
        data = {int(path.name.removeprefix(DATA_KEY)): _key(path) for path in folder.glob(f"{DATA_KEY}*")}
        return Keyring(data, _key(folder / INDEX_KEY)) if data else None
    except (FileNotFoundError, PermissionError):
        return None


def query_key() -> bytes | None:
    """Return the 32 bytes of the key that signs our queries; None before an installation exists."""
    try:
        return _key(paths.keys_dir() / QUERY_KEY)
    except (FileNotFoundError, PermissionError):
        return None


def make_data_key() -> int:
    """Make the data key after the newest, and return its number; from then on it seals, and the older ones open."""
    folder = paths.keys_dir()
    number = max(_numbers(folder)) + 1
    private.read_or_make(folder / f"{DATA_KEY}{number}")
    return number


def _numbers(folder: Path) -> list[int]:
    return [int(path.name.removeprefix(DATA_KEY)) for path in folder.glob(f"{DATA_KEY}*")]


def _key(path: Path) -> bytes:
    """Derive 256 bits from the words of a key file."""
    return hashlib.sha256(path.read_text("ascii").strip().encode()).digest()
