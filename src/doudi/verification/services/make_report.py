"""Make the report of a check: frozen, with its digest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.permissions import MayNot
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.kernel.errors import NotNow
from doudi.verification.models import AnswerKind, CheckRequest, Report, SourceAnswer
from doudi.verification.queries import Difference, differences
from doudi.verification.services.record_answer import NoSuchRequest
from doudi.verification.sources import sourcebook

NOT_ASKED = "not_asked"
UNREACHABLE = "unreachable"


class AnswersOutstanding(NotNow):
    """Sources that were asked have not answered in any way yet."""

    code = "verification.answers_outstanding"
    sentence = "还有 {number} 项查询没有结果，不能出具报告：{sources}。查询失败的也要登记失败，待核实的要先核实。"


@transaction.atomic
def make_report(
    *, request: CheckRequest, by: Officer, on: date, provisional: Mapping[str, Any] | None = None
) -> Report:
    """Make the report of a check 出具核对报告; failures stand in it as failures, never as nothing found.

    `provisional` is what `flows.report_check` had evaluated 暂估; this stage runs no rule. Until when it is valid the
    packs say, by their text; where none does, it has no such day.

    Raises NoSuchRequest, MayNot, AnswersOutstanding.
    """
    found = CheckRequest.objects.select_for_update(of=("self",)).filter(pk=request.pk).first()
    if found is None:
        raise NoSuchRequest
    place = found.application.place
    try:
        permissions.require(by, Act.VERIFY, at=place, on=on)
    except MayNot:
        permissions.require(by, Act.INVESTIGATE, at=place, on=on)
    content = _content(found, on) | _validity(place, on)
    if provisional is not None:
        content["provisional"] = dict(provisional)
    _require_answered(content)
    report = Report.objects.create(request=found, made_on=on, made_by=by, content=content, digest=digest_of(content))
    record("verification.reported", on=on, subject=report, place=place)
    return report


def digest_of(content: dict[str, Any]) -> str:
    """Return the SHA-256 of a report's content, which its row repeats."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _content(request: CheckRequest, on: date) -> dict[str, Any]:
    answers: dict[tuple[int, str], list[SourceAnswer]] = {}
    for answer in request.answers.prefetch_related("facts").order_by("attempt"):
        answers.setdefault((answer.member_id, answer.source), []).append(answer)
    members = request.application.members.select_related("unreachable").order_by("position")
    return {
        "application": request.application.number,
        "requested_on": request.requested_on.isoformat(),
        "made_on": on.isoformat(),
        "members": [
            {
                "key": member.key,
                "person": member.person_id,
                "sources": {
                    source: _said(answers.get((member.pk, source), []), reachable=not hasattr(member, "unreachable"))
                    for source in request.sources
                },
            }
            for member in members
        ],
        "differences": [_difference(row) for row in differences(request.application) if row.differs],
    }


def _validity(place: str, on: date) -> dict[str, Any]:
    """Return the last day of validity with its text: the day of making is the first."""
    period = sourcebook().report_period(place, on)
    if period is None:
        return {"valid_until": None, "valid_by": None}
    last = on + timedelta(days=period.number - 1)
    return {"valid_until": last.isoformat(), "valid_by": period.cites}


def _said(attempts: list[SourceAnswer], *, reachable: bool) -> dict[str, Any]:
    if not attempts:
        return {"outcome": NOT_ASKED if reachable else UNREACHABLE}
    last = attempts[-1]
    return {
        "outcome": last.outcome,
        "answered_on": last.answered_on.isoformat(),
        "reference": last.reference,
        "attempts": len(attempts),
        "facts": {fact.fact: fact.value for fact in last.facts.all()},
        **({"as_of": last.as_of_on.isoformat()} if last.as_of_on else {}),
    }


def _difference(row: Difference) -> dict[str, Any]:
    return {
        "member": row.whom[0], "supporter": row.whom[1], "fact": row.fact, "declared": row.declared,
        "found": row.found, "seen": row.seen, "adopted": row.adopted.adopted if row.adopted else None,
        "off_record": row.is_off_record, "settled": row.is_settled,
    }  # fmt: skip


def _require_answered(content: dict[str, Any]) -> None:
    waiting = [
        sourcebook().sources[name].label
        for member in content["members"]
        for name, said in member["sources"].items()
        if said["outcome"] in (NOT_ASKED, AnswerKind.REVIEW)
    ]
    if waiting:
        raise AnswersOutstanding(number=len(waiting), sources="、".join(dict.fromkeys(waiting)))
