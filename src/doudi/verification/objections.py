"""What counts otherwise than a family declared it, and what the family says against it: questions only."""

from __future__ import annotations

from django.db.models import QuerySet

from doudi.intake.models import Application
from doudi.verification.models import AdoptedFact, Objection
from doudi.verification.queries import adopted_facts


def settled_otherwise(application: Application) -> list[AdoptedFact]:
    """List what counts now and is not what the family declared: the negative results of a check, for them to see."""
    held = adopted_facts(application).select_related("settled_by", "member")
    return [row for row in held if row.adopted != row.declared]


def objections_of(application: Application) -> QuerySet[Objection]:
    """List the objections of a family, the newest first."""
    return Objection.objects.filter(application=application).order_by("-pk")


def waiting_objection(application: Application) -> Objection | None:
    """Return the objection that waits for its re-check."""
    return objections_of(application).filter(recheck=None).first()
