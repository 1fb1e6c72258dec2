"""Which papers and statements an application needs: read from packs/cn/papers.yaml, with the article of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from doudi.kernel.spans import Span
from doudi.policy.facts import Facts
from doudi.policy.flaws import Flaws
from doudi.policy.packfile import Node, read
from doudi.policy.packs import Packs
from doudi.standards import lawbook

FILE = "cn/papers.yaml"
SCOPES = ("household", "member", "mandate")


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper 材料种类. Photos whose place and time are proof keep what the camera wrote."""

    name: str
    label: str
    keeps_evidence: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One paper, or one statement of the household file, that is needed while its text is in force.

    `when` is a fact of a member that makes it needed; `by_query` the article by which an officer looks it up instead.
    """

    item: str
    label: str
    is_paper: bool
    scope: str
    during: Span
    cites: str
    when: str | None = None
    channels: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    by_query: str | None = None

    def applies(self, *, on: date, channel: str, programme: str | None) -> bool:
        """Whether it is asked for on a day, from somebody who came this way, for this programme."""
        return (
            on in self.during
            and self.by_query is None
            and (not self.channels or channel in self.channels)
            and (not self.programmes or programme in self.programmes)
        )


@dataclass(frozen=True, slots=True)
class Papers:
    """All kinds of papers by name, and all needs in the order of the file."""

    kinds: dict[str, Paper]
    needs: tuple[Need, ...]


@lru_cache(maxsize=1)
def papers() -> Papers:
    """Return the papers of this installation. Raises PackRefused with every flaw."""
    return load(lawbook.packs_root(), lawbook.packs())


def load(root: Path, packs: Packs) -> Papers:
    """Read the file and check it against facts, programmes and sources. Raises PackRefused with every flaw."""
    flaws = Flaws()
    kinds: dict[str, Paper] = {}
    needs: list[Need] = []
    with flaws.noting(FILE):
        top = read(root / FILE, root)
        top.only("papers", "needed", "declared")
        for name, node in top.need("papers").items():
            with flaws.noting(node.file, node.line):
                kinds[name] = _paper(name, node)
        for section in ("needed", "declared"):
            for node in top.need(section).sequence():
                with flaws.noting(node.file, node.line):
                    needs.append(_need(node, section == "needed", kinds, packs))
    flaws.refuse_if_any()
    return Papers(kinds, tuple(needs))


def _paper(name: str, node: Node) -> Paper:
    node.only("label", "keeps_evidence")
    keeps = node.get("keeps_evidence")
    return Paper(name, node.need("label").text(), keeps is not None and keeps.flag())


NEED_KEYS = ("paper", "item", "of", "when", "channels", "programmes", "from", "until", "cites", "by_query")


def _need(node: Node, is_paper: bool, kinds: dict[str, Paper], packs: Packs) -> Need:  # noqa: FBT001 - two sections
    node.only(*NEED_KEYS)
    item = node.need("paper" if is_paper else "item").text()
    scope, when, by_query = node.need("of").text(), node.maybe_text("when"), node.maybe_text("by_query")
    programmes, cites = node.texts("programmes"), node.need("cites").text()
    label = kinds[item].label if item in kinds else _label_of(item, scope, packs.facts)
    known = {programme.id for programme in packs.programmes}
    if (is_paper and item not in kinds) or label is None:
        raise node.flaw(f"没有“{item}”这种材料或事项")
    if scope not in SCOPES or (when is not None and when not in packs.facts.by_name):
        raise node.flaw("of 应是 household、member 或 mandate，when 应是一项事实")
    if not set(programmes) <= known:
        raise node.flaw(f"没有这样的救助项目：{'、'.join(sorted(set(programmes) - known))}")
    for cited in filter(None, (cites, by_query)):
        packs.sources.resolve(cited)
    during = Span(node.need("from").day(), node.maybe_day("until"))
    return Need(
        item=item, label=label, is_paper=is_paper, scope=scope, during=during, cites=cites, when=when,
        channels=node.texts("channels"), programmes=programmes, by_query=by_query,
    )  # fmt: skip


def _label_of(item: str, scope: str, facts: Facts) -> str | None:
    """Return the label of a fact, or of a group of facts."""
    group = facts.groups.get((scope, item))
    fact = facts.by_name.get(item)
    return group.label if group else fact.label if fact else None
