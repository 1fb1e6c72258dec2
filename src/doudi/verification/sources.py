"""Which sources a place may ask about a family, on what ground; read from verification.yaml of the packs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from doudi.kernel.citations import Citation
from doudi.kernel.divisions import county_of, lies_in, parent_chain
from doudi.kernel.errors import NotKnown
from doudi.kernel.spans import Span
from doudi.policy.flaws import Flaws
from doudi.policy.packfile import Node, read
from doudi.policy.packs import NATIONAL, Packs
from doudi.standards import lawbook
from doudi.verification.sourceentries import Source, read_source

FILE = "verification.yaml"


class SourceUnknown(NotKnown):
    """No text lets this place ask this source on this day."""

    code = "verification.source_unknown"
    sentence = "{day} 在 {place} 不能向“{source}”查询：没有依据。可以查询：{sources}。"


@dataclass(frozen=True, slots=True)
class Grant:
    """A text that lets a place ask sources while it is in force; or that sets a number, such as how many must visit."""

    place: str
    during: Span
    cites: str
    sources: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Askable:
    """A source that may be asked, and every article that lets it."""

    source: Source
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sourcebook:
    """All sources by name, and all texts that let them be asked."""

    sources: dict[str, Source]
    grants: tuple[Grant, ...]
    visitors: tuple[Grant, ...]
    whole: tuple[Grant, ...] = ()
    reports: tuple[Grant, ...] = ()

    def askable(self, place: str, on: date) -> list[Askable]:
        """List the sources a place may ask on a day: those of the nation's law and of its own, in order."""
        granted = _granted(self.grants, place, on)
        return [Askable(source, granted[name]) for name, source in self.sources.items() if name in granted]

    def whole_register(self, name: str, place: str, on: date) -> tuple[str, ...]:
        """Return the articles that let a place take the whole register of a source 全量; none mostly do."""
        return _granted(self.whole, place, on).get(name, ())

    def require(self, names: tuple[str, ...], place: str, on: date) -> None:
        """Refuse a source that nobody may ask there. Raises SourceUnknown."""
        allowed = {each.source.name: each.source.label for each in self.askable(place, on)}
        for name in names:
            if name not in allowed:
                listed = "、".join(allowed.values()) or "（没有）"
                raise SourceUnknown(day=on, place=place, source=name, sources=listed)

    def least_visitors(self, on: date) -> Grant | None:
        """Return the text that says how many must visit a home, None where none did yet."""
        return next((grant for grant in self.visitors if on in grant.during), None)

    def report_period(self, place: str, on: date) -> Grant | None:
        """Return the text that says for how many days a report made that day is valid 有效期; None: no text sets any.

        The nearest place goes first."""
        county = county_of(place)
        found = [grant for grant in self.reports if on in grant.during and lies_in(county, grant.place)]
        return min(found, key=lambda grant: parent_chain(county).index(grant.place), default=None)


def _granted(grants: tuple[Grant, ...], place: str, on: date) -> dict[str, tuple[str, ...]]:
    """Collect the articles in force on a day by the sources that they name, for a place or its county."""
    county = county_of(place)
    parent_chain(county)
    found: dict[str, tuple[str, ...]] = {}
    for grant in grants:
        if on in grant.during and lies_in(county, grant.place):
            found |= {name: (*found.get(name, ()), grant.cites) for name in grant.sources}
    return found


@lru_cache(maxsize=1)
def sourcebook() -> Sourcebook:
    """Return the sources of this installation. Raises PackRefused with every flaw."""
    return load(lawbook.packs_root(), lawbook.packs())


def load(root: Path, packs: Packs) -> Sourcebook:
    """Read the file of each pack that has one. Raises PackRefused with every flaw."""
    flaws = Flaws()
    sources: dict[str, Source] = {}
    grants: list[Grant] = []
    visitors: list[Grant] = []
    whole: list[Grant] = []
    reports: list[Grant] = []
    folders = [NATIONAL, *(folder for folder in packs.by_id if folder != NATIONAL)]
    for folder in folders:
        path = root / folder / FILE
        if path.exists() or folder == NATIONAL:
            with flaws.noting(f"{folder}/{FILE}"):
                top = read(path, root)
                top.only(*(("sources", "visitors") if folder == NATIONAL else ()), "asked", "whole", "reports")
                _read_sources(top, packs, flaws, sources)
                grants += _read_grants(top.need("asked"), packs, folder, flaws, sources)
                for key, number, listed in (
                    ("visitors", "least", visitors),
                    ("reports", "days", reports),
                    ("whole", "", whole),
                ):
                    section = top.get(key)
                    listed.extend(_read_grants(section, packs, folder, flaws, sources, number) if section else [])
    flaws.refuse_if_any()
    return Sourcebook(sources, tuple(grants), tuple(visitors), tuple(whole), tuple(reports))


def _read_sources(top: Node, packs: Packs, flaws: Flaws, found: dict[str, Source]) -> None:
    section = top.get("sources")
    for name, node in section.items() if section else ():
        with flaws.noting(node.file, node.line):
            found[name] = read_source(name, node, packs)


def _read_grants(
    section: Node, packs: Packs, folder: str, flaws: Flaws, sources: dict[str, Source], number: str = ""
) -> list[Grant]:
    """Read texts that name sources; or, where `number` says under which key, that set a number."""
    found: list[Grant] = []
    for node in section.sequence():
        with flaws.noting(node.file, node.line):
            node.only(number or "source", "from", "until", "cites")
            names = () if number else node.texts("source")
            unknown = [name for name in names if name not in sources]
            if unknown:
                raise node.flaw(f"没有这样的来源：{'、'.join(unknown)}")
            cites, during = node.need("cites").text(), Span(node.need("from").day(), node.maybe_day("until"))
            _require_in_force(node, packs, cites, during)
            set_to = _positive(node.need(number)) if number else 0
            found.append(Grant(packs.by_id[folder].place, during, cites, names, set_to))
    return found


def _positive(node: Node) -> int:
    number = node.integer()
    if number < 1:
        raise node.flaw("应是 1 以上的整数")
    return number


def _require_in_force(node: Node, packs: Packs, cites: str, during: Span) -> None:
    source, _ = packs.sources.resolve(cites)
    if source.in_force is not None and during.start < source.in_force:
        raise node.flaw(f"早于 {Citation.parse(cites).source} 的施行日 {source.in_force}")
