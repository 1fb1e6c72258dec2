"""The family's income: that of everybody who counts, less what is let off."""

from __future__ import annotations

from doudi.policy.arithmetic import Rounding, rounded
from doudi.policy.entities import household, member
from doudi.policy.rules import choose, rule, total
from doudi.policy.types import Count, FenYear

CITES = ("guoling-271#2", "minfa-2012-220#7", "minfa-2021-57#12")

counted_income = choose(
    "counted_income", member, by="is_counted_member", cases={True: "member_income", False: 0},
    label="计入家庭的个人收入", cites=CITES,
)  # fmt: skip
members_income = total("members_income", household, of="counted_income", label="成员收入合计", cites=CITES)

counted_income_at_most = choose(
    "counted_income_at_most", member, by="is_counted_member", cases={True: "member_income_at_most", False: 0},
    label="计入家庭的个人收入（未扣减）", cites="minfa-2021-57#12",
)  # fmt: skip
members_income_at_most = total(
    "members_income_at_most", household, of="counted_income_at_most", label="成员收入合计（未扣减）",
    cites="minfa-2021-57#12",
)  # fmt: skip


@rule(
    household, "家庭全年收入", cites=("minfa-2021-57#12", "minfa-2021-57#13"),
    shows="{members_income} − {illness_deductions}",
)  # fmt: skip
def family_income(members_income: FenYear, illness_deductions: FenYear) -> FenYear:
    """Everybody's income less what is let off, never below nothing."""
    return max(0, members_income - illness_deductions)


@rule(
    household,
    "家庭全年收入",
    name="family_income",
    cites=("guoling-271#2", "minfa-2012-220#7"),
    until="2021-07-01",
    shows="{members_income}",
)
def family_income_1999(members_income: FenYear) -> FenYear:
    """Everybody's income, never below nothing; before 2021 no national text let anything off."""
    return max(0, members_income)


@rule(household, "家庭全年收入（未作任何扣减）", cites="minfa-2021-57#12", shows="{members_income_at_most}")
def family_income_at_most(members_income_at_most: FenYear) -> FenYear:
    """The most that the family's income can be."""
    return max(0, members_income_at_most)


@rule(
    household,
    "家庭人均年收入",
    cites=("guoling-271#2", "minfa-2012-220#4", "guoling-649#9"),
    shows="{family_income} ÷ {counted_members} 人",
)
def income_per_capita(family_income: FenYear, counted_members: Count) -> FenYear:
    """Income for each head, whole fen, the rest dropped.

    Dropping it makes the comparison with a standard in whole fen exact: a/n < s if and only if floor(a/n) < s.
    """
    return rounded(family_income, counted_members, Rounding.DOWN_TO_FEN)
