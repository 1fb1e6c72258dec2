"""Runs a simulation: the data is read once, both laws go over each part, and nothing of a household is kept."""

# pyright: basic
# pyarrow tells few types.

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from doudi.kernel.divisions import NATION, lies_in
from doudi.kernel.errors import NotKnown, Refused
from doudi.policy.affected import affected
from doudi.policy.batch import kernel
from doudi.policy.batch.arrow import pc
from doudi.policy.batch.columns import HOUSEHOLD_ID, MEMBERS, PLACE, Columns
from doudi.policy.batch.persons import nested
from doudi.policy.batch.sources import Part, Source, SourceUnreadable
from doudi.policy.simulation.counting import Counting, Totals
from doudi.policy.simulation.measures import Measures
from doudi.policy.simulation.sides import Sides
from doudi.policy.simulation.view import View
from doudi.policy.snapshot import LawSnapshot

COMPILED_FROM = 10_000
"""Fewer households are done before a kernel is compiled."""
FILES = (".parquet", ".csv")
HOUSEHOLDS, PERSONS = "households", "persons"
REASONS_KEPT = 50


class NothingChanges(Refused):
    """No programme of the day hangs on what is changed."""

    code = "simulation.nothing_changes"
    sentence = "这些改动在 {day} 不影响任何救助项目：{names}。"


class PlacesNotInData(NotKnown):
    """Places are asked for of which the data has no household."""

    code = "simulation.places_not_in_data"
    sentence = "数据里没有这些地方的家庭：{places}。"


class NobodyComputed(Refused):
    """The data has no household that can be computed."""

    code = "simulation.nobody_computed"
    sentence = "数据里没有一户可以计算：{why}。"


class PeriodsDiffer(Refused):
    """A draft gives by another period, so that the costs cannot be put beside each other."""

    code = "simulation.periods_differ"
    sentence = "草案改了“{label}”的发放周期，前后的金额不能相比。"


@dataclass(frozen=True)
class Simulation:
    """What is asked: two laws, a day, the households, and of which places; every place where none is named.

    `only` names programmes; without it those are computed that the change can reach, and those of the measures.
    """

    before: LawSnapshot
    after: LawSnapshot
    on: date
    households: Path
    measures: Measures
    persons: Path | None = None
    places: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    threads: int = 0


@dataclass
class Progress:
    """How far a simulation is: `whole` rows there are, 0 where only reading tells."""

    whole: int = 0
    read: int = 0
    computed: int = 0
    rejected: int = 0
    elsewhere: int = 0
    places: set[str] = field(default_factory=set[str])
    reasons: Counter[str] = field(default_factory=Counter[str])


@dataclass(frozen=True)
class Simulated:
    """What came of it: sums alone. `reached` are the programmes that the change can reach."""

    asked: Simulation
    sides: Sides
    reached: frozenset[str]
    totals: Totals
    progress: Progress


def found_in(folder: Path) -> tuple[Path, Path | None]:
    """Return the files of households and of persons in a folder, or the one file given. Raises SourceUnreadable."""
    if folder.is_file():
        return folder, None
    if not folder.is_dir():
        raise SourceUnreadable(file=folder, reason="没有这个目录或者文件")
    there = {name: _there(folder, name) for name in (HOUSEHOLDS, PERSONS)}
    households = there[HOUSEHOLDS]
    if households is None:
        raise SourceUnreadable(file=folder, reason="目录里没有 households.parquet 或者 households.csv")
    return households, there[PERSONS]


def _there(folder: Path, name: str) -> Path | None:
    return next((folder / f"{name}{end}" for end in FILES if (folder / f"{name}{end}").is_file()), None)


def simulate(asked: Simulation, told: Callable[[Progress], None] = lambda _: None) -> Simulated:
    """Run both laws over the households; `told` hears of each part.

    Raises NoLawYet, NothingChanges, NothingToChange, SourceUnreadable, PlacesNotInData, NobodyComputed.
    """
    reached = affected(asked.before, asked.after, asked.on)
    if not reached:
        raise NothingChanges(day=asked.on, names="改了的数没有项目读取，或者和现行的一样")
    columns = Columns.of(asked.before.packs.facts)
    sides = Sides.of(
        asked.before, asked.after, asked.on, _programmes(asked, reached), asked.measures, _compiling(asked)
    )
    for shown, now, new in sides.programmes():
        if now is not None and new is not None and now.period != new.period:
            raise PeriodsDiffer(label=shown.label)
    parts, whole = _parts(asked, columns, sides)
    running = Running(asked, sides, Progress(whole=whole), Totals())
    running.all(parts, told)
    running.require_sense()
    return Simulated(asked, sides, reached, running.totals, running.progress)


def _programmes(asked: Simulation, reached: frozenset[str]) -> frozenset[str]:
    """Return what is computed: what is asked for, or what the change can reach and what fills the poverty gap."""
    known = {each.id for each in asked.before.law(NATION, asked.on).programmes}
    return asked.only if asked.only is not None else reached | (known & set(asked.measures.aids))


def _compiling(asked: Simulation) -> Callable[..., Callable[..., None]] | None:
    """Return how the kernel is made; few households are done sooner without one."""
    if not kernel.is_wanted():
        return None
    is_text = asked.households.suffix.lower() == ".csv"
    return kernel.compiled if is_text or _rows(asked.households) >= COMPILED_FROM else None


def _rows(file: Path) -> int:
    try:
        return pq.read_metadata(file).num_rows
    except (pa.ArrowException, OSError):
        return 0  # what is wrong with the file is said when its columns are read


def _parts(asked: Simulation, columns: Columns, sides: Sides) -> tuple[Iterator[Part], int]:
    """Open the files, each column that one of the laws reads."""
    works = [side.work for side in (sides.before, sides.after)]
    opened = [Source.of(asked.households, columns, work) for work in works]
    households = Source(asked.households, columns, frozenset[str]().union(*(each.wanted for each in opened)))
    _require_columns(asked, households)
    if asked.persons is None:
        return households.parts(), households.count()
    flat = [Source.flat(asked.persons, columns, work) for work in works]
    persons = Source(asked.persons, columns, frozenset[str]().union(*(each.wanted for each in flat)))
    return nested(households, persons), households.count()


def _require_columns(asked: Simulation, source: Source) -> None:
    """Refuse a file that does not say where households live or who lives in them."""
    wanted = [PLACE, MEMBERS] if asked.persons is None else [HOUSEHOLD_ID, PLACE]
    names = source.schema().names
    lacking = [name for name in wanted if name not in names]
    if lacking:
        raise SourceUnreadable(file=asked.households, reason=f"缺少“{'”、“'.join(lacking)}”这一列")


@dataclass
class Running:
    """One simulation under way."""

    asked: Simulation
    sides: Sides
    progress: Progress
    totals: Totals

    def all(self, parts: Iterator[Part], told: Callable[[Progress], None]) -> None:
        """Do all parts, a few at a time, and add up what comes of them."""
        threads = self.asked.threads or os.cpu_count() or 1
        with ThreadPoolExecutor(threads) as pool:
            under_way: set[Future[tuple[Totals, Progress]]] = set()
            try:
                for part in parts:
                    under_way.add(pool.submit(self.part, part))
                    if len(under_way) > threads:
                        done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                        for each in done:
                            self.take(each, told)
                for each in under_way:
                    self.take(each, told)
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    def take(self, done: Future[tuple[Totals, Progress]], told: Callable[[Progress], None]) -> None:
        """Add what came of a part."""
        totals, progress = done.result()
        self.totals.take(totals)
        mine = self.progress
        mine.read += progress.read
        mine.computed += progress.computed
        mine.rejected += progress.rejected
        mine.elsewhere += progress.elsewhere
        mine.places |= progress.places
        mine.reasons = Counter(dict((mine.reasons + progress.reasons).most_common(REASONS_KEPT)))
        told(mine)

    def part(self, part: Part) -> tuple[Totals, Progress]:
        """Do one part: read it, determine its households under both laws, count."""
        table = part.load()
        told = Progress(read=len(table))
        table = self.here(table)
        told.elsewhere = told.read - len(table)
        chunk, other, wrong = self.sides.chunks(table, part.first_row)
        told.rejected = len({row for row, *_ in wrong})
        told.computed = len(chunk)
        told.reasons.update(reason for *_, reason in wrong)
        if len(chunk) == 0:
            return Totals(), told
        told.places = {chunk.places[number] for number in set(chunk.place.tolist())}
        totals = Totals()
        for mine, found, others, new in self.sides.determined(chunk, other):
            before, after = View(self.sides.before.work, mine, found), View(self.sides.after.work, others, new)
            totals.take(Counting(before, after, self.sides.programmes(), self.asked.measures).count())
        return totals, told

    def here(self, table: pa.Table) -> pa.Table:
        """Leave out the households of other places."""
        if not self.asked.places or len(table) == 0:
            return table
        given = table[PLACE].cast(pa.string())
        mine = [each for each in pc.unique(given).to_pylist() if each and self.is_asked(each)]
        return table.filter(pc.is_in(given, pa.array(mine, pa.string())))

    def is_asked(self, place: str) -> bool:
        """Whether a place lies in one of those asked for."""
        return place.isdecimal() and any(lies_in(place, each) for each in self.asked.places)

    def require_sense(self) -> None:
        """Refuse a run over nobody, and places without a household."""
        lost = [
            place
            for place in sorted(self.asked.places)
            if not any(lies_in(each, place) for each in self.progress.places)
        ]
        if lost:
            raise PlacesNotInData(places="、".join(lost))
        if self.progress.computed == 0:
            why = "；".join(reason for reason, _ in self.progress.reasons.most_common(1)) or "没有一行"
            raise NobodyComputed(why=why)
