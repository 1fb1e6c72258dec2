"""Connect a demonstration to its stand-in department: some sources answer by themselves, the others are typed."""

from __future__ import annotations

import os
from datetime import date
from typing import Final

from doudi.project.run.children import DEMONSTRATION_SEED
from doudi.standin.department import own_key
from doudi.verification.services.connect_source import Line, connect_source
from doudi.verification.sources import sourcebook

ADDRESS: Final = "DOUDI_STANDIN_URL"
TYPED: Final = frozenset({"real_estate", "securities"})
"""What an officer still types in a demonstration."""


def connect_stand_in(*, on: date) -> int:
    """Connect the sources of the stand-in that this run has started, at its address of today; return how many."""
    url = os.environ.get(ADDRESS, "")
    if not url:
        return 0
    line = Line(url=url, holder=own_key(DEMONSTRATION_SEED).public_key(), contact="模拟来源（演示）")
    names = [name for name in sourcebook().sources if name not in TYPED]
    for name in names:
        connect_source(source=name, line=line, on=on)
    return len(names)
