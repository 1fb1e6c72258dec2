"""A law of three rules, small enough to keep in the head; its packs stand beside it.

Not a package, but gathered like one: `collect` looks for further modules in `__path__`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from doudi.policy.entities import household
from doudi.policy.loading import load
from doudi.policy.packs import Packs
from doudi.policy.rulebook import collect
from doudi.policy.rules import rule
from doudi.policy.types import FenMonth, FenYear

__path__: list[str] = []
FOLDER: Final = Path(__file__).parent / "packs"


@rule(household, "收入低于救助标准", cites="test-law#2")
def is_poor(income: FenYear, aid_standard: FenYear) -> bool:
    """Below the standard."""
    return income < aid_standard


@rule(household, "救助金", cites="test-law#4")
def aid(income: FenYear, aid_standard: FenYear, aid_open: bool) -> FenMonth:
    """The gap, a month."""
    if not aid_open:
        return 0
    return max(0, aid_standard - income) // 12


def small_packs(module: object) -> Packs:
    """Load the packs of this law; `module` is this module as the test imported it."""
    return load(FOLDER, collect(module))  # type: ignore[arg-type]
