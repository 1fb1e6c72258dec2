"""The county's own opinion, where the procedure has it before the confirmation."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.audit.services.record import record
from doudi.casework import state
from doudi.casework.advance import ObjectionOpen, to_next
from doudi.casework.models import Case, Opinion
from doudi.casework.opinions import require_borne, require_living
from doudi.casework.steps import AtLevel, Deed, Recommends
from doudi.determination.models import Determination


@transaction.atomic
def review(
    *, case: Case, determination: Determination, recommends: Recommends, text: str, by: Officer, on: date
) -> Opinion:
    """Give the county's opinion 审核意见. minfa-2012-220#26.

    Raises what `state.require` raises, ObjectionOpen, what `require_borne` raises, FamilyChanged.
    """
    standing = state.require(case, Deed.REVIEW, by=by, on=on)
    if case.disputed:
        raise ObjectionOpen(number=case.number)
    require_borne(case, determination, recommends)
    require_living(determination, on=on)
    opinion = Opinion.objects.create(
        case=case, determination=determination, recommends=recommends, at_level=AtLevel.COUNTY, text=text, by=by,
        given_on=on,
    )  # fmt: skip
    before = case.step
    to_next(case, standing.rule, on=on)
    state.note(case, Deed.REVIEW, from_step=before, by=by, on=on, cites=standing.stage.cites)
    record("casework.reviewed", on=on, subject=opinion, place=case.place)
    return opinion
