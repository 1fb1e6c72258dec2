"""The audit page: who saw whom, and who did what; and the verdict on the chain."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doudi.accounts.roles import Act
from doudi.audit.actor import Actor, acting, place_range
from doudi.audit.queries import PAGE, events_at
from doudi.audit.services.record import record
from doudi.audit.verification import verify
from doudi.desk.addresses import with_query
from doudi.desk.audit.asked import BEFORE, act_options, read_asked
from doudi.desk.audit.rows import rows_of
from doudi.desk.frame import AUDIT
from doudi.desk.pages import asking, done, page, place, warned

UNPROCESSABLE = 422


@never_cache
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """List events, the newest first; looking is an event itself. Raises MayNot."""
    somebody = asking(request, Act.AUDIT)
    asked = read_asked(request.GET, somebody)
    wanted = asked.sought
    found = [] if asked.errors else events_at(*place_range(place(somebody)), wanted, before=asked.before)
    record(
        "audit.searched", on=somebody.on, place=place(somebody), purpose="审计", persons=wanted.persons or (),
        details=asked.noted,
    )  # fmt: skip
    context = {
        "asked": asked.given, "is_asked": bool(asked.said), "errors": asked.errors,
        "acts": act_options(wanted.act), "rows": rows_of(found, on=somebody.on),
        "older": with_query("desk:audit", {**asked.said, BEFORE: found[-1].pk}) if len(found) == PAGE else "",
    }  # fmt: skip
    return page(
        request, "desk/audit.html", context, current=AUDIT, status=UNPROCESSABLE if asked.is_unreadable else 200
    )


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
