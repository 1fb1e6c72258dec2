"""Seal every document with the newest data key."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from doudi.accounts.secrets import KeyMissing, Tampered
from doudi.documents import vault


@dataclass(slots=True)
class SealedAnew:
    """How many files have the newest key now that had another, and which cannot be opened."""

    files: int = 0
    unreadable: list[Path] = field(default_factory=list[Path])


def seal_documents_anew() -> SealedAnew:
    """Seal the documents with the newest key, file by file; one that has it already is left.

    It can be cut off at any moment and begun again: each file is the old one or the new one, and opens."""
    result = SealedAnew()
    for path in vault.documents():
        try:
            result.files += vault.seal_anew(path)
        except (KeyMissing, Tampered):
            result.unreadable.append(path)
    return result
