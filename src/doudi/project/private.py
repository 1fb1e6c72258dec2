"""Files that only their owner may read, written whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

MODE = 0o600


def read_or_make(path: Path) -> str:
    """Return the secret kept at `path`, making a random one the first time.

    Two processes that make it at the same moment agree: the link of the second fails and it reads the first's."""
    if not path.exists():
        _make(path, secrets.token_urlsafe(48))
    return path.read_text("ascii").strip()


def replace(path: Path, text: str) -> None:
    """Put `text` at `path` in one step, readable by the owner only."""
    _written_beside(path, text).replace(path)


def _make(path: Path, text: str) -> None:
    draft = _written_beside(path, text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _written_beside(path: Path, text: str) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(handle)
    return draft
