"""Confirm the grant of a case."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.audit.services.record import record
from doudi.casework import deciding, state
from doudi.casework.models import Case, Decision
from doudi.casework.steps import Deed, Kind, Recommends


@transaction.atomic
def confirm(*, case: Case, by: Officer, on: date, first_month: date | None = None) -> Decision:
    """Confirm the grant 确认同意, of the amount that the opinion's determination bears. minfa-2021-57#21.

    `first_month` (a first day of a month) only where no text says from when the money runs. Raises what
    `state.require` raises, NotEligible, FamilyChanged, DeterminationChanged, SamePerson, NoticeStillOpen,
    FirstMonthUnknown, FirstMonthFixed.
    """
    standing = state.require(case, Deed.CONFIRM, by=by, on=on)
    opinion = deciding.require_opinion(case, Recommends.GRANT, by=by, on=on)
    month = deciding.first_month(standing.rule, on=on, given=first_month)
    decision = Decision.objects.create(
        case=case, determination=opinion.determination, kind=Kind.GRANT, amount_fen=opinion.determination.amount_fen,
        first_month=month, opinion=opinion, proposed_by=opinion.by, by=by, at_level=standing.stage.level, made_on=on,
    )  # fmt: skip
    deciding.decided(case, standing, Deed.CONFIRM, by=by, on=on)
    record("casework.confirmed", on=on, subject=decision, place=case.place)
    return decision
