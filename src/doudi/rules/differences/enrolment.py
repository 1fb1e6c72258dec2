"""To be enrolled nowhere yet: a family applies to the township of its register, so that it is enrolled once."""

from __future__ import annotations

from doudi.policy.entities import household, member
from doudi.policy.rules import rule

# No text we read says "not in two counties" in so many words: art. 4 of 2021 and art. 9 of 2012 name the one place to
# apply at, and the regulation has the family declare truthfully. So it is flagged for an officer to look at, not more.
ONE_PLACE = ("minfa-2012-220#9", "minfa-2021-57#4")
SUPPORTED = ("minfa-2021-43#10",)


@rule(
    household, "还没有享受低保", cites=ONE_PLACE, shows="{holds_dibao}",
    difference="查到家里已经在领低保（可能在别的县区），申报时没有写。",
)  # fmt: skip
def holds_no_dibao(holds_dibao: bool) -> bool:
    """Not on the roll of any place."""
    return not holds_dibao


@rule(
    member, "还没有享受特困供养", cites=SUPPORTED, shows="{holds_tekun}",
    difference="查到已经在享受特困供养（可能在别的县区），申报时没有写。",
)  # fmt: skip
def holds_no_tekun(holds_tekun: bool) -> bool:
    """Not supported by any place."""
    return not holds_tekun
