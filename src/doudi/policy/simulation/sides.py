"""Both laws made ready for the same chunks: one kernel where they differ in figures alone, else one each."""

# pyright: basic
# numpy tells little of what is in its arrays.

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

import numpy as np

from doudi.kernel.divisions import NATION
from doudi.policy.affected import after_law
from doudi.policy.batch.chunk import Chunk, Found
from doudi.policy.batch.chunking import Chunking
from doudi.policy.batch.columns import Columns
from doudi.policy.batch.computing import Computer
from doudi.policy.batch.work import Work
from doudi.policy.programmes import Programme
from doudi.policy.simulation.measures import Measures
from doudi.policy.snapshot import Law, LawSnapshot

Compiling = Callable[[Work], Callable[..., None]] | None
Wrong = list[tuple[int, str, str, str]]


@dataclass(frozen=True)
class Side:
    """One law, ready for chunks."""

    snapshot: LawSnapshot
    work: Work
    chunking: Chunking
    computer: Computer


@dataclass(frozen=True)
class Sides:
    """The law as it is and the law as it would be; `is_one_plan` where only figures differ."""

    before: Side
    after: Side
    is_one_plan: bool

    @classmethod
    def of(
        cls, before: LawSnapshot, after: LawSnapshot, on: date, only: frozenset[str], measures: Measures,
        compiling: Compiling,
    ) -> Self:  # fmt: skip
        """Plan both laws; the kernel is made once where it can be. Raises NoLawYet, PlanRefused."""
        first = _side(before, before.law(NATION, on, only), on, only, measures, compiling)
        planned = after_law(before, after, on, only)
        if _is_alike(first, planned, before, after, on):
            chunking = Chunking(after, first.work, first.chunking.columns, on, only)
            return cls(
                first, Side(after, first.work, chunking, replace(first.computer, snapshot=after)), is_one_plan=True
            )
        return cls(first, _side(after, planned, on, only, measures, compiling), is_one_plan=False)

    def chunks(self, table: Any, first_row: int) -> tuple[Chunk, Chunk, Wrong]:
        """Return the sound households of a table with the figures of each law, and what is wrong with the others."""
        chunk, wrong = self.before.chunking.chunk(table, first_row)
        laws = [self.after.snapshot.law(place, self.on, self.only) for place in chunk.places] if len(chunk) else []
        if self.is_one_plan:
            values = self.after.chunking.parameters(laws) if laws else chunk.values
            return chunk, replace(chunk, values=values), wrong
        other, also = self.after.chunking.chunk(table, first_row) if laws else (chunk, [])
        both = np.intersect1d(chunk.rows, other.rows)
        one, two = (each.taken(np.flatnonzero(np.isin(each.rows, both))) for each in (chunk, other))
        return one, two, sorted({*wrong, *also})

    def determined(self, chunk: Chunk, other: Chunk) -> Iterator[tuple[Chunk, Found, Chunk, Found]]:
        """Determine the households of a chunk under both laws, those of places where nothing differs once."""
        if not self.is_one_plan:
            yield chunk, self.before.computer.compute(chunk), other, self.after.computer.compute(other)
            return
        differs = (chunk.values != other.values).any(axis=1)[chunk.place]
        for which, is_changed in ((~differs, False), (differs, True)):
            if which.all():
                mine, new = chunk, other
            elif which.any():
                mine, new = (each.taken(np.flatnonzero(which)) for each in (chunk, other))
            else:
                continue
            found = self.before.computer.compute(mine)
            yield mine, found, new, self.after.computer.compute(new) if is_changed else found

    @property
    def on(self) -> date:
        """The day of the law."""
        return self.before.computer.on

    @property
    def only(self) -> frozenset[str] | None:
        """The programmes computed."""
        return self.before.computer.only

    def programmes(self) -> list[tuple[Programme, Programme | None, Programme | None]]:
        """List the programmes: each as it is shown, as it is, as it would be."""
        one, two = ({each.id: each for each in side.work.programmes} for side in (self.before, self.after))
        return [(two.get(key) or one[key], one.get(key), two.get(key)) for key in {**one, **two}]


def _side(
    snapshot: LawSnapshot, law: Law, on: date, only: frozenset[str], measures: Measures, compiling: Compiling
) -> Side:
    truths = [each.persons for each in law.programmes if each.persons is not None]
    work = Work.of(law, tuple(dict.fromkeys((*measures.told(), *truths))))
    chunking = Chunking(snapshot, work, Columns.of(snapshot.packs.facts), on, only)
    return Side(snapshot, work, chunking, Computer.of(snapshot, work, on=on, only=only, compiling=compiling))


def _is_alike(first: Side, planned: Law, before: LawSnapshot, after: LawSnapshot, on: date) -> bool:
    """Whether two laws have the same programmes and rules, wherever they are written."""
    one, two = ([replace(each, file="", line=0) for each in law] for law in (first.work.programmes, planned.programmes))
    return one == two and before.rules(on) == after.rules(on)
