"""Ask a family to explain what it declared otherwise than a source or a visit told."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.intake.models import Application
from doudi.intake.state import locked
from doudi.kernel.errors import NotNow
from doudi.verification.queries import Difference, unsettled
from doudi.verification.services.request_check import require_reviewable

GROUND = "guoling-649#59"
"""Whoever deals with a case may ask those concerned to explain and to bring papers."""


class NothingToExplain(NotNow):
    """Every difference is settled."""

    code = "verification.nothing_to_explain"
    sentence = "没有还没认定的差异，不用请家庭说明。"


@transaction.atomic
def ask_family(*, application: Application, by: Officer, on: date) -> list[Difference]:
    """Note that the family is asked to explain 请家庭说明 every difference nobody settled, and return them.

    What the family answers is a paper of the case, and the ground evidence when the difference is settled. Raises
    NoSuchApplication, MayNot, NotAcceptedYet, AlreadyWithdrawn, NothingToExplain.
    """
    found = locked(application)
    permissions.require(by, Act.INVESTIGATE, at=found.place, on=on)
    require_reviewable(found, "请家庭说明")
    rows = unsettled(found)
    if not rows:
        raise NothingToExplain
    persons = [key for key in found.members.values_list("person", flat=True) if key]
    details = {"facts": sorted({row.fact for row in rows})}
    record("verification.family_asked", on=on, subject=found, place=found.place, persons=persons, details=details)
    return rows
