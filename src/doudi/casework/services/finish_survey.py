"""End the survey: what the procedure asks to be there is there."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.audit.services.record import record
from doudi.casework import state
from doudi.casework.advance import to_next
from doudi.casework.models import Case
from doudi.casework.steps import Deed


@transaction.atomic
def finish_survey(*, case: Case, by: Officer, on: date) -> Case:
    """End the survey 结束调查; its papers must be there. minfa-2021-57#16.

    Raises what `state.require` raises.
    """
    standing = state.require(case, Deed.FINISH_SURVEY, by=by, on=on)
    before = case.step
    to_next(case, standing.rule, on=on)
    state.note(case, Deed.FINISH_SURVEY, from_step=before, by=by, on=on, cites=standing.stage.cites)
    record("casework.survey_finished", on=on, subject=case, place=case.place)
    return case
