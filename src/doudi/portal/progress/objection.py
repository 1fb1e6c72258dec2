"""对核对结果有异议: what counts otherwise than the family declared it, and how to say that it is wrong."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from doudi.accounts.signed_in import signed_in
from doudi.audit.services.record import record
from doudi.faces.fields import Field, in_chinese
from doudi.intake.models import Application, Document
from doudi.intake.queries import applications_of
from doudi.intake.services.add_document import add_document
from doudi.kernel.errors import NotKnown, NotNow, Refused
from doudi.policy.values import Words
from doudi.portal.entry import citizens_only
from doudi.standards import lawbook
from doudi.verification.models import AdoptedFact, Ground
from doudi.verification.objections import objections_of, settled_otherwise
from doudi.verification.services.object_to_check import object_to_check

REASON, PAPER, KIND = "reason", "paper", "other"
UNPROCESSABLE, CONFLICT = 422, 409
NOT_SAID = "没有申报"


@never_cache
@citizens_only
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was settled otherwise, and take the family's objection with its evidence. 404 for another's."""
    somebody = signed_in(request)
    application = applications_of(somebody.account).select_related("mandate").filter(number=number).first()
    if application is None:
        raise Http404
    if request.method != "POST":
        record("portal.check_seen", on=somebody.on, subject=application, place=application.place)
        return _page(request, application)
    reason = request.POST.get(REASON, "")
    try:
        object_to_check(
            application=application, reason=reason, by=somebody.account, on=somebody.on,
            document=_paper(request, application),
        )  # fmt: skip
    except (Refused, NotNow, NotKnown) as error:
        return _page(request, application, reason=reason, error=error)
    return redirect("portal:matter_objection", number=number)


def _paper(request: HttpRequest, application: Application) -> Document | None:
    somebody, sent = signed_in(request), request.FILES.get(PAPER)
    if sent is None:
        return None
    return add_document(
        application=application, kind=KIND, content=sent.read(), title=sent.name or "", by=somebody.account,
        on=somebody.on,
    )  # fmt: skip


def _page(
    request: HttpRequest, application: Application, *, reason: str = "", error: Exception | None = None
) -> HttpResponse:
    filed = objections_of(application).first()
    waiting = filed if filed is not None and filed.recheck_id is None else None
    context: dict[str, Any] = {
        "application": application, "settled": [_told(row) for row in settled_otherwise(application)],
        "waiting": f"您在{in_chinese(waiting.filed_on)}提出的异议正在复核。" if waiting else "",
        "before": f"您在{in_chinese(filed.filed_on)}提出的异议已经转去复核。" if filed and not waiting else "",
        "reason": Field(
            name=REASON, label="哪里不对，为什么", shape="textarea", value=reason, error=str(error or ""),
            hint="例如：这辆车前年已经卖了；这笔存款是替别人代存的",
        ),
        "paper": Field(name=PAPER, label="证据（可以不交）", kind="file", hint="照片或者 PDF"),
    }  # fmt: skip
    status = 200 if error is None else CONFLICT if isinstance(error, NotNow) else UNPROCESSABLE
    return render(request, "progress/objection.html", context, status=status)


def _told(row: AdoptedFact) -> dict[str, str]:
    facts = lawbook.packs().facts
    words, fact = Words(facts.vocabulary), facts.by_name[row.fact]
    return {
        "label": fact.label, "who": row.member.name if row.member else "全家",
        "declared": NOT_SAID if row.declared is None else words.say(fact.unit, row.declared),
        "adopted": words.say(fact.unit, row.adopted), "ground": Ground(row.ground).label, "reason": row.reason,
    }  # fmt: skip
