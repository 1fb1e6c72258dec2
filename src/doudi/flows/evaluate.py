"""Evaluate a family by what counts now: what verification settled on, under the law of the day."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.permissions import MayNot
from doudi.accounts.roles import Act
from doudi.determination.models import Determination, Purpose
from doudi.determination.services.determine import determine
from doudi.intake.models import Application
from doudi.intake.state import locked
from doudi.kernel.errors import NotNow
from doudi.verification.queries import adopted_document

MAY_EVALUATE = (Act.INVESTIGATE, Act.GIVE_OPINION, Act.REVIEW, Act.CONFIRM)


class NotYetAccepted(NotNow):
    """Before acceptance there is no file that counts."""

    code = "flows.not_yet_accepted"
    sentence = "申请 {number} 还没有受理，不能测算。"


@transaction.atomic
def evaluate(
    *, application: Application, purpose: Purpose, by: Officer, on: date, as_of: date | None = None
) -> list[Determination]:
    """Determine every programme 测算 from the facts that count, under the law of `as_of`, otherwise of the day.

    A difference nobody settled is unknown, so that it makes no outcome. Raises NoSuchApplication, MayNot,
    NotYetAccepted, and what `determine` raises.
    """
    found = locked(application)
    _require_right(by, found.place, on)
    if found.accepted_on is None:
        raise NotYetAccepted(number=found.number)
    return determine(application=found, document=adopted_document(found), on=as_of or on, purpose=purpose)


def _require_right(by: Officer, place: str, on: date) -> None:
    for act in MAY_EVALUATE[1:]:
        try:
            permissions.require(by, act, at=place, on=on)
        except MayNot:
            continue
        return
    permissions.require(by, MAY_EVALUATE[0], at=place, on=on)
