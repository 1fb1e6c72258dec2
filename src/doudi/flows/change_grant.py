"""Change what was granted: the decision, what it ends and gives instead, and its letter are made together.

A new amount is a new entitlement, paid to whoever the old one was paid to; the old one ends with the month before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.casework.models import Case, Decision, Letter, Opinion
from doudi.casework.reasons import Ground
from doudi.casework.services.adjust import adjust
from doudi.casework.services.stop import stop
from doudi.casework.services.suspend import suspend
from doudi.casework.steps import Recommends
from doudi.entitlements.models import Entitlement
from doudi.entitlements.queries import given_by, with_ends
from doudi.entitlements.services.carry_payees import carry_payees
from doudi.entitlements.services.end_entitlement import end_entitlement
from doudi.entitlements.services.grant_entitlement import grant_entitlement
from doudi.flows.closing import tell
from doudi.flows.decide import parts_of, persons_of
from doudi.kernel.errors import Refused

ENDING = {Recommends.SUSPEND: suspend, Recommends.STOP: stop}


class NotAnEnding(Refused):
    """The opinion proposes neither to suspend nor to stop."""

    code = "flows.not_an_ending"
    sentence = "这份意见是“{recommends}”，不是停发或者终止。"


@transaction.atomic
def adjust_and_tell(
    *, opinion: Opinion, reasons: Sequence[Ground], by: Officer, on: date, first_month: date | None = None
) -> tuple[Entitlement, Letter]:
    """Adjust what was granted 增发、减发, or pay again what was suspended. minfa-2021-57#31, #32.

    Raises what `adjust`, `end_entitlement`, `grant_entitlement` and `issue_letter` raise.
    """
    decision = adjust(opinion=opinion, reasons=list(reasons), by=by, on=on, first_month=first_month)
    before = _newest(decision.case)
    _end(decision, by=by, on=on)
    determination = decision.determination
    made = grant_entitlement(
        decision=decision, parts=parts_of(determination), persons=persons_of(determination), by=by, on=on
    )
    if before is not None:
        carry_payees(before=before, after=made, by=by, on=on)
    return made, tell(decision=decision, by=by, on=on)


@transaction.atomic
def end_and_tell(
    *, opinion: Opinion, reasons: Sequence[Ground], by: Officer, on: date, first_month: date | None = None
) -> tuple[Decision, Letter]:
    """Suspend or stop what was granted 停发、终止, as was proposed. minfa-2021-57#32, minfa-2021-43#24, #26.

    Raises NotAnEnding, and what `suspend` or `stop`, `end_entitlement` and `issue_letter` raise.
    """
    proposed = Recommends(opinion.recommends)
    if proposed not in ENDING:
        raise NotAnEnding(recommends=proposed.label)
    decision = ENDING[proposed](opinion=opinion, reasons=list(reasons), by=by, on=on, first_month=first_month)
    _end(decision, by=by, on=on)
    return decision, tell(decision=decision, by=by, on=on)


def _newest(case: Case) -> Entitlement | None:
    return given_by(case.decisions.values_list("pk", flat=True)).first()


def _end(decision: Decision, *, by: Officer, on: date) -> None:
    """End whatever the case still pays in the first month of the decision or later."""
    given = Entitlement.objects.filter(decision__case=decision.case_id)
    for each in with_ends(given).order_by("pk"):
        last: date | None = each.last_month  # type: ignore[attr-defined] - annotated by with_ends
        if decision.first_month and (last is None or last >= decision.first_month):
            end_entitlement(entitlement=each, decision=decision, by=by, on=on)
