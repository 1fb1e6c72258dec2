"""Counts what a change does to the households of a chunk. Only sums leave here, whatever the number of households."""

# pyright: basic
# numpy tells little of what is in its arrays.

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa

from doudi.kernel.money import FEN_PER_YUAN
from doudi.policy.batch.arrow import pc
from doudi.policy.batch.chunk import MISSING
from doudi.policy.programmes import MONTHS_A_YEAR, Programme
from doudi.policy.simulation.measures import REACH, Category, Gap, Kind, Measures, edges, step
from doudi.policy.simulation.view import Given, View

CATEGORIES = len(Category)
Key = tuple[str, ...]


@dataclass
class Totals:
    """Sums by key: `place`, programme, place; `kind`, programme, kind; `band`, period, band; and so on."""

    sums: dict[Key, Any] = field(default_factory=dict[Key, Any])

    def add(self, key: Key, counts: Any) -> None:
        """Add whole numbers under a key."""
        counts = np.asarray(counts, np.int64)
        self.sums[key] = self.sums[key] + counts if key in self.sums else counts

    def take(self, other: Totals) -> None:
        """Add the sums of other households."""
        for key, counts in other.sums.items():
            self.add(key, counts)

    def of(self, what: str) -> Iterator[tuple[Key, list[int]]]:
        """Yield the sums of one table, by what stands behind its name."""
        for key, counts in sorted(self.sums.items()):
            if key[0] == what:
                yield key[1:], counts.tolist()


@dataclass
class Counting:
    """Counts one chunk under both laws."""

    before: View
    after: View
    programmes: list[tuple[Programme, Programme | None, Programme | None]]
    measures: Measures
    totals: Totals = field(default_factory=Totals)

    def count(self) -> Totals:
        """Count everything."""
        pairs = {shown.id: (self.before.given(shown.id), self.after.given(shown.id)) for shown, *_ in self.programmes}
        kinds = self.kinds()
        self.totals.add(("kinds",), kinds.sum(axis=0))
        for shown, *_ in self.programmes:
            now, new = pairs[shown.id]
            self.by_place(shown.id, now, new)
            self.missing(shown.id, now, new)
            now, new = _sure(now, new)
            together = np.stack([now.has, new.has, now.amount, new.amount], axis=1).astype(np.int64)
            for kind in Kind:
                self.totals.add(("kind", shown.id, f"{int(kind)}"), together[kinds[:, kind]].sum(axis=0))
        for period in {shown.period for shown, *_ in self.programmes if shown.amount is not None}:
            mine = [pairs[shown.id] for shown, *_ in self.programmes if shown.period == period and shown.amount]
            self.spread(period, mine)
        self.both(pairs)
        self.gap(pairs)
        return self.totals

    def by_place(self, programme: str, now: Given, new: Given) -> None:
        """Count households and members by what the change does to them, and add up the cost, by place."""
        place, places = self.before.chunk.place, len(self.before.chunk.places)
        owner = np.repeat(place, np.diff(self.before.chunk.members))
        homes = _category(now.has, new.has, now.open | new.open, now.amount, new.amount)
        people = _category(
            now.member_has, new.member_has, now.member_open | new.member_open, now.member_amount, new.member_amount
        )
        now, new = _sure(now, new)
        table = np.concatenate([
            _counted(place, homes, places), _counted(owner, people, places),
            _summed(place, places, now.has, new.has), _summed(owner, places, now.member_has, new.member_has),
            _summed(place, places, now.amount, new.amount),
        ], axis=1)  # fmt: skip
        for number, code in enumerate(self.before.chunk.places):
            self.totals.add(("place", programme, code), table[number])

    def kinds(self) -> Any:
        """Say of which kinds each household is: a column a kind."""
        view, count = self.before, len(self.before.chunk)
        found = np.zeros((count, len(Kind)), bool)
        sizes = np.diff(view.chunk.members)
        found[:, Kind.ALONE] = sizes == 1
        ages, disability = view.member(self.measures.age), view.member(self.measures.disability)
        for kind, name in ((Kind.ELDERLY, self.measures.elderly), (Kind.CHILDREN, self.measures.adult)):
            line = view.figure(name)
            if ages is not None and line is not None:
                of_member = np.repeat(np.where(line == MISSING, np.iinfo(np.int64).max, line), sizes)
                known = (ages != MISSING) & (of_member != np.iinfo(np.int64).max)
                if kind is Kind.ELDERLY:
                    found[:, kind] = view.summed(known & (ages >= of_member)) == sizes
                else:
                    found[:, kind] = view.summed(known & (ages < of_member)) > 0
        if disability is not None:
            found[:, Kind.DISABLED] = view.summed((disability != MISSING) & (disability > 0)) > 0
        found[:, Kind.OTHER] = ~found.any(axis=1)
        return found

    def missing(self, programme: str, *sides: Given) -> None:
        """Count how many wait for each fact or figure, under the first and under the second law."""
        for number, given in enumerate(sides):
            asked = given.member_open if given.is_of_members else given.open
            told = pc.value_counts(given.missing.filter(pa.array(asked)).flatten())
            for code, count in zip(told.field(0).to_pylist(), told.field(1).to_pylist(), strict=True):
                self.totals.add(("missing", programme, code), [count * (number == 0), count * (number == 1)])

    def spread(self, period: str, pairs: list[tuple[Given, Given]]) -> None:
        """Count households and members by the change for each person, as far as it can be told."""
        sizes = np.diff(self.before.chunk.members)
        known = [(~(now.open | new.open), now, new) for now, new in pairs]
        first = sum((np.where(sure, now.amount, 0) for sure, now, _ in known), np.zeros(len(sizes), np.int64))
        second = sum((np.where(sure, new.amount, 0) for sure, _, new in known), np.zeros(len(sizes), np.int64))
        change = second - first
        head = np.sign(change) * (np.abs(change) // sizes)
        mine = (first > 0) | (second > 0)
        ends = edges(period)
        number = np.sign(change) * (1 + np.searchsorted(ends, np.abs(head), side="right"))
        for band in range(-len(ends) - 1, len(ends) + 2):
            chosen = mine & (number == band)
            self.totals.add(
                ("band", period, f"{band}"), [chosen.sum(), sizes[chosen].sum(), change[chosen].sum()]
            )  # fmt: skip
        moved = change != 0
        self.totals.add(("moved", period), [moved.sum()])
        places = np.clip(head[moved] // step(period), -REACH, REACH) + REACH
        self.totals.add(("spread", period), np.bincount(places, sizes[moved], 2 * REACH + 1).astype(np.int64))
        unsure = np.zeros(len(sizes), bool)
        for sure, _, _ in known:
            unsure |= ~sure
        self.totals.add(("unsure", period), [unsure.sum()])

    def both(self, pairs: dict[str, tuple[Given, Given]]) -> None:
        """Count the members who would have two programmes of which they may have one only."""
        for shown, *_ in self.programmes:
            for other in shown.excludes:
                if other in pairs:
                    counts = [
                        (pairs[shown.id][side].member_has & pairs[other][side].member_has).sum() for side in (0, 1)
                    ]
                    self.totals.add(("both", shown.id, other), counts)

    def gap(self, pairs: dict[str, tuple[Given, Given]]) -> None:
        """Add up what families are short of the line, without the aid that fills it and with it, for a year."""
        names = (self.measures.line, self.measures.income, self.measures.heads)
        told = [[view.own(name) for name in names] for view in (self.before, self.after)]
        if any(each is None for side in told for each in side):
            return
        known = np.logical_and.reduce([each != MISSING for side in told for each in side])
        aids: list[Any] = [np.zeros(len(known), np.int64), np.zeros(len(known), np.int64)]
        for name in self.measures.aids:
            if name in pairs:
                for side in (0, 1):
                    known &= ~pairs[name][side].open
                    aids[side] = aids[side] + pairs[name][side].amount * MONTHS_A_YEAR
        nothing = np.zeros(len(known), np.int64)
        for row, side, aid in (
            (Gap.NOW_ALONE, 0, nothing), (Gap.NOW_AIDED, 0, aids[0]), (Gap.NEW_ALONE, 1, nothing),
            (Gap.NEW_AIDED_AS_NOW, 1, aids[0]), (Gap.NEW_AIDED, 1, aids[1]),
        ):  # fmt: skip
            line, income, heads = told[side]
            short = np.where(known, np.maximum(0, np.where(known, line * heads - income, 0) - aid), 0)
            poor = short >= FEN_PER_YUAN
            short = np.where(poor, short, 0)
            self.totals.add(("gap", f"{int(row)}"), [poor.sum(), heads[poor].sum(), short.sum(), (~known).sum()])


def _sure(now: Given, new: Given) -> tuple[Given, Given]:
    """Leave of both sides what both can tell: only like is compared with like."""
    homes, people = ~(now.open | new.open), ~(now.member_open | new.member_open)
    one, two = (
        replace(
            side, has=side.has & homes, amount=np.where(homes, side.amount, 0), member_has=side.member_has & people,
            member_amount=np.where(people, side.member_amount, 0),
        )
        for side in (now, new)
    )  # fmt: skip
    return one, two


def _category(now: Any, new: Any, unsure: Any, first: Any, second: Any) -> Any:
    """Return what the change does: one category each."""
    found = np.full(len(now), Category.NEITHER, np.int64)
    found[now & new] = Category.SAME
    found[now & new & (second > first)] = Category.MORE
    found[now & new & (second < first)] = Category.LESS
    found[new & ~now] = Category.GAINED
    found[now & ~new] = Category.LOST
    found[unsure] = Category.UNKNOWN
    return found


def _counted(place: Any, category: Any, places: int) -> Any:
    return np.bincount(place * CATEGORIES + category, minlength=places * CATEGORIES).reshape(places, CATEGORIES)


def _summed(place: Any, places: int, *columns: Any) -> Any:
    """Add columns up by place: exact, since no chunk holds more than 2**53 fen."""
    return np.stack([np.bincount(place, column, places).astype(np.int64) for column in columns], axis=1)
