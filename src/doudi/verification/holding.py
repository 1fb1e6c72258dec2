"""Where the rows of deliveries are, and what was arranged about them: for whoever writes, reads or removes them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from doudi.verification.deliveries import pages
from doudi.verification.deployment import Arrangements, arrangements
from doudi.verification.models import Delivery
from doudi.verification.sources import sourcebook


def arranged() -> Arrangements:
    """Read what this installation arranged with its sources. Raises PackRefused."""
    return arrangements(Path(settings.DOUDI_SOURCES), sourcebook().sources)


def folder_of(source: str) -> Path:
    """Return the folder of a source."""
    return Path(settings.DOUDI_DELIVERIES) / source


def pages_of(delivery: Delivery) -> Path:
    """Return where the rows of a delivery are looked up."""
    return folder_of(delivery.source) / f"{delivery.content}{pages.SUFFIX}"


def key_of(delivery: Delivery) -> bytes:
    """Return the key of the files of a delivery that was read together with it."""
    return bytes.fromhex(delivery.key.key)  # type: ignore[attr-defined]  # the other end of a one-to-one
