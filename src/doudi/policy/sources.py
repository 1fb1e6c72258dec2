"""The instruments of law that everything cites: title, number, days, and which clauses they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from doudi.kernel.citations import Citation
from doudi.kernel.errors import NotKnown
from doudi.policy.packfile import Node

KINDS = ("law", "regulation", "rule", "notice", "news")
READ = ("document", "web", "second_hand", "unread")


class CitationUnresolved(NotKnown):
    """A citation names a source that no pack has, or a clause that the source does not have."""

    code = "sources.unresolved"
    sentence = "引用“{given}”找不到：{why}。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One instrument. `articles` is the number of its articles, or its clauses by name, or None where it has none."""

    id: str
    title: str
    number: str | None
    issuer: str | None
    issued: date | None
    in_force: date | None
    repealed: date | None
    articles: int | frozenset[str] | None
    kind: str
    read: str
    note: str | None
    url: str | None
    pattern: str | None

    def has(self, citation: Citation) -> bool:
        """Whether the source has the clause that is cited."""
        if citation.clause is None:
            return True
        if isinstance(self.articles, int):
            return citation.article is not None and 1 <= citation.article <= self.articles
        return self.articles is not None and citation.clause in self.articles


SOURCE_KEYS = (
    "title", "number", "issuer", "issued", "in_force", "repealed", "articles", "kind", "read", "note", "url", "pattern",
)  # fmt: skip


def read_source(source_id: str, node: Node) -> Source:
    """Read one entry of a `sources.yaml`."""
    node.only(*SOURCE_KEYS)
    kind, read = node.need("kind").text(), node.need("read").text()
    if kind not in KINDS or read not in READ:
        raise node.flaw(f"kind 应是 {'、'.join(KINDS)} 之一，read 应是 {'、'.join(READ)} 之一")
    source = Source(
        id=source_id, title=node.need("title").text(), number=node.maybe_text("number"),
        issuer=node.maybe_text("issuer"), issued=node.maybe_day("issued"), in_force=node.maybe_day("in_force"),
        repealed=node.maybe_day("repealed"), articles=_articles(node), kind=kind, read=read,
        note=node.maybe_text("note"), url=node.maybe_text("url"), pattern=node.maybe_text("pattern"),
    )  # fmt: skip
    if source.in_force and source.repealed and source.repealed <= source.in_force:
        raise node.flaw("repealed 不晚于 in_force")
    return source


def _articles(node: Node) -> int | frozenset[str] | None:
    articles = node.get("articles")
    if articles is None:
        return None
    if isinstance(articles.value, int):
        return articles.integer()
    return frozenset(item.name() for item in articles.sequence())


@dataclass(frozen=True, slots=True)
class Sources:
    """All sources of all packs, by id."""

    by_id: dict[str, Source]
    resolved: dict[str, tuple[Source, Citation]] = field(default_factory=dict[str, tuple[Source, Citation]], repr=False)
    """Citations met before: an explanation names the same few hundred again and again."""

    def resolve(self, given: str) -> tuple[Source, Citation]:
        """Return the source and the citation. Raises CitationUnresolved or CitationUnreadable."""
        known = self.resolved.get(given)
        if known is None:
            known = self.resolved[given] = self._resolve(given)
        return known

    def _resolve(self, given: str) -> tuple[Source, Citation]:
        citation = Citation.parse(given)
        source = self.by_id.get(citation.source)
        if source is None:
            raise CitationUnresolved(given=given, why="没有这个来源")
        if not source.has(citation):
            raise CitationUnresolved(given=given, why=f"{source.title}没有这一条")
        return source, citation

    def text(self, given: str) -> str:
        """Say a citation in Chinese: 《最低生活保障审核确认办法》第十三条第（一）项."""
        source, citation = self.resolve(given)
        return citation.text(source.title, source.pattern)

    def span(self, cites: Sequence[str]) -> tuple[date | None, date | None]:
        """Return the days from which and until which texts that followed one another were in force."""
        sources = [self.resolve(cite)[0] for cite in cites]
        ends = [source.repealed for source in sources]
        return sources[0].in_force, None if None in ends else max(end for end in ends if end)

    def gap(self, cites: Sequence[str]) -> date | None:
        """Return the first day on which none of the texts that should follow one another was in force."""
        sources = [self.resolve(cite)[0] for cite in cites]
        begun = sorted((source.in_force, source.repealed or date.max) for source in sources if source.in_force)
        covered = begun[0][1] if begun else date.max
        for since, repealed in begun:
            if since > covered:
                return covered
            covered = max(covered, repealed)
        return None

    def current(self, cites: Sequence[str], day: date) -> tuple[str, ...]:
        """Return, of texts that followed one another, the clauses of the newest that is in force on a day."""
        started: list[tuple[date, str]] = []
        for cite in cites:
            source = self.resolve(cite)[0]
            if (
                source.in_force is not None
                and source.in_force <= day
                and not (source.repealed and source.repealed <= day)
            ):
                started.append((source.in_force, cite))
        newest = max((since for since, _ in started), default=None)
        return tuple(cite for since, cite in started if since == newest) or tuple(cites[:1])
