"""End the consents of a family: with a refusal, with the benefit, or because the family is no longer the same."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from doudi.audit.services.record import record
from doudi.intake.models import Application
from doudi.verification.models import Consent, ConsentEnd


@transaction.atomic
def end_consents(*, application: Application, why: ConsentEnd, on: date) -> int:
    """End every live consent of an application 授权终止; nothing is asked on them from this day on. Return how many."""
    live = Consent.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), member__application=application)
    ended = live.update(ended_on=Greatest(F("signed_on"), on), ended_why=why)
    if ended:
        details = {"why": why.value, "number": ended}
        record(
            "verification.consents_ended", on=on, subject=application, place=application.place, details=details
        )  # fmt: skip
    return ended
