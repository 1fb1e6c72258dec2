"""What lies in the folder of sources: deliveries with their manifests, and which of them counts where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from doudi.kernel.divisions import parent_chain
from doudi.kernel.errors import DoudiError, Refused
from doudi.verification.deliveries.flaws import Flaw, What
from doudi.verification.deliveries.manifest import Manifest, read_manifest
from doudi.verification.deployment import Arrangements
from doudi.verification.sourceentries import OnFailure, Source
from doudi.verification.sources import Sourcebook
from doudi.verification.states import State

ENDINGS = (".json", ".yaml", ".yml")


class NoDeliveries(Refused):
    """The folder holds no manifest."""

    code = "verification.no_deliveries"
    sentence = "{folder} 里没有交付清单（{endings}）；请写来源的数据所在的目录，每个文件配一份清单。"


class TwoOfADay(Refused):
    """Two deliveries of one source for one place and day: which of them counts, nobody can tell."""

    code = "verification.two_deliveries_of_a_day"
    sentence = "“{label}”{place} {day} 的数据有两批（{one}、{other}），不知道以哪一批为准；请只留下一批。"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A manifest and what it says; `number` is its place in the order of names."""

    number: int
    path: Path
    manifest: Manifest

    @property
    def source(self) -> str:
        """The source, where it could be read."""
        return self.manifest.source.name if self.manifest.source else ""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a delivery: taken in, or sent back with its flaws; the counts add up to its rows."""

    rows: int = 0
    statuses: tuple[int, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    flaw_count: int = 0


@dataclass(frozen=True, slots=True)
class Stand:
    """How a source stands at a place: `arrival` is the delivery that counts, None where none does."""

    state: State
    reason: str = ""
    arrival: Arrival | None = None


@dataclass(frozen=True)
class Arrivals:
    """All that arrived, and what came of each."""

    all: tuple[Arrival, ...]
    book: Sourcebook
    on: date
    arranged: Arrangements
    came: dict[int, Came] = field(default_factory=dict[int, Came])

    @classmethod
    def of(cls, folder: Path, book: Sourcebook, on: date, arranged: Arrangements) -> Arrivals:
        """Read the manifests of a folder and of those below. Raises NoDeliveries, TwoOfADay."""
        paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file())
        if not paths:
            raise NoDeliveries(folder=folder, endings="、".join(ENDINGS))
        found = cls(
            tuple(Arrival(number, path, read_manifest(path, book.sources, on)) for number, path in enumerate(paths)),
            book, on, arranged,
        )  # fmt: skip
        for each in found.all:
            found._require_ground(each)
        found._require_one_a_day()
        return found

    def of_source(self, source: str) -> Iterable[Arrival]:
        """List the deliveries of a source."""
        return (each for each in self.all if each.source == source)

    def standing(self, source: Source, county: str) -> Stand:
        """Say how a source stands at a county: deliveries for it and for what is above it count, the newest first."""
        chain = parent_chain(county)
        here = [each for each in self.of_source(source.name) if each.manifest.place in chain]
        newest = sorted(here, key=lambda each: (each.manifest.as_of or self.on, each.number), reverse=True)
        good = next((each for each in newest if not self.came[each.number].flaw_count), None)
        if not newest:
            return Stand(State.NEVER, "没有收到交付")
        usable = good if source.on_failure is OnFailure.LAST_GOOD else None
        if newest[0] != good:
            last = newest[0]
            flaws, name = self.came[last.number].flaw_count, last.manifest.as_of or last.path.name
            return Stand(State.FAILED, f"{name} 的交付有误，已退回，共 {flaws} 处问题", usable)
        fresh, day = self.arranged.fresh(source), newest[0].manifest.as_of
        if fresh is not None and day is not None and self.on - day > fresh:
            return Stand(State.LATE, f"最近的数据是 {day} 的，约定不超过 {fresh.days} 天", usable)
        return Stand(State.HELD, "", good)

    def by_county(self, source: Source, counties: Iterable[str]) -> Mapping[str, Stand]:
        """Say how a source stands at each county."""
        return {county: self.standing(source, county) for county in counties}

    def _require_ground(self, arrival: Arrival) -> None:
        """Note a flaw where no text lets the place ask the source, or take the whole of it."""
        read, source = arrival.manifest, arrival.manifest.source
        if source is None or not read.place or read.as_of is None:
            return
        try:
            self.book.require((source.name,), read.place, read.as_of)
        except DoudiError as error:
            read.flaws.add(Flaw(What.MANIFEST, str(error).rstrip("。"), "source"))
        if read.is_whole and not self.book.whole_register(source.name, read.place, read.as_of):
            read.flaws.add(
                Flaw(What.MANIFEST, "没有依据接收全量，只接收授权名单上的人的数据，请写名单的编号", "roster")
            )

    def _require_one_a_day(self) -> None:
        seen: dict[tuple[str, str, date], Arrival] = {}
        for each in self.all:
            read = each.manifest
            if read.source is None or read.as_of is None:
                continue
            before = seen.setdefault((read.source.name, read.place, read.as_of), each)
            if before is not each:
                raise TwoOfADay(
                    label=read.source.label,
                    place=read.place,
                    day=read.as_of,
                    one=before.path.name,
                    other=each.path.name,
                )
