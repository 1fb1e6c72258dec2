"""Papers that nobody has to hand in, because everybody signed in their place."""

from __future__ import annotations

from datetime import date

from doudi.intake.models import Application
from doudi.verification.queries import consents_of, without_consent
from doudi.verification.sources import sourcebook

AUTHORISATION = "authorisation"
"""The paper by which a family lets its circumstances be checked 核对授权书."""


def papers_signed(application: Application, on: date) -> frozenset[str]:
    """Name the paper that everybody of a family has signed on a day, with a finger or before an officer."""
    sources = {each.source.name for each in sourcebook().askable(application.place, on)}
    has_signed = not without_consent(application, sources, on) and consents_of(application, on).exists()
    return frozenset({AUTHORISATION} if has_signed else ())
