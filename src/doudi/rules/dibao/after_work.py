"""What goes on after income rises: the quarter after a start-up, and gradual withdrawal 渐退. Both look back a month.

What is kept is what the family had in its last month of need, by head: if a member has died since, the kept amount
falls with the number of members; a newcomer does not raise it.
"""

from __future__ import annotations

from doudi.policy.arithmetic import Rounding, rounded, share
from doudi.policy.entities import household
from doudi.policy.rules import any_of, choose, either, every, negation, rule, state
from doudi.policy.types import BasisPoints, Count, FenMonth, Months

WITHDRAWAL, STARTUP = "minfa-2021-57#33", "guoling-649#42"

was_on_dibao = state(
    "was_on_dibao", household, of="is_on_dibao", start=0, label="上个月享受低保", cites="guoling-649#13"
)
kept_base_before = state(
    "kept_base_before", household, of="kept_base", start=0, label="困难时最后一个月的低保金", cites="guoling-649#13"
)
kept_members_before = state(
    "kept_members_before", household, of="kept_members", start=0, label="当时计入的人数", cites="guoling-649#13"
)
kept_base = choose(
    "kept_base", household, by="is_in_need", cases={False: "kept_base_before", True: "full_base"},
    label="可以保留的低保金", cites="guoling-649#13",
)  # fmt: skip
kept_members = choose(
    "kept_members", household, by="is_in_need", cases={False: "kept_members_before", True: "counted_members"},
    label="保留低保金对应的人数", cites="guoling-649#13",
)  # fmt: skip


@rule(household, "当地有首次创业保留低保的规定", cites="guoling-649#42", shows="{dibao_startup_months}")
def grants_startup_months(dibao_startup_months: Months) -> bool:
    """Whether the place lets a family that starts a business keep dibao for a while."""
    return dibao_startup_months > 0


@rule(household, "登记未满规定月数", cites="guoling-649#42", shows="{months_since_startup} < {dibao_startup_months}")
def is_within_startup_months(months_since_startup: Months, dibao_startup_months: Months) -> bool:
    """Counted from the registration of the business, for a family's first."""
    return months_since_startup < dibao_startup_months


has_recognised_member = any_of(
    "has_recognised_member", household, of="holds_job_hardship", label="家里有人已认定为就业困难人员", cites=STARTUP
)
is_for_any_startup = negation(
    "is_for_any_startup",
    household,
    of="dibao_startup_recognised",
    label="当地不要求先认定为就业困难人员",
    cites=STARTUP,
)
is_startup_family = either(
    "is_startup_family", household, ("is_for_any_startup", "has_recognised_member"),
    label="可以享受首次创业保留低保的家庭", cites=STARTUP,
)  # fmt: skip
is_in_startup_quarter = every(
    "is_in_startup_quarter", household,
    (
        "was_on_dibao", "is_no_longer_in_need", "grants_startup_months", "started_business",
        "is_within_startup_months", "is_startup_family",
    ),
    label="首次创业继续享受", cites="guoling-649#42",
)  # fmt: skip


@rule(
    household, "创业期内保留的低保金", cites="guoling-649#42",
    shows="{kept_base_before} ÷ {kept_members_before} 人 × {counted_members} 人",
)  # fmt: skip
def startup_base(
    kept_base_before: FenMonth, kept_members_before: Count, counted_members: Count, dibao_gap_rounding: Rounding
) -> FenMonth:
    """All of what the family had, by head."""
    return rounded(
        kept_base_before * min(counted_members, kept_members_before), kept_members_before, dibao_gap_rounding
    )


withdrawal_months_before = state(
    "withdrawal_months_before", household, of="withdrawal_months", start=0, label="已经渐退的月数", cites=WITHDRAWAL
)


@rule(household, "渐退期未满", cites=WITHDRAWAL, shows="{withdrawal_months_before} < {dibao_withdrawal_months}")
def has_withdrawal_left(withdrawal_months_before: Months, dibao_withdrawal_months: Months) -> bool:
    """Fewer months used than the place, or since 2022 the nation, gives."""
    return withdrawal_months_before < dibao_withdrawal_months


is_in_withdrawal = every(
    "is_in_withdrawal", household,
    ("was_on_dibao", "is_no_longer_in_need", "rose_through_work", "has_withdrawal_left"),
    label="处于渐退期", cites=WITHDRAWAL,
)  # fmt: skip


@rule(household, "渐退月数（含本月）", cites=WITHDRAWAL, shows="{withdrawal_months_before} + 1")
def next_withdrawal_month(withdrawal_months_before: Months) -> Months:
    """One more month used."""
    return withdrawal_months_before + 1


withdrawal_months = choose(
    "withdrawal_months", household, by="is_in_withdrawal", cases={True: "next_withdrawal_month", False: 0},
    label="渐退月数", cites=WITHDRAWAL,
)  # fmt: skip


@rule(
    household, "渐退期低保金", cites=WITHDRAWAL,
    shows="{kept_base_before} ÷ {kept_members_before} 人 × {counted_members} 人 × {dibao_withdrawal_share}",
)  # fmt: skip
def withdrawal_base(
    kept_base_before: FenMonth, kept_members_before: Count, counted_members: Count,
    dibao_withdrawal_share: BasisPoints, dibao_gap_rounding: Rounding,
) -> FenMonth:  # fmt: skip
    """A share of what the family had in need. Art. 33 gives the time and not the amount: the share is the place's."""
    kept = share(kept_base_before * min(counted_members, kept_members_before), dibao_withdrawal_share)
    return rounded(kept, kept_members_before, dibao_gap_rounding)
