"""The places' own documents, clause by clause: what each orders, and what implements it (`packs/*/clauses.yaml`).

    documents = load(root, packs, {**law_names(packs), "procedure": ..., "page": ..., "source": ...})

The words are ours, never the document's. A clause is `done` by links to what is there; `partly` with what it still
waits for or lacks; `planned` where nothing is there yet; `not_software` with the reason. The law does not depend on it:
these files are no part of the packs' digest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from doudi.policy.flaws import Flaws
from doudi.policy.packfile import Node, read
from doudi.policy.packs import Packs
from doudi.policy.sources import Source

FILE: Final = "clauses.yaml"
STATUSES: Final = {"done": "已实现", "partly": "部分实现", "planned": "计划中", "not_software": "不属软件"}
KINDS: Final = {
    "rule": "规则", "parameter": "参数", "fact": "事实", "programme": "项目", "procedure": "程序", "source": "核对来源",
    "page": "页面", "command": "命令",
}  # fmt: skip
"""What a link may lead to."""
WAITING: Final = {"planned": "计划", "duty": "职责"}
"""What is not there yet: something to build, or a duty of an office that is to be kept in view."""
STAGES: Final = {
    "issue-4": "全部救助项目", "issue-5": "核对平台", "issue-6": "一个窗口和时限", "issue-7": "资金",
    "relief": "受灾救助", "settlement": "医疗一站式结算", "shelter": "流浪救助和托养机构",
    "oversight": "公开、投诉、诚信、审计", "monitoring": "监测预警", "community": "社会力量",
    "governance": "职责、人员、评价",
}  # fmt: skip
"""What waiting links wait for."""


@dataclass(frozen=True, slots=True)
class Link:
    """What implements a clause: a kind, and the name under which it is found."""

    kind: str
    target: str

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to come."""
        return self.kind in WAITING

    def __str__(self) -> str:
        """Write it as the file does."""
        return f"{self.kind}:{self.target}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One order of a document: `number` is its clause, with a letter after it where the clause gives several.

    `reading` says how we read what is ambiguous; `lacks` what else is missing; `why` why it is nothing for software;
    `note` anything else to know.
    """

    number: str
    says: str
    status: str
    by: tuple[Link, ...]
    lacks: str | None
    reading: str | None
    why: str | None
    note: str | None
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document with all its clauses, and the pack of the place that issued it."""

    pack: str
    source: Source
    clauses: tuple[Clause, ...]


def law_names(packs: Packs) -> dict[str, Collection[str]]:
    """Return what the packs and the rules can be linked to, by kind."""
    return {
        "rule": packs.book.versions.keys(),
        "parameter": packs.parameters.keys(),
        "fact": packs.facts.by_name.keys(),
        "programme": {programme.id for programme in packs.programmes},
    }


def load(root: Path, packs: Packs, names: Mapping[str, Collection[str]]) -> tuple[Document, ...]:
    """Read the file of each pack that has one. `names`: what can be linked to, for each of KINDS.

    Raises PackRefused with file and line of every link to nothing, status that does not fit, and clause left out.
    """
    flaws = Flaws()
    found: list[Document] = []
    for pack in packs.by_id:
        path = root / pack / FILE
        if path.exists():
            with flaws.noting(str(path.relative_to(root.parent))):
                found.append(_document(read(path, root), pack, packs, names, flaws))
    flaws.refuse_if_any()
    return tuple(found)


def _document(top: Node, pack: str, packs: Packs, names: Mapping[str, Collection[str]], flaws: Flaws) -> Document:
    top.only("document", "clauses")
    given = top.need("document")
    source = packs.sources.by_id.get(given.text())
    if source is None or not isinstance(source.articles, frozenset):
        raise given.flaw(f"没有文件“{given.text()}”，或者它没有条目清单（articles）")
    nodes = top.need("clauses").mapping()
    for reason in _left_out(source.articles, nodes):
        flaws.add(given.file, given.line, reason)
    clauses: list[Clause] = []
    for number, node in nodes.items():
        with flaws.noting():
            if not any(_belongs(number, article) for article in source.articles):
                raise node.flaw(f"{source.title}没有“{number}”这一条")
            clauses.append(_clause(number, node, names))
    return Document(pack, source, tuple(clauses))


def _left_out(articles: frozenset[str], numbers: Collection[str]) -> Iterator[str]:
    for article in sorted(articles):
        if not any(_belongs(number, article) for number in numbers):
            yield f"第{article}条没有写：每一条都要说明由什么落实，或者为什么不属软件"


def _belongs(number: str, article: str) -> bool:
    """Whether an order is a clause itself, or one of several within it."""
    return number == article or number.startswith(f"{article}.")


def _clause(number: str, node: Node, names: Mapping[str, Collection[str]]) -> Clause:
    node.only("says", "status", "by", "lacks", "reading", "why", "note")
    links = node.get("by")
    clause = Clause(
        number=number, says=node.need("says").text(), status=_status(node.need("status")),
        by=tuple(_link(item, names) for item in links.sequence()) if links else (), lacks=node.maybe_text("lacks"),
        reading=node.maybe_text("reading"), why=node.maybe_text("why"),
        note=node.maybe_text("note"), file=node.file, line=node.line,
    )  # fmt: skip
    reason = _misfit(clause)
    if reason is not None:
        raise node.flaw(f"第{number}条：{reason}")
    return clause


def _status(node: Node) -> str:
    if (given := node.name()) not in STATUSES:
        raise node.flaw(f"status 应是 {'、'.join(STATUSES)} 之一，不是“{given}”")
    return given


def _link(node: Node, names: Mapping[str, Collection[str]]) -> Link:
    kind, _, target = node.name().partition(":")
    known = STAGES if kind in WAITING else names.get(kind)
    if known is None:
        raise node.flaw(f"不认识的“{node.name()}”，应写成“种类:名称”，种类可用：{'、'.join((*KINDS, *WAITING))}")
    if target not in known:
        raise node.flaw(f"“{node.name()}”指向的东西不存在")
    return Link(kind, target)


def _misfit(clause: Clause) -> str | None:
    """Say why links and words do not fit the status, None where they do."""
    there = any(not link.is_waiting for link in clause.by)
    waiting = any(link.is_waiting for link in clause.by)
    if (clause.status == "not_software") != (clause.why is not None):
        return "不属软件的（not_software）用 why 写明原因，别的不写 why"
    fits = {
        "done": there and not waiting and clause.lacks is None,
        "partly": there and (waiting or clause.lacks is not None),
        "planned": waiting and not there,
        "not_software": not clause.by and clause.lacks is None,
    }
    return None if fits[clause.status] else MISFITS[clause.status]


MISFITS: Final = {
    "done": "已实现的（done）要写明由什么落实，不能还有等待（planned、duty）或者缺少（lacks）的",
    "partly": "部分实现的（partly）要有已经落实的，还要有等待的（planned、duty）或者缺少的（lacks）",
    "planned": "计划中的（planned）只写等待什么（planned、duty）",
    "not_software": "不属软件的（not_software）不写 by 和 lacks",
}
