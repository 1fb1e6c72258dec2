"""Refuse a case, with reasons."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.audit.services.record import record
from doudi.casework import deciding, state
from doudi.casework.models import Case, Decision, Reason
from doudi.casework.reasons import Ground, grounds_of
from doudi.casework.steps import Deed, Kind, Recommends
from doudi.kernel.errors import Refused


class NoReason(Refused):
    """The record of the determination names no condition that is not met."""

    code = "casework.no_reason"
    sentence = "测算记录里没有不符合条件的理由，不能不予确认。"


@transaction.atomic
def refuse(*, case: Case, by: Officer, on: date) -> Decision:
    """Refuse 不予确认, for the reasons on record: only what is definitely not met. minfa-2021-57#21.

    Raises what `state.require` raises, NotIneligible, FamilyChanged, DeterminationChanged, SamePerson, NoticeStillOpen,
    NoReason.
    """
    standing = state.require(case, Deed.REFUSE, by=by, on=on)
    opinion = deciding.require_opinion(case, Recommends.REFUSE, by=by, on=on)
    grounds = grounds_of(opinion.determination)
    if not grounds:
        raise NoReason
    decision = Decision.objects.create(
        case=case, determination=opinion.determination, kind=Kind.REFUSE, opinion=opinion, proposed_by=opinion.by,
        by=by, at_level=standing.stage.level, made_on=on,
    )  # fmt: skip
    _write(decision, grounds)
    deciding.decided(case, standing, Deed.REFUSE, by=by, on=on)
    record("casework.refused", on=on, subject=decision, place=case.place)
    return decision


def _write(decision: Decision, grounds: list[Ground]) -> None:
    Reason.objects.bulk_create(
        Reason(decision=decision, position=position, text=ground.text, cites=list(ground.cites))
        for position, ground in enumerate(grounds, start=1)
    )
