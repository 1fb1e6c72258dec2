"""The audit page: events of a case, a person, an officer or a place; and the verdict on the chain."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doudi.accounts.queries import officer_named
from doudi.accounts.roles import Act
from doudi.accounts.signed_in import SignedIn
from doudi.audit.actor import Actor, acting, place_range
from doudi.audit.models import Event
from doudi.audit.queries import PAGE, events_about_person, events_at, events_by_account, events_of_subject
from doudi.audit.services.record import record
from doudi.audit.verification import verify
from doudi.casework.queries import case_numbered
from doudi.desk.addresses import with_query
from doudi.desk.case.history import event_table
from doudi.desk.frame import AUDIT
from doudi.desk.pages import asking, done, page, place, warned
from doudi.faces.fields import Field

CASE, PERSON, OFFICER, BEFORE = "case", "person", "officer", "before"
LABELS = {CASE: "办件编号", PERSON: "人员键", OFFICER: "工作人员登录名"}
LONGEST_KEY = 16


@never_cache
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """List events, the newest first; looking is an event itself. Raises MayNot."""
    somebody = asking(request, Act.AUDIT)
    asked = {name: request.GET.get(name, "").strip() for name in LABELS}
    found, wrong = _found(somebody, asked, _number(request.GET.get(BEFORE, "")))
    said = {name: value for name, value in asked.items() if value}
    person = _number(asked[PERSON])
    record(
        "audit.searched", on=somebody.on, place=place(somebody), purpose="审计", persons=[person] if person else [],
        details=said,
    )  # fmt: skip
    older = with_query("desk:audit", {**said, BEFORE: found[-1].pk}) if len(found) == PAGE else ""
    fields = [
        Field(name=name, label=label, value=asked[name], error=wrong.get(name, "")) for name, label in LABELS.items()
    ]
    context = {"fields": fields, "table": event_table("审计事件", found), "older": older, "asked": said}
    return page(request, "desk/audit.html", context, current=AUDIT)


def _found(somebody: SignedIn, asked: dict[str, str], before: int | None) -> tuple[list[Event], dict[str, str]]:
    """Answer the first thing that was asked; nothing asked, the places of the office."""
    if asked[CASE]:
        case = case_numbered(asked[CASE])
        return (events_of_subject(case, before=before), {}) if case else ([], {CASE: "没有这个办件"})
    if asked[PERSON]:
        key = _number(asked[PERSON])
        return (events_about_person(key, before=before), {}) if key else ([], {PERSON: "人员键是数字"})
    if asked[OFFICER]:
        who = officer_named(asked[OFFICER])
        return (events_by_account(who.account_id, before=before), {}) if who else ([], {OFFICER: "没有这个登录名"})
    return events_at(*place_range(place(somebody)), before=before), {}


def _number(given: str) -> int | None:
    return int(given) if given.isdecimal() and len(given) <= LONGEST_KEY else None


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Walk the chain, and say what was found. Raises MayNot.

    The walk itself reads every event, wherever it lies, and tells no more of them than that they are as sealed."""
    somebody = asking(request, Act.AUDIT)
    with acting(Actor.job("audit verify"), on=somebody.on):
        verdict = verify()
    told: dict[str, Any] = {"sound": verdict.is_sound, "seals": verdict.seals}
    record("audit.verified", on=somebody.on, place=place(somebody), purpose="审计", details=told)
    if verdict.is_sound:
        return done(request, verdict.sentence, reverse("desk:audit"))
    warned(request, [verdict.sentence])
    return done(request, "审计记录验证没有通过，请立即报告。", reverse("desk:audit"))
