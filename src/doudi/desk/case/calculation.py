"""测算依据: the newest determination, what it rests on, and how it came about."""

from __future__ import annotations

from typing import Any

from doudi.accounts.roles import Act
from doudi.casework.steps import AFTER_OPINION, ENDED, Step
from doudi.desk.case.opened import Opened
from doudi.determination.models import Determination, Purpose, Result
from doudi.determination.queries import difference_for_people
from doudi.faces import explanation
from doudi.faces.badges import Badge
from doudi.faces.fields import in_chinese
from doudi.faces.reasons import shortest_first, what_would_turn
from doudi.kernel.amount_words import words
from doudi.kernel.money import show_yuan

TONES = {Result.ELIGIBLE: "ok", Result.UNDETERMINED: "warn", Result.INELIGIBLE: "bad"}
ICONS = {Result.ELIGIBLE: "check", Result.UNDETERMINED: "question-mark", Result.INELIGIBLE: "x"}
EVALUATES = (Act.INVESTIGATE, Act.GIVE_OPINION, Act.REVIEW, Act.CONFIRM)


def calculation(found: Opened, *, full: bool, compare: str = "") -> dict[str, Any]:
    """Return what the tab shows; `full` lists every row, `compare` is the key of an earlier one to compare with."""
    may = not found.somebody.acts.isdisjoint(EVALUATES) and (found.case.step not in ENDED or found.is_granted)
    newest, outcome = found.determination, found.outcome
    if newest is None or outcome is None:
        return {"determination": None, "may_evaluate": may}
    whole = outcome["explanation"]
    amount = newest.amount_fen
    return {
        "determination": newest, "may_evaluate": may, "outcome": outcome, "state": status_badge(newest),
        "amount": show_yuan(amount) if amount is not None else "",
        "amount_words": words(amount) if amount is not None else "",
        "tree": whole if full else explanation.concise(whole), "full": full, "on": in_chinese(newest.on),
        "law": newest.law.digest[:12], "earlier": _earlier(found), "difference": _difference(found, newest, compare),
        "purpose": Purpose(newest.purpose).label, "reasons": shortest_first(outcome),
        "turns": what_would_turn(outcome),
    }  # fmt: skip


def status_badge(determination: Determination) -> Badge:
    """Say the outcome."""
    result = Result(determination.status)
    return Badge(TONES[result], result.label, ICONS[result])


def _earlier(found: Opened) -> list[tuple[int, str]]:
    """Say what was determined before, each with its key, so that before and after can be compared."""
    return [(row.pk, _line(row)) for row in found.determinations[1:]]


def _difference(found: Opened, newest: Determination, compare: str) -> dict[str, Any] | None:
    """Return what moved the outcome since the earlier determination that was asked for; None where none was."""
    earlier = next((row for row in found.determinations[1:] if f"{row.pk}" == compare), None)
    return None if earlier is None else difference_for_people(earlier, newest, found.members)


def _line(row: Determination) -> str:
    amount = f"，{show_yuan(row.amount_fen)} / 月" if row.amount_fen is not None else ""
    return f"{in_chinese(row.on)} {Purpose(row.purpose).label}：{Result(row.status).label}{amount}"


def purpose_now(found: Opened) -> Purpose:
    """Say what a new determination would be for: to try, for the opinion, or for the decision."""
    if found.step in AFTER_OPINION:
        return Purpose.DECISION
    return Purpose.OPINION if found.step == Step.OPINION or found.is_granted else Purpose.PROVISIONAL
