"""Whether the two models say the same of 2,000 random households, and why not where they do not.

A difference is explained when the peer, with amounts kept in double precision, agrees with doudi to the fen. One that
is not explained ends the run. The last thing compared is the margin of dibao, wherever anybody counts.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from households import Family, document, families, situation
from laws import DAY, LAWS, MONTH, PLACE, Law
from many import Ours, columned, differing, openfisca
from openfisca_peer import model

from doudi.determination.services.assess import assess

FAMILIES_A_LAW, FAMILIES_AT_ONCE = 1_000, 100_000
SEED = 20240301
FEN = 100

Outcome = tuple[bool, int, bool]


@dataclass
class Compared:
    """What came of one law: how many families, of what kinds, and every difference with both outcomes."""

    law: Law
    kinds: Counter[str] = field(default_factory=Counter[str])
    explained: list[tuple[int, Outcome, Outcome]] = field(default_factory=list[tuple[int, Outcome, Outcome]])
    unexplained: list[tuple[int, Outcome, Outcome]] = field(default_factory=list[tuple[int, Outcome, Outcome]])


def compare(law: Law, count: int) -> Compared:
    """Compare the two models on `count` random families under a law."""
    snapshot, single, double = law.snapshot(), model.system(law.openfisca), model.system(law.openfisca, double=True)
    found = Compared(law)
    for number, family in enumerate(families(count, SEED)):
        ours, theirs = _doudi(snapshot, family), _openfisca(single, family)
        found.kinds["eligible" if ours[0] else "on the margin" if ours[2] else "neither"] += 1
        if ours != theirs:
            explained = ours == _openfisca(double, family)
            (found.explained if explained else found.unexplained).append((number, ours, theirs))
    return found


def _doudi(snapshot: Any, family: Family) -> Outcome:
    found = assess(document=document(family), place=PLACE, on=DAY, snapshot=snapshot)
    outcome = found.outcome("dibao")
    if outcome is None or outcome.waits_for:
        raise AssertionError(f"a family of which everything is told must have an outcome: {family}")
    is_margin = bool(found.value("is_margin_household")) and bool(found.value("counted_members"))
    return outcome.status.value == "eligible", outcome.amount or 0, is_margin


def _openfisca(built: Any, family: Family) -> Outcome:
    text = model.assess(built, json.dumps(situation(family, MONTH, model.ASKED)))
    found = model.outcome(text, MONTH)
    is_margin = found["is_margin_household"] and found["counted_members"] > 0
    return found["is_eligible"], round(found["dibao_amount"] * FEN), is_margin


def measure() -> list[str]:
    """Compare under each law; return the lines of the table, or end with what is not explained."""
    lines = [
        "| law | households | eligible / margin / neither | differ | all by single precision: |",
        "|---|---|---|---|---|",
    ]
    for law in LAWS:
        found = compare(law, FAMILIES_A_LAW)
        if found.unexplained:
            sys.exit(f"{law.name}: not explained: {found.unexplained[:5]}")
        kinds = " / ".join(str(found.kinds[kind]) for kind in ("eligible", "on the margin", "neither"))
        lines.append(f"| {law.name} | {FAMILIES_A_LAW} | {kinds} | {len(found.explained)} | {_reasons(found)} |")
    return [*lines, "", *_many()]


def _many() -> list[str]:
    """Compare dibao and tekun of many households at once; return the lines of the table, or end as above."""
    given = columned(FAMILIES_AT_ONCE)
    lines = ["| law, all at once | households | persons | asked | granted | differ, all by single precision |"]
    lines.append("|---|---|---|---|---|---|")
    for law in LAWS:
        ours = Ours(law, given).found()
        differs = differing(ours, openfisca(law, given)[0])
        unexplained = differing(ours, openfisca(law, given, double=True)[0])
        for asked, rows in differs.items():
            if len(unexplained[asked]):
                sys.exit(f"{law.name}, {asked}: not explained: {unexplained[asked][:5]}")
            granted = int((ours[asked] > 0).sum())
            told = f"{len(given.table)} | {len(given.owner)} | {asked} | {granted} | {len(rows)}"
            lines.append(f"| {law.name} | {told} |")
    return lines


def _reasons(found: Compared) -> str:
    """Say what single precision changed: the outcome at the very line, or the amount by so much."""
    reasons: Counter[str] = Counter()
    for _, ours, theirs in found.explained:
        if ours[0] != theirs[0]:
            reasons["outcome, for an income at the line to the fen"] += 1
        elif ours[2] != theirs[2]:
            reasons["margin, at the line to the fen"] += 1
        else:
            reasons[f"amount, by {abs(ours[1] - theirs[1]) / FEN:.2f} yuan"] += 1
    return "; ".join(f"{count} × {reason}" for reason, count in reasons.most_common()) or "none"


if __name__ == "__main__":
    print("\n".join(measure()))
