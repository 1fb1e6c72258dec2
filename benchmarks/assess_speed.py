"""How long one household takes, from JSON text to JSON text with the full explanation.

doudi computes every programme of the day (dibao, dibao of single persons, tekun) with citations, formulas in words,
origins and provenance; OpenFisca computes dibao and serialises its trace. Each side is given fifty different families
of the same size, all of them eligible, with several kinds of income, so that nothing is warm but the law; for a
household of three, one and the same as well, as somebody meets it who changes a figure and asks again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from households import KINDS, Family, document, families, situation
from laws import DAY, HEZE, MONTH, PLACE
from openfisca_peer import model
from timing import Timing, in_turn, ratios

from doudi.determination.services.assess import assess
from doudi.policy.report import as_text
from doudi.policy.snapshot import LawSnapshot

SIZES = (3, 1, 8)
FAMILIES = 50
ROUNDS = 7
SEED = 7
INCOMES = ("wage", "business_income", "property_income", *KINDS)
FEWEST_KINDS = 3
FEN = 100
TOLERANCE = 1
"""One fen: what single precision may take from the peer; see agreement.py."""


@dataclass(frozen=True)
class Side:
    """The two texts of each family, and what is given them."""

    snapshot: LawSnapshot
    peer: Any
    ours: list[str]
    theirs: list[str]

    def doudi(self, number: int) -> str:
        """Assess by doudi: JSON text in, JSON text out."""
        found = assess(document=json.loads(self.ours[number]), place=PLACE, on=DAY, snapshot=self.snapshot)
        return as_text(found)

    def openfisca(self, number: int) -> str:
        """Assess by OpenFisca: JSON text in, JSON text out."""
        return model.assess(self.peer, self.theirs[number])

    def require_agreement(self) -> None:
        """Stop unless both sides say the same of every family."""
        for number in range(len(self.ours)):
            outcomes = json.loads(self.doudi(number))["outcomes"]
            told = next(each for each in outcomes if each["programme"] == "dibao")
            found = model.outcome(self.openfisca(number), MONTH)
            same = (told["status"] == "eligible") == found["is_eligible"]
            if not same or abs(told["amount_fen"] - round(found["dibao_amount"] * FEN)) > TOLERANCE:
                raise AssertionError(f"the two sides disagree on family {number}: {told['amount']}, {found}")


def side(members: int, different: int) -> Side:
    """Make the texts of fifty eligible families of a size, `different` of them different."""
    snapshot, peer = HEZE.snapshot(), model.system(HEZE.openfisca)
    chosen = list(islice(_eligible(snapshot, members), different)) * (FAMILIES // different)
    return Side(
        snapshot,
        peer,
        [json.dumps(document(family), ensure_ascii=False) for family in chosen],
        [json.dumps(situation(family, MONTH, model.ASKED, model.ASKED_OF_EACH)) for family in chosen],
    )


def _eligible(snapshot: LawSnapshot, members: int) -> Any:
    for family in families(FAMILIES * 100, SEED, members):
        outcome = assess(document=document(family), place=PLACE, on=DAY, snapshot=snapshot).outcome("dibao")
        if outcome is not None and outcome.amount and _kinds(family) >= min(FEWEST_KINDS, members + 1):
            yield family


def _kinds(family: Family) -> int:
    return len({name for person in family.persons for name in person.facts if name in INCOMES})


def split(made: Side) -> dict[str, Callable[[int], object]]:
    """Take one assessment by doudi apart: reading, computing, explaining and writing, and what objects cost instead."""
    law, reader = made.snapshot.law(PLACE, DAY), made.snapshot.reader
    documents = [json.loads(text) for text in made.ours]
    households = [reader.read(each, DAY) for each in documents]
    assessed = [assess(document=each, place=PLACE, on=DAY, snapshot=made.snapshot) for each in documents]
    day = DAY.year * 10_000 + DAY.month * 100 + DAY.day
    texts = [as_text(each) for each in assessed]
    return {
        "reading the household": lambda number: reader.read(json.loads(made.ours[number]), DAY),
        "computing every rule": lambda number: law.computation.run(law.values, households[number], day),
        "explaining, as JSON text": lambda number: as_text(assessed[number]),
        "(parsing that text into objects, where a page wants them)": lambda number: json.loads(texts[number]),
    }


def measure() -> list[str]:
    """Measure each size; return the lines of the tables."""
    lines = [
        "| household of | OpenFisca, median | p95 | doudi, median | p95 | ratio, medians | p95 | JSON out | doudi's |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    parts: list[str] = []
    for members, different in ((SIZES[0], 1), *((size, FAMILIES) for size in SIZES)):
        made = side(members, different)
        made.require_agreement()
        timed = in_turn({"peer": made.openfisca, "ours": made.doudi}, inputs=FAMILIES, rounds=ROUNDS)
        which = "the same one" if different == 1 else f"{different} different"
        lines.append(f"| {members}, {which} | {_row(timed['peer'], timed['ours'])} | {_sizes(made)} |")
        parts = parts or _parts(made)
    return [*lines, "", *parts]


def _row(peer: Timing, ours: Timing) -> str:
    median, p95 = ratios(slower=peer, faster=ours)
    times = " | ".join(_ms(each) for each in (peer.median, peer.p95, ours.median, ours.p95))
    return f"{times} | **{median:.1f} : 1** | {p95:.1f} : 1"


def _sizes(made: Side) -> str:
    numbers = range(FAMILIES)
    theirs = sum(len(made.openfisca(number).encode()) for number in numbers) // FAMILIES
    ours = sum(len(made.doudi(number).encode()) for number in numbers) // FAMILIES
    return f"{theirs / 1000:.0f} KB | {ours / 1000:.0f} KB"


def _parts(made: Side) -> list[str]:
    timed = in_turn(split(made), inputs=FAMILIES, rounds=ROUNDS)
    rows = [f"| {name} | {_ms(each.median)} | {_ms(each.p95)} |" for name, each in timed.items()]
    return [f"| doudi, household of {SIZES[0]}, the same one | median | p95 |", "|---|---|---|", *rows]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


if __name__ == "__main__":
    print("\n".join(measure()))
