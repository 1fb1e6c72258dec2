"""Where the packs are. By itself, so that a start may look at their files without loading the engine."""

from __future__ import annotations

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]


def packs_root() -> Path:
    """Return the folder of the packs: `DOUDI_PACKS`, else the one beside this program's source."""
    return Path(os.environ.get("DOUDI_PACKS") or CHECKOUT / "packs")
