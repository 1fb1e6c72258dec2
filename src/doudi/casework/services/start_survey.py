"""Start the survey of a family's circumstances."""

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
def start_survey(*, case: Case, by: Officer, on: date) -> Case:
    """Start the survey 启动调查. minfa-2021-57#15.

    Raises what `state.require` raises.
    """
    standing = state.require(case, Deed.START_SURVEY, by=by, on=on)
    before = case.step
    to_next(case, standing.rule, on=on)
    state.note(case, Deed.START_SURVEY, from_step=before, by=by, on=on, cites=standing.stage.cites)
    record("casework.survey_started", on=on, subject=case, place=case.place)
    return case
