"""人均月收入 and 标准: the two figures a decision turns on, as the record of a determination has them, a month.

The record counts them a year; twelfths are only shown, never reckoned with, and one that is not whole says 约.
"""

from __future__ import annotations

from dataclasses import dataclass

from doudi.determination.models import Determination
from doudi.determination.queries import figures_of
from doudi.kernel.money import show_yuan

MONTHS = 12
INCOMES = {"member_income": "本人月收入", "tekun_income": "本人月收入", "income_per_capita": "人均月收入"}
STANDARDS = {"dibao_standard": "低保标准"}
"""Names of rules and parameters; of the incomes a record has, the first one counts."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured against what; the standard is empty where the record has none."""

    label: str
    income: str
    standard: str

    @property
    def said(self) -> str:
        """Say both."""
        return f"{self.income}（{STANDARDS['dibao_standard']} {self.standard}）" if self.standard else self.income


def measured(determination: Determination) -> Measured | None:
    """Return the income and the standard of a determination, None where its record counts no income."""
    found = figures_of(determination, {*INCOMES, *STANDARDS})
    income = next((name for name in INCOMES if name in found), None)
    if income is None:
        return None
    standard = next((_monthly(found[name]) for name in STANDARDS if name in found), "")
    return Measured(INCOMES[income], _monthly(found[income]), standard)


def _monthly(fen: int) -> str:
    """Say the twelfth of a sum of a year, to the nearest fen."""
    whole, rest = divmod(fen, MONTHS)
    return f"约 {show_yuan(whole + (rest * 2 >= MONTHS))}" if rest else show_yuan(whole)
