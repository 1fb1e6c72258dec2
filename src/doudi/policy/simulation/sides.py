"""Both laws made ready for the same chunks: one kernel where they differ in figures alone, else one each."""

# pyright: basic
# numpy tells little of what is in its arrays.

from __future__ import annotations

from collections.abc import Callable
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

    def compute(self, chunk: Chunk, other: Chunk) -> tuple[Found, Found]:
        """Determine the households of a chunk under both laws; under the second only where its figures differ."""
        found = self.before.computer.compute(chunk)
        if not self.is_one_plan:
            return found, self.after.computer.compute(other)
        differs = (chunk.values != other.values).any(axis=1)
        if differs.all():
            return found, self.after.computer.compute(other)
        which = np.flatnonzero(differs[chunk.place])
        if len(which) == 0:
            return found, found
        return found, _laid_over(self.after.work, other, found, which, self.after.computer.compute(other.taken(which)))

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


def _laid_over(work: Work, chunk: Chunk, found: Found, which: Any, again: Found) -> Found:
    """Return what came of a chunk with that of some households replaced."""
    new = Found.empty(work, chunk)
    members = np.isin(np.repeat(np.arange(len(chunk)), np.diff(chunk.members)), which)
    for mine, old, fresh, at in (
        (new.own, found.own, again.own, which), (new.members, found.members, again.members, np.flatnonzero(members)),
    ):  # fmt: skip
        for name in ("outcomes", "reasons", "waits", "amounts", "carried"):
            into = getattr(mine, name)
            into[...] = getattr(old, name)
            into[..., at] = getattr(fresh, name)
    return new
