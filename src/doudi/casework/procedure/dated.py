"""Reads what holds for every procedure: how days are counted, and the remedies against a decision."""

from __future__ import annotations

from doudi.casework.procedure.reading import limit_days, word
from doudi.casework.procedure.terms import DatedCounting, RemedyRule
from doudi.casework.steps import AtLevel, RemedyKind
from doudi.kernel.workdays import Counting, DayKind, LastDay
from doudi.policy.packfile import Node

REMEDY_KEYS = (
    "kind", "decided_by", "procedures", "from", "until", "body", "days", "months", "counted_from", "cites", "note",
)  # fmt: skip


def read_counting(node: Node) -> DatedCounting:
    """Read one way of counting, with its days in force."""
    node.only("from", "until", "working", "calendar", "cites", "note")
    return DatedCounting(
        since=node.need("from").day(),
        until=node.maybe_day("until"),
        by_kind={kind: _counting(node.need(kind.value), kind) for kind in DayKind},
        cites=_cites(node),
        file=node.file,
        line=node.line,
    )


def read_remedy(node: Node, place: str) -> RemedyRule:
    """Read one remedy of the pack of `place`."""
    node.only(*REMEDY_KEYS)
    days, months = node.get("days"), node.get("months")
    if (days is None) == (months is None):
        raise node.flaw("期限写 days 或者 months，写一个")
    return RemedyRule(
        kind=word(node.need("kind"), RemedyKind), decided_by=word(node.need("decided_by"), AtLevel), place=place,
        procedures=node.texts("procedures"), since=node.need("from").day(), until=node.maybe_day("until"),
        body=node.need("body").text(), days=None if days is None else limit_days(days),
        months=None if months is None else limit_days(months), counted_from=node.need("counted_from").text(),
        cites=_cites(node), file=node.file, line=node.line,
    )  # fmt: skip


def _counting(node: Node, kind: DayKind) -> Counting:
    node.only("first_day_counts", "last_day")
    return Counting(kind, node.need("first_day_counts").flag(), word(node.need("last_day"), LastDay))


def _cites(node: Node) -> tuple[str, ...]:
    cites = node.texts("cites")
    if not cites:
        raise node.flaw("缺少“cites”：每一个数都要有依据")
    return cites
