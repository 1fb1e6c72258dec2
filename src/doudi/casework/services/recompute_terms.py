"""Count the clocks again when the holidays of a year have been announced."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.audit.services.record import record
from doudi.casework import clocks
from doudi.casework.advance import show
from doudi.casework.models import Case, Term
from doudi.casework.steps import NOTICES

RECOMPUTED = "casework.terms_recomputed"


@transaction.atomic
def recompute_terms(*, on: date) -> int:
    """Count every running clock again that was counted by another calendar; say how many. A notice keeps its day.

    Rows outside the actor's places are not seen: a job does this for all.
    """
    known = clocks.calendar()
    terms = Term.objects.filter(ended_on=None).exclude(calendar_version=known.version).exclude(step__in=NOTICES)
    cases: dict[int, Case] = {}
    number = 0
    for term in terms.select_for_update(of=("self",)).select_related("case").order_by("pk").iterator():
        clocks.count_again(term, known)
        cases[term.case_id] = term.case
        number += 1
    for case in cases.values():
        show(case)
    if number:
        record(RECOMPUTED, on=on, details={"terms": number, "calendar": known.version})
    return number
