"""Computes a chunk: by the compiled kernel where there is one, else household by household as `assess` does."""

# pyright: basic
# numpy and Numba tell no types.

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from doudi.policy.assessment import Assessment, Outcome, Status, determine
from doudi.policy.batch.chunk import BITS, MISSING, OTHERS, Chunk, Found, Outcomes, bits_of, causes_of
from doudi.policy.batch.work import ELIGIBLE, INELIGIBLE, UNDETERMINED, Work
from doudi.policy.household import Household, Person, Supporter
from doudi.policy.snapshot import LawSnapshot
from doudi.policy.unknown import Cause
from doudi.policy.values import day_number

NUMBERS = {Status.ELIGIBLE: ELIGIBLE, Status.INELIGIBLE: INELIGIBLE, Status.UNDETERMINED: UNDETERMINED}


@dataclass
class Computer:
    """Programmes at any place on one day, ready for chunks; safe to be used by several threads at once."""

    snapshot: LawSnapshot
    work: Work
    on: date
    only: frozenset[str] | None
    compiled: Callable[..., None] | None

    @classmethod
    def of(
        cls,
        snapshot: LawSnapshot,
        work: Work,
        *,
        on: date,
        only: frozenset[str] | None,
        compiling: Callable[[Work], Callable[..., None]] | None,
    ) -> Computer:
        """Make ready; `compiling` makes the kernel, without it every household is assessed by itself."""
        return cls(snapshot, work, on, only, compiling(work) if compiling else None)

    def compute(self, chunk: Chunk, told: Callable[[int], object] = lambda _: None) -> Found:
        """Determine every household of a chunk; where each is done by itself, `told` hears how many are."""
        found = Found.empty(self.work, chunk, causes_of(self.work, chunk))
        if self.compiled is None:
            for index in range(len(chunk)):
                Filling(self, chunk, found, index).fill()
                told(index + 1)
            return found
        self.run(chunk, found, 0)
        self.tell_others(chunk, found)
        return found

    def run(self, chunk: Chunk, found: Found, layer: int) -> None:
        """Run the kernel once; the causes of other passes share a bit."""
        own, person = found.own, found.members
        self.compiled(  # pyright: ignore[reportOptionalCall] asked before
            day_number(self.on), chunk.place, chunk.members, chunk.supporters, chunk.listed,
            *chunk.columns, chunk.values, bits_of(self.work, found.causes, layer),
            own.outcomes, own.reasons, own.waits, own.amounts, own.carried,
            person.outcomes, person.reasons, person.waits, person.amounts, person.carried,
        )  # fmt: skip

    def tell_others(self, chunk: Chunk, found: Found) -> None:
        """Run again for the households that wait for causes of further passes, until all are told."""
        owner = np.repeat(np.arange(len(chunk)), np.diff(chunk.members))
        households, of_member, part, before = np.arange(len(chunk)), np.arange(len(owner)), chunk, found
        for layer in range(1, found.layers):
            concerned = _others(before.own)
            concerned[owner[_others(before.members)]] = True
            which = np.flatnonzero(concerned)
            if not len(which):
                return
            households, of_member = households[which], of_member[concerned[owner]]
            part = part.taken(which)
            owner = np.repeat(np.arange(len(part)), np.diff(part.members))
            before = Found.empty(self.work, part, found.causes)
            self.run(part, before, layer)
            found.own.later.append((households, before.own.waits))
            found.members.later.append((of_member, before.members.waits))

    def assessment(self, chunk: Chunk, index: int) -> Assessment:
        """Determine one household as `assess` does, with its full record."""
        read = household_of(self.work, chunk, index)
        place = chunk.places[int(chunk.place[index])]
        return determine(self.snapshot, read, place=place, on=self.on, only=self.only, before=read.before)


def _others(found: Outcomes) -> Any:
    """Say who waits for something of a pass to come."""
    return (found.waits & OTHERS).any(axis=0) if len(found.waits) else np.zeros(found.waits.shape[-1], bool)


@dataclass
class Filling:
    """Puts what CPython determined of one household into columns."""

    computer: Computer
    chunk: Chunk
    found: Found
    index: int

    def fill(self) -> None:
        """Determine the household and put it there."""
        work, start = self.computer.work, int(self.chunk.members[self.index])
        done = self.computer.assessment(self.chunk, self.index)
        programmes = [[each.id for each in work.programmes_of(depth)] for depth in (0, 1)]
        for outcome in done.outcomes:
            depth = len(outcome.path)
            row = start + outcome.path[0] if depth else self.index
            into = self.found.members if depth else self.found.own
            self.put(into, depth, programmes[depth].index(outcome.programme.id), row, outcome)
        carried = done.carried()
        for depth, into in ((0, self.found.own), (1, self.found.members)):
            for number, (state, _) in enumerate(work.carried(depth)):
                owners = [None] if depth == 0 else [person.id for person in done.household.members]
                for place, owner in enumerate(owners):
                    value = carried[state.name, owner]
                    row = start + place if depth else self.index
                    into.carried[number, row] = value if isinstance(value, int) else MISSING
        self.tell(done, start)

    def tell(self, done: Assessment, start: int) -> None:
        """Put what is told beside the outcomes of the household and of its members."""
        for depth, into in ((0, self.found.own), (1, self.found.members)):
            first = len(self.computer.work.states[depth])
            paths = [()] if depth == 0 else [(index,) for index in range(len(done.household.members))]
            for number, name in enumerate(self.computer.work.told[depth], start=first):
                for place, path in enumerate(paths):
                    value = done.value(name.name, path)
                    row = start + place if depth else self.index
                    into.carried[number, row] = value if isinstance(value, int) else MISSING

    def put(self, into: Outcomes, depth: int, number: int, row: int, outcome: Outcome) -> None:
        """Put one outcome into its columns."""
        into.outcomes[number, row] = NUMBERS[outcome.status]
        if outcome.failed:
            into.reasons[number, row] = outcome.programme.conditions.index(outcome.failed[0]) + 1
        for cause in outcome.waits_for:
            self.wait(into, number, row, self.computer.work.causes.index(code(cause)))
        for place, (programme, name) in enumerate(self.computer.work.amounts_of(depth)):
            if programme.id == outcome.programme.id:
                amount = outcome.amount if name == programme.amount else outcome.per_person
                into.amounts[place, row] = MISSING if amount is None else amount

    def wait(self, into: Outcomes, number: int, row: int, cause: int) -> None:
        """Note one cause by the bit that it has in its pass."""
        layer, bit = divmod(int(np.flatnonzero(self.found.causes == cause)[0]), BITS)
        while len(into.later) < layer:
            into.later.append((np.arange(into.waits.shape[1]), np.zeros_like(into.waits)))
        waits = into.later[layer - 1][1] if layer else into.waits
        waits[number, row] |= np.uint64(1) << np.uint64(bit)


def code(cause: Cause) -> str:
    """Name what is waited for, whosever it is; of a branch, the choice that has none for what was chosen."""
    return cause.name.partition("=")[0] if cause.kind == "branch" else cause.name


def household_of(work: Work, chunk: Chunk, index: int) -> Household:
    """Return a household of a chunk as the reader of household files has it."""
    start, end = int(chunk.members[index]), int(chunk.members[index + 1])
    before: dict[tuple[str, str | None], Any] = {}
    own = _facts(work, chunk, 0, index)
    before |= {(name, None): value for name, value in _states(work, chunk, 0, index)}
    members: list[Person] = []
    for row in range(start, end):
        supporters = range(int(chunk.supporters[row]), int(chunk.supporters[row + 1]))
        listed = [
            Supporter(f"第 {number + 1} 位义务人", _facts(work, chunk, 2, at)) for number, at in enumerate(supporters)
        ]
        person = Person(
            chunk.persons[row].as_py(), f"成员{row - start + 1}", _facts(work, chunk, 1, row),
            listed if chunk.listed[row] else None,
        )  # fmt: skip
        members.append(person)
        before |= {(name, person.id): value for name, value in _states(work, chunk, 1, row)}
    return Household(own, members, {}, before)


def _facts(work: Work, chunk: Chunk, depth: int, row: int) -> dict[str, int]:
    column = chunk.columns[depth][:, row].tolist()
    missing = int(MISSING)
    return {name.name: column[number] for number, name in enumerate(work.facts[depth]) if column[number] != missing}


def _states(work: Work, chunk: Chunk, depth: int, row: int) -> list[tuple[str, int]]:
    first = len(work.facts[depth])
    return [
        (name.name, int(chunk.columns[depth][first + number, row])) for number, name in enumerate(work.states[depth])
    ]
