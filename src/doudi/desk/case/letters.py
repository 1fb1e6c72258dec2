"""文书: the letters of a case as PDF, how each reached the person, and what became of a reconsideration."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doudi.audit.services.record import record
from doudi.casework.models import Decision, Letter, Reconsideration
from doudi.casework.steps import Delivery, ReviewOutcome
from doudi.desk.case.opened import Opened, opened
from doudi.faces.fields import in_chinese
from doudi.letters.typeset import typeset


def letters_shown(found: Opened) -> list[dict[str, Any]]:
    """Return the letters, the newest first, as the side of the page shows them."""
    return [_shown(letter) for letter in found.letters]


def _shown(letter: Letter) -> dict[str, Any]:
    delivered = "还没有登记送达"
    if letter.delivered_on is not None:
        delivered = f"{in_chinese(letter.delivered_on)}送达，{Delivery(letter.delivered_how).label}"
    return {
        "key": letter.pk, "number": letter.number, "title": json.loads(letter.content)["title"],
        "issued": f"{in_chinese(letter.issued_on)}制发", "delivered": delivered,
        "reviews": [_review(each) for each in _reviews(letter.decision)],
    }  # fmt: skip


def _reviews(decision: Decision) -> list[Reconsideration]:
    return sorted(decision.reconsiderations.all(), key=lambda each: each.pk)


def _review(filed: Reconsideration) -> str:
    ended = "还没有结果"
    if filed.outcome and filed.outcome_on:
        ended = f"{in_chinese(filed.outcome_on)}{ReviewOutcome(filed.outcome).label}"
    return f"{in_chinese(filed.filed_on)}向{filed.body}申请行政复议，{ended}"


@never_cache
@require_safe
def letter(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Give a letter of the case as PDF; reading it leaves an event. Raises MayNot; 404 for a letter of another case."""
    found = opened(request, number)
    wanted = next((each for each in found.letters if each.pk == key), None)
    if wanted is None:
        raise Http404
    pdf = typeset(json.loads(wanted.content), digest=wanted.digest)
    record(
        "casework.letter_read", on=found.on, subject=wanted, place=found.case.place, purpose="查看、打印文书",
        persons=found.persons,
    )  # fmt: skip
    headers = {"Content-Disposition": f'inline; filename="{found.case.number}-{wanted.pk}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
