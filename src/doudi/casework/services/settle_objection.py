"""Settle an objection, with the reason."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework import state
from doudi.casework.advance import show
from doudi.casework.models import Objection
from doudi.casework.steps import AtLevel, Deed
from doudi.kernel.errors import NotNow

ACT_OF_LEVEL = {AtLevel.TOWNSHIP: Act.INVESTIGATE, AtLevel.COUNTY: Act.REVIEW}


class AlreadySettled(NotNow):
    """Somebody settled the objection before."""

    code = "casework.already_settled"
    sentence = "这条异议已经在 {day} 处理。"


@transaction.atomic
def settle_objection(*, objection: Objection, settlement: str, by: Officer, on: date) -> Objection:
    """Write down what became of an objection 处理异议; the last one settled, the case may go on.

    Raises MayNot, CaseEnded, CasePaused, AlreadySettled, AlreadyHandled.
    """
    case = objection.notice.case
    level = AtLevel(objection.notice.at_level)
    permissions.require(by, ACT_OF_LEVEL[level], at=case.place, on=on)
    state.require_open(case, Deed.SETTLE_OBJECTION.label, on=on)
    state.claim(case)
    objection.refresh_from_db()
    if objection.settled_on is not None:
        raise AlreadySettled(day=objection.settled_on)
    objection.settled_on, objection.settled_by, objection.settlement = on, by, settlement
    objection.save(update_fields=["settled_on", "settled_by", "settlement"])
    case.disputed = Objection.objects.filter(notice__case=case, settled_on=None).exists()
    show(case)
    state.note(case, Deed.SETTLE_OBJECTION, from_step=case.step, by=by, on=on)
    record("casework.objection_settled", on=on, subject=objection, place=case.place)
    return objection
