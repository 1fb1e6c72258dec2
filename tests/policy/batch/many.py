"""Random households of a law, in columns, and what each engine makes of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pyarrow as pa

from doudi.policy.batch.chunking import Chunking
from doudi.policy.batch.columns import Columns
from doudi.policy.batch.computing import Computer
from doudi.policy.batch.results import table as results
from doudi.policy.batch.work import Work
from doudi.policy.batch.writing import table
from doudi.policy.household import Household, HouseholdRefused
from doudi.policy.snapshot import LawSnapshot
from tests.properties.homes import Maker, forgotten


def homes(law: LawSnapshot, random: Random, count: int, on: date) -> list[Household]:
    """Make households of which now and then a thing is not known, and some that look back on a month."""
    states = law.law("000000", on).computation.layout.states
    found: list[Household] = []
    while len(found) < count:
        document = forgotten(Maker(law.packs.facts, random).home(), random, random.choice((0.0, 0.005, 0.05)))
        try:
            home = law.reader.read(document, on)
        except HouseholdRefused:  # by chance a child older than its parents
            continue
        if random.random() < 0.5:
            owners = {0: [None], 1: [person.id for person in home.members]}
            home.before = {
                (name.name, owner): random.choice((0, 1)) for name in states for owner in owners[name.entity.depth]
            }
        found.append(home)
    return found


def determined(
    law: LawSnapshot,
    households: pa.Table,
    on: date,
    compiling: Callable[[Work], Callable[..., None]] | None,
    only: frozenset[str] | None = None,
) -> pa.Table:
    """Determine a table of households by one engine: a kernel, or without one each household by itself."""
    work, columns = Work.of(law.law("000000", on, only)), Columns.of(law.packs.facts)
    chunk, wrong = Chunking(law, work, columns, on, only).chunk(households, 0)
    assert wrong == []
    computer = Computer.of(law, work, on=on, only=only, compiling=compiling)
    return results(work, chunk, computer.compute(chunk))


def in_columns(law: LawSnapshot, households: list[Household], places: list[str], random: Random, on: date) -> pa.Table:
    """Put households into the published columns, each at one of some places, with what the month looks back on."""
    rows = [(f"h{number}", random.choice(places), home) for number, home in enumerate(households)]
    return table(Columns.of(law.packs.facts), rows, law.law("000000", on).computation.layout.states)


def expect_equal(one: Any, other: Any) -> None:
    """Expect the same tables, and say which column differs first."""
    assert one.schema == other.schema
    for name in one.column_names:
        assert one[name].to_pylist() == other[name].to_pylist(), name
