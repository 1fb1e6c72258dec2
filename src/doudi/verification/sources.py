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

FILE = "verification.yaml"


class SourceUnknown(NotKnown):
    """No text lets this place ask this source on this day."""

    code = "verification.source_unknown"
    sentence = "{day} 在 {place} 不能向“{source}”查询：没有依据。可以查询：{sources}。"


@dataclass(frozen=True, slots=True)
class Source:
    """Who can be asked 核对来源: what it knows, who keeps it, and the facts it can speak of.

    `certifies`: of those the facts that it would have on record if they were so, as no tax office has every wage."""

    name: str
    label: str
    holder: str
    covers: tuple[str, ...]
    certifies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grant:
    """A text that lets a place ask sources while it is in force; or that says how many must visit."""

    place: str
    during: Span
    cites: str
    sources: tuple[str, ...] = ()
    least: int = 0


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

    def askable(self, place: str, on: date) -> list[Askable]:
        """List the sources a place may ask on a day: those of the nation's law and of its own, in order."""
        county = county_of(place)
        parent_chain(county)
        grants = [grant for grant in self.grants if on in grant.during and lies_in(county, grant.place)]
        return [
            Askable(source, cites)
            for name, source in self.sources.items()
            if (cites := tuple(grant.cites for grant in grants if name in grant.sources))
        ]

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
    folders = [NATIONAL, *(folder for folder in packs.by_id if folder != NATIONAL)]
    for folder in folders:
        path = root / folder / FILE
        if path.exists() or folder == NATIONAL:
            with flaws.noting(f"{folder}/{FILE}"):
                top = read(path, root)
                top.only(*(("sources", "asked", "visitors") if folder == NATIONAL else ("asked",)))
                _read_sources(top, packs, flaws, sources)
                grants += _read_grants(top.need("asked"), packs, folder, flaws, sources)
                section = top.get("visitors")
                visitors += _read_grants(section, packs, folder, flaws, None) if section else []
    flaws.refuse_if_any()
    return Sourcebook(sources, tuple(grants), tuple(visitors))


def _read_sources(top: Node, packs: Packs, flaws: Flaws, found: dict[str, Source]) -> None:
    section = top.get("sources")
    for name, node in section.items() if section else ():
        with flaws.noting(node.file, node.line):
            node.only("label", "holder", "covers", "certifies")
            covers, certifies = node.texts("covers"), node.texts("certifies")
            unknown = [fact for fact in covers if fact not in packs.facts.by_name]
            unknown += [fact for fact in certifies if fact not in covers]
            if unknown:
                raise node.flaw(f"没有这样的事实：{'、'.join(unknown)}")
            found[name] = Source(name, node.need("label").text(), node.need("holder").text(), covers, certifies)


def _read_grants(
    section: Node, packs: Packs, folder: str, flaws: Flaws, sources: dict[str, Source] | None
) -> list[Grant]:
    found: list[Grant] = []
    for node in section.sequence():
        with flaws.noting(node.file, node.line):
            node.only("source" if sources is not None else "least", "from", "until", "cites")
            names = node.texts("source") if sources is not None else ()
            unknown = [name for name in names if name not in (sources or {})]
            if unknown:
                raise node.flaw(f"没有这样的来源：{'、'.join(unknown)}")
            cites, during = node.need("cites").text(), Span(node.need("from").day(), node.maybe_day("until"))
            _require_in_force(node, packs, cites, during)
            least = node.need("least").integer() if sources is None else 0
            found.append(Grant(packs.by_id[folder].place, during, cites, names, least))
    return found


def _require_in_force(node: Node, packs: Packs, cites: str, during: Span) -> None:
    source, _ = packs.sources.resolve(cites)
    if source.in_force is not None and during.start < source.in_force:
        raise node.flaw(f"早于 {Citation.parse(cites).source} 的施行日 {source.in_force}")
