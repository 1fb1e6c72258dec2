"""核对: what each source said of each member, from what day; how far queries over HTTP are; what failed and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse

from doudi.accounts.roles import Act
from doudi.casework.steps import ENDED
from doudi.desk.addresses import with_query
from doudi.desk.case.opened import Opened
from doudi.faces.badges import Badge
from doudi.faces.fields import in_chinese
from doudi.faces.tables import badge, table, text
from doudi.verification.connections import connections, queries_of, tally
from doudi.verification.models import (
    UNDER_WAY,
    AnswerKind,
    CheckRequest,
    QueryProgress,
    SourceAnswer,
    SourceQuery,
)
from doudi.verification.queries import checks_of, reports_of
from doudi.verification.services.answer_held import holds
from doudi.verification.sources import sourcebook

ANSWERS = {
    AnswerKind.ANSWERED: Badge("ok", AnswerKind.ANSWERED.label, "check"),
    AnswerKind.NOTHING_FOUND: Badge("mute", AnswerKind.NOTHING_FOUND.label),
    AnswerKind.FAILED: Badge("bad", AnswerKind.FAILED.label, "alert-triangle"),
    AnswerKind.REVIEW: Badge("warn", AnswerKind.REVIEW.label, "alert-triangle"),
}
NOT_YET = Badge("mute", "待答复")
Key = tuple[int, str]


def checks(found: Opened) -> list[dict[str, Any]]:
    """Draw every check of the family, the newest first; only that one is still answered."""
    rows = checks_of(found.case.application)
    by_check: dict[int, list[SourceQuery]] = {each.pk: [] for each in rows}
    for query in queries_of(rows):
        by_check[query.request_id].append(query)
    may_answer = may_be_answered(found)
    return [
        _drawn(each, found, by_check[each.pk], may_answer=may_answer and index == 0) for index, each in enumerate(rows)
    ]


def may_be_answered(found: Opened) -> bool:
    """Whether who looks may note what sources say of this case."""
    return (found.allows(Act.INVESTIGATE) or found.allows(Act.VERIFY)) and found.step not in ENDED


def _drawn(check: CheckRequest, found: Opened, queries: Sequence[SourceQuery], *, may_answer: bool) -> dict[str, Any]:
    last = {(answer.member_id, answer.source): answer for answer in check.answers.all()}
    going = {(each.member_id, each.source): each for each in queries if each.progress in UNDER_WAY}
    counted = tally(queries)
    reports = [
        (
            reverse("desk:case_report", args=[found.case.number, each.pk]),
            f"{in_chinese(each.made_on)} {each.made_by} 出具",
        )
        for each in reports_of(check)
    ]
    return {
        "key": check.pk, "reports": reports, "table": _table(check, found, last, going, queries, may_answer=may_answer),
        "under_way": counted.under_way, "answered": counted.answered, "whole": len(queries),
        "failures": list(_reasons(check, found, _failed(last, queries))),
        "reviews": list(_reasons(check, found, _told(last, AnswerKind.REVIEW))),
        "offer": _offer(check, found, last, may_answer),
    }  # fmt: skip


def _table(
    check: CheckRequest, found: Opened, last: Mapping[Key, SourceAnswer], going: Mapping[Key, SourceQuery],
    queries: Iterable[SourceQuery], *, may_answer: bool,
) -> dict[str, Any]:  # fmt: skip
    """Draw what is known; what nobody has said yet leads to where it is entered."""
    as_of = {each.source: each.as_of_on for each in (*queries, *last.values()) if each.as_of_on}
    rows = []
    for name in check.sources:
        known = f"（数据截至 {in_chinese(as_of[name])}）" if name in as_of else ""
        cells = [text(f"{label_of(name)}{known}")]
        for member in found.members:
            key = member.pk, name
            if key in going:
                cells.append(badge(Badge("info", QueryProgress(going[key].progress).label, "clock")))
            else:
                told = ANSWERS[AnswerKind(last[key].outcome)] if key in last else NOT_YET
                is_open = may_answer and (key not in last or last[key].outcome == AnswerKind.REVIEW)
                cells.append(text(told.text, _to_enter(found, member.pk, name)) if is_open else badge(told))
        rows.append(cells)
    title = f"{in_chinese(check.requested_on)}提请，{check.requested_by}"
    return table(title, ("来源", *(member.name for member in found.members)), rows, empty="没有来源。")


def _reasons(check: CheckRequest, found: Opened, why: Mapping[Key, str]) -> Iterator[str]:
    """Say of each source why it is so, whom it is the same of together."""
    for name in check.sources:
        whom: dict[str, list[str]] = {}
        for member in found.members:
            if (member.pk, name) in why:
                whom.setdefault(why[member.pk, name], []).append(member.name)
        yield from (f"{label_of(name)}（{'、'.join(names)}）：{each}" for each, names in whom.items())


def _failed(last: Mapping[Key, SourceAnswer], queries: Iterable[SourceQuery]) -> dict[Key, str]:
    """Return why sources failed last, or were never asked."""
    called_off = {(each.member_id, each.source): each.told for each in queries if each.told}
    return {key: why for key, why in called_off.items() if key not in last} | _told(last, AnswerKind.FAILED)


def _told(last: Mapping[Key, SourceAnswer], outcome: AnswerKind) -> dict[Key, str]:
    return {key: each.reference for key, each in last.items() if each.outcome == outcome}


def _offer(
    check: CheckRequest,
    found: Opened,
    last: Mapping[Key, SourceAnswer],
    may_answer: bool,  # noqa: FBT001 - a finding
) -> str:
    """Name the sources that one click would ask; nothing where none is left to ask."""
    if not may_answer:
        return ""
    ready = connections().keys() | holds(found.case.application.place, check.sources, found.on)
    left = [
        name
        for name in check.sources
        if name in ready
        and any(
            (member.pk, name) not in last or last[member.pk, name].outcome == AnswerKind.FAILED
            for member in found.members
        )
    ]
    return "、".join(label_of(name) for name in left)


def label_of(source: str) -> str:
    """Say a source."""
    known = sourcebook().sources
    return known[source].label if source in known else source


def _to_enter(found: Opened, member: int, source: str) -> str:
    return with_query("desk:answer", {"member": member, "source": source}, found.case.number)
