"""Where the rows of deliveries are, and what was arranged about them: for whoever writes, reads or removes them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from doudi.verification.deliveries import pages
from doudi.verification.deployment import Arrangements, arrangements
from doudi.verification.models import Delivery
from doudi.verification.sources import sourcebook


def arranged() -> Arrangements:
    """Read what this installation arranged with its sources, once until the file changes. Raises PackRefused."""
    file, book = Path(settings.DOUDI_SOURCES), sourcebook()
    try:
        known = file.stat()
    except OSError:
        return arrangements(file, book.sources)
    return _arranged(file, frozenset(book.sources), (known.st_mtime_ns, known.st_size, known.st_ino))


@lru_cache(maxsize=2)
def _arranged(file: Path, sources: frozenset[str], version: tuple[int, ...]) -> Arrangements:  # noqa: ARG001 - tells versions apart
    return arrangements(file, sources)


def folder_of(source: str) -> Path:
    """Return the folder of a source."""
    return Path(settings.DOUDI_DELIVERIES) / source


def pages_of(delivery: Delivery) -> Path:
    """Return where the rows of a delivery are looked up."""
    return folder_of(delivery.source) / f"{delivery.content}{pages.SUFFIX}"


def key_of(delivery: Delivery) -> bytes:
    """Return the key of the files of a delivery that was read together with it."""
    return bytes.fromhex(delivery.key.key)  # type: ignore[attr-defined]  # the other end of a one-to-one
