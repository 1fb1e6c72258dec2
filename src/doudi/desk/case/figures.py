"""人均月收入 and 标准: the two figures a decision turns on, as the record of a determination has them, a month.

The record counts them a year; twelfths are only shown, never reckoned with, and one that is not whole says 约.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from doudi.determination.models import Determination, Result
from doudi.determination.queries import figures_of, outcome_by_keys
from doudi.entitlements.models import ComponentKind
from doudi.faces.fields import in_chinese
from doudi.flows.decide import parts_of
from doudi.kernel.amount_words import words
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


def measured(outcome: Mapping[str, Any]) -> Measured | None:
    """Return the income and the standard of an outcome, None where its record counts no income."""
    found = figures_of(outcome, {*INCOMES, *STANDARDS})
    income = next((name for name in INCOMES if name in found), None)
    if income is None:
        return None
    standard = next((_monthly(found[name]) for name in STANDARDS if name in found), "")
    return Measured(INCOMES[income], _monthly(found[income]), standard)


def computed(determination: Determination) -> list[str]:
    """Say what an opinion rests on, for who gives it and who decides: income against standard, amount and its parts."""
    told = [f"{in_chinese(determination.on)}测算：{Result(determination.status).label}。"]
    if figures := measured(outcome_by_keys(determination)):
        told.append(f"{figures.label} {figures.said}。")
    amount = determination.amount_fen
    if amount is None:
        return told
    return [*told, f"月救助金额 {show_yuan(amount)}（{words(amount)}）{_parts(determination)}。"]


def _parts(determination: Determination) -> str:
    """Name the parts of an amount that has several: basic living, care."""
    parts = [f"{ComponentKind(part.kind).label} {show_yuan(part.amount_fen)}" for part in parts_of(determination)]
    return f"：{'，'.join(parts)}" if len(parts) > 1 else ""


def _monthly(fen: int) -> str:
    """Say the twelfth of a sum of a year, to the nearest fen."""
    whole, rest = divmod(fen, MONTHS)
    return f"约 {show_yuan(whole + (rest * 2 >= MONTHS))}" if rest else show_yuan(whole)
