"""Propose to change or end what was granted."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework import changing, state
from doudi.casework.models import Case, Opinion
from doudi.casework.opinions import require_about
from doudi.casework.steps import AtLevel, Kind, Recommends
from doudi.determination.models import Determination

PROPOSED = "change_proposed"


@transaction.atomic
def propose_change(
    *, case: Case, determination: Determination, recommends: Recommends, text: str, by: Officer, on: date
) -> Opinion:
    """Propose to adjust, suspend or stop what was granted 建议增发、减发、停发. minfa-2021-57#31.

    Raises MayNot, NotGranted, NoRuleToChange, OfAnotherCase, AlreadyHandled.
    """
    permissions.require(by, Act.GIVE_OPINION, at=case.place, on=on)
    changing.require_granted(case)
    change = changing.rule_for(case, Kind(recommends))
    require_about(case, determination)
    state.claim(case)
    opinion = Opinion.objects.create(
        case=case, determination=determination, recommends=recommends, at_level=AtLevel.TOWNSHIP, text=text, by=by,
        given_on=on,
    )  # fmt: skip
    state.note(case, PROPOSED, from_step=case.step, by=by, on=on, cites=change.cites)
    record("casework.change_proposed", on=on, subject=opinion, place=case.place)
    return opinion
