"""The packs and the rules of this installation, loaded once a process. Needs no Django."""

from __future__ import annotations

from functools import lru_cache

import doudi.rules
from doudi.kernel.lasting import lasting
from doudi.policy.loading import load
from doudi.policy.packs import Packs
from doudi.policy.rulebook import collect
from doudi.standards.packs_folder import packs_root


@lru_cache(maxsize=1)
def packs() -> Packs:
    """Return the packs, loaded and checked. Raises PackRefused with file, line and reason of every flaw."""
    with lasting():
        return load(packs_root(), collect(doudi.rules))
