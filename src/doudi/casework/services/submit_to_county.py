"""Hand the file of a case to the county."""

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
def submit_to_county(*, case: Case, by: Officer, on: date) -> Case:
    """Hand the file to the county 报送, once the notice has ended. minfa-2021-57#19.

    Raises what `state.require` raises.
    """
    standing = state.require(case, Deed.SUBMIT, by=by, on=on)
    before = case.step
    to_next(case, standing.rule, on=on)
    state.note(case, Deed.SUBMIT, from_step=before, by=by, on=on, cites=standing.stage.cites)
    record("casework.submitted", on=on, subject=case, place=case.place)
    return case
