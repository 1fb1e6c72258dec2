"""Turns a table of households into a chunk, and puts aside the rows that are wrong, with the reasons."""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa

from doudi.kernel.errors import NotKnown, Refused
from doudi.policy.arithmetic import contains
from doudi.policy.assessment import is_possible
from doudi.policy.batch.arrow import pc
from doudi.policy.batch.chunk import MISSING, Chunk
from doudi.policy.batch.columns import BEFORE, HOUSEHOLD_ID, MEMBERS, OBLIGORS, PERSON_ID, PLACE, Columns
from doudi.policy.batch.reading import Level, Reader, Wrong, below
from doudi.policy.batch.sources import told
from doudi.policy.batch.work import Work, rule_of
from doudi.policy.entities import member
from doudi.policy.facts import Fact, Kin
from doudi.policy.snapshot import Law, LawSnapshot
from doudi.policy.types import MEMBER_LIMIT

NO_PLACE: Final = "没有填行政区划代码"
NO_NUMBER: Final = {HOUSEHOLD_ID: "没有填家庭编号", PERSON_ID: "没有填成员编号"}


@dataclass(frozen=True)
class Chunking:
    """Makes chunks of tables, for programmes on one day."""

    snapshot: LawSnapshot
    work: Work
    columns: Columns
    on: date
    only: frozenset[str] | None

    def chunk(
        self,
        table: pa.Table,
        first_row: Any,
        twins: Mapping[int, int] | None = None,
        before: Sequence[tuple[int, str, str]] = (),
    ) -> tuple[Chunk, list[tuple[int, str, str, str]]]:
        """Return the sound households, and of the others row number, id, path and reason.

        `first_row` is where the rows begin in the file, or the number of each; `twins` are rows that repeat an id;
        `before` is what was wrong before it was a table, by row of the table.
        """
        rows = first_row + np.arange(len(table)) if isinstance(first_row, int) else first_row
        wrong = Wrong(list(before))
        top = Level(0, len(table), {name: _whole(table[name]) for name in table.column_names})
        people, _ = below(top, MEMBERS)
        supporters, listed = below(people, OBLIGORS)
        reader = Reader(self.columns.facts, self.on, wrong)
        self.require_sizes(wrong, people, supporters)
        levels = (top, people, supporters)
        columns = tuple(self.values(reader, level) for level in levels)
        self.require_kin(reader, people, top.count)
        place, laws = self.places(wrong, top)
        require_own_numbers(wrong, rows, twins or {})
        ids = named(reader, top, HOUSEHOLD_ID, "h", rows)
        numbers = np.arange(people.count) - (people.starts[people.owner] if people.count else 0)
        persons = named(reader, people, PERSON_ID, "m", numbers)
        require_own_names(reader, people, persons)
        chunk = Chunk(
            rows, ids, persons, place,
            [law.place for law in laws], self.parameters(laws), people.starts, supporters.starts, listed, columns,
        )  # fmt: skip
        refused = [(int(rows[row]), ids[row].as_py(), path, reason) for row, path, reason in sorted(set(wrong.found))]
        if not refused:
            return chunk, refused
        return chunk.taken(np.setdiff1d(np.arange(top.count), [row for row, _, _ in wrong.found])), refused

    def values(self, reader: Reader, level: Level) -> Any:
        """Return the facts and last month's states of a level, a row each."""
        facts = self.work.facts[level.depth]
        states = self.work.states[level.depth] if level.depth < len(self.work.states) else ()
        rows = np.empty((len(facts) + len(states), level.count), np.int64)
        for number, name in enumerate(facts):
            rows[number] = reader.fact(level, self.columns.fact(reader.facts.by_name[name.name]))
        for number, name in enumerate(states, start=len(facts)):
            rows[number] = self.state(reader, level, name)
        return rows

    def state(self, reader: Reader, level: Level, name: Any) -> Any:
        """Return last month's result, or what the first month starts from."""
        column = f"{BEFORE}{name.name}"
        start = rule_of(name).start
        if column not in level.columns:
            return np.full(level.count, start)
        given = level.columns[column]
        kind = "bool" if pa.types.is_boolean(given.type) else "int64"
        values = reader.typed(level, column, given, kind)
        values = np.where(values == MISSING, start, values)
        impossible = [value for value in np.unique(values).tolist() if not is_possible(name.unit, value)]
        reader.note(level, np.flatnonzero(np.isin(values, impossible)), column, "不可能是上个月的结果")
        return values

    def require_sizes(self, wrong: Wrong, people: Level, supporters: Level) -> None:
        """Refuse families of nobody and of too many."""
        sizes = np.diff(people.starts)
        wrong.add(np.flatnonzero(sizes == 0), lambda _: "$.members", "至少要有一名家庭成员")
        wrong.add(np.flatnonzero(sizes > MEMBER_LIMIT), lambda _: "$.members", f"最多 {MEMBER_LIMIT} 名成员")
        many = np.flatnonzero(np.diff(supporters.starts) > MEMBER_LIMIT)
        wrong.add(
            people.household(many),
            lambda number: f"{people.path(int(many[number]))}.obligors",
            f"最多 {MEMBER_LIMIT} 人",
        )

    def require_kin(self, reader: Reader, people: Level, households: int) -> None:
        """Refuse relations to the head that cannot be, as the reader of household files does."""
        quiet = Reader(reader.facts, reader.on, Wrong())
        told = [fact for fact in reader.facts.of(member) if self.columns.fact(fact).name in people.columns]
        for fact in [fact for fact in told if fact.at_most_one]:
            self.require_one(reader, people, fact, quiet.fact(people, self.columns.fact(fact)))
        for fact, kin in [(fact, fact.kin) for fact in told if fact.kin]:
            relation = quiet.fact(people, self.columns.fact(fact))
            self.require_ages(reader, people, fact, kin, relation, households)

    def require_one(self, reader: Reader, people: Level, fact: Fact, relation: Any) -> None:
        """Refuse a second member of what one alone can be."""
        for code, label in reader.facts.vocabulary.of(fact.unit).by_number().items():
            if contains(fact.at_most_one, code):
                mine = np.flatnonzero(relation == code)
                again = mine[1:][people.owner[mine[1:]] == people.owner[mine[:-1]]]
                reader.note(people, again, fact.name, f"“{label}”只能有一人")

    def require_ages(self, reader: Reader, people: Level, fact: Fact, kin: Kin, relation: Any, households: int) -> None:
        """Refuse a family without its head, parents younger than head and partner, children older."""
        choice = reader.facts.vocabulary.of(fact.unit)
        years = self.columns.fact(reader.facts.by_name[kin.age])
        age = Reader(reader.facts, reader.on, Wrong()).fact(people, years)
        settled = np.bincount(people.owner[relation == MISSING], minlength=households) == 0
        head = np.bincount(people.owner[relation == kin.head], minlength=households) > 0
        lost = np.flatnonzero(settled & ~head & (np.diff(people.starts) > 0))
        reader.wrong.add(lost, lambda _: f"$.members[0].{fact.name}", f"请指明哪一位是{choice.label(kin.head)}")
        couple = (relation == kin.head) | (relation == kin.partner)
        least, most = np.full(households, 1000), np.full(households, -1)
        np.minimum.at(least, people.owner[couple], age[couple])
        np.maximum.at(most, people.owner[couple], age[couple])
        unknown = np.bincount(people.owner[couple & (age == MISSING)], minlength=households) > 0
        sure = (settled & head & ~unknown)[people.owner] & (age != MISSING)
        for code, astray, how in (
            (kin.parent, age < least[people.owner], "小"), (kin.child, age > most[people.owner], "大"),
        ):  # fmt: skip
            reason = f"填的是{choice.label(code)}，年龄却比{choice.label(kin.head)}{how}，请核对年龄和关系"
            reader.note(people, np.flatnonzero(sure & (relation == code) & astray), fact.name, reason)

    def places(self, wrong: Wrong, top: Level) -> tuple[Any, list[Law]]:
        """Return each household's place as a number, and the law of each place."""
        given = top.columns.get(PLACE)
        given = pa.nulls(top.count, pa.string()) if given is None else given
        codes = pc.dictionary_encode(pc.fill_null(given.cast(pa.string()), ""))
        laws: list[Law] = []
        numbers: list[int] = []
        reasons: list[str] = []
        for code in codes.dictionary.to_pylist():
            try:
                laws.append(self.snapshot.law(code, self.on, self.only))
            except (NotKnown, Refused) as error:
                numbers.append(-1)
                reasons.append(str(error) if code else NO_PLACE)
            else:
                numbers.append(len(laws) - 1)
                reasons.append("")
        indices = codes.indices.to_numpy(zero_copy_only=False)
        place = np.array(numbers or [0], np.int32)[indices] if len(indices) else np.zeros(0, np.int32)
        for number, reason in enumerate(reasons):
            if reason:
                wrong.add(np.flatnonzero(indices == number), lambda _: "$.place", reason)
        return place, laws or [self.any_law()]

    def any_law(self) -> Law:
        """Return the law of the nation, where no household has a place."""
        return self.snapshot.law("000000", self.on, self.only)

    def parameters(self, laws: list[Law]) -> Any:
        """Return the parameters of each place, a row each."""
        rows = [[law.values[name.name] for name in self.work.parameters] for law in laws]
        known = [[value if isinstance(value, int) else int(MISSING) for value in row] for row in rows]
        return np.array(known, np.int64).reshape(len(laws), len(self.work.parameters))


def require_own_numbers(wrong: Wrong, rows: Any, twins: Mapping[int, int]) -> None:
    """Refuse households whose number another one had before."""
    for row in np.flatnonzero(np.isin(rows, list(twins))).tolist() if twins else ():
        first = twins[int(rows[row])]
        wrong.add([row], lambda _: f"$.{HOUSEHOLD_ID}", f"与第 {first + 1} 行的家庭编号相同")


def _whole(column: pa.ChunkedArray) -> Any:
    found = column.combine_chunks()
    return found.chunk(0) if isinstance(found, pa.ChunkedArray) and found.num_chunks == 1 else found


def named(reader: Reader, level: Level, name: str, letter: str, numbers: Any) -> Any:
    """Return ids: made up from their place where the table has no such column, and refused where one is empty."""
    given = level.columns.get(name)
    if given is None:
        return pc.binary_join_element_wise(letter, pa.array(numbers + 1).cast(pa.string()), "")
    given = told(given.cast(pa.string()))
    if not given.null_count:
        return given
    reader.note(level, np.flatnonzero(pc.is_null(given).to_numpy(zero_copy_only=False)), name, NO_NUMBER[name])
    return pc.fill_null(given, "")


def require_own_names(reader: Reader, people: Level, persons: Any) -> None:
    """Refuse a member whose number an earlier one of the family has: each is put beside those who follow."""
    if PERSON_ID not in people.columns:
        return
    for gap in range(1, int(np.diff(people.starts).max(initial=0))):
        same = pc.equal(persons.slice(gap), persons.slice(0, len(persons) - gap)).to_numpy(zero_copy_only=False)
        again = np.flatnonzero(same & (people.owner[gap:] == people.owner[:-gap])) + gap
        reader.note(people, again, PERSON_ID, "与同一户里前面的成员编号相同")
