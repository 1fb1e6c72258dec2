"""The packs and the rules of this installation, loaded once a process. Needs no Django."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import doudi.rules
from doudi.policy.loading import load
from doudi.policy.packs import Packs
from doudi.policy.rulebook import collect

CHECKOUT = Path(__file__).resolve().parents[3]


def packs_root() -> Path:
    """Return the folder of the packs: `DOUDI_PACKS`, else the one beside this program's source."""
    return Path(os.environ.get("DOUDI_PACKS") or CHECKOUT / "packs")


@lru_cache(maxsize=1)
def packs() -> Packs:
    """Return the packs, loaded and checked. Raises PackRefused with file, line and reason of every flaw."""
    return load(packs_root(), collect(doudi.rules))
