"""Carry over who is paid from what was given before to what is given instead."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from psycopg.types.range import DateRange

from doudi.accounts.models import Officer
from doudi.accounts.permissions import require
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.entitlements.models import CardKeeper, Entitlement, Payee
from doudi.entitlements.services.end_entitlement import OtherCase


@transaction.atomic
def carry_payees(*, before: Entitlement, after: Entitlement, by: Officer, on: date) -> list[Payee]:
    """Let those who are paid for `before` be paid for `after` 沿用收款人, with the evidence that was shown then.

    Nobody chooses an account here: for the whole and for each part the last one told counts, and its keepers go with
    it. Somebody who was told for `after` already stays. Raises MayNot, OtherCase.
    """
    require(by, Act.CONFIRM, at=after.place, on=on)
    if (before.application_id, before.programme) != (after.application_id, after.programme):
        raise OtherCase
    told = set(after.payees.values_list("component_kind", flat=True))
    last = {payee.component_kind: payee for payee in before.payees.filter(valid__contains=on).order_by("pk")}
    return [_carried(payee, after, by=by, on=on) for kind, payee in last.items() if kind not in told]


def _carried(payee: Payee, after: Entitlement, *, by: Officer, on: date) -> Payee:
    made = Payee.objects.create(
        entitlement=after, component_kind=payee.component_kind, kind=payee.kind, name=payee.name,
        person_id=payee.person_id, account_id=payee.account_id, place=after.place, valid=DateRange(on, None),
        evidence=payee.evidence, added_on=on, added_by=by,
    )  # fmt: skip
    CardKeeper.objects.bulk_create(
        CardKeeper(
            payee=made, place=made.place, name=kept.name, office=kept.office, agreement=kept.agreement,
            agreed_on=kept.agreed_on, filed_on=kept.filed_on, recorded_on=kept.recorded_on,
            recorded_by_id=kept.recorded_by_id,
        )
        for kept in payee.keepers.order_by("pk")
    )  # fmt: skip
    persons = [] if payee.person_id is None else [payee.person_id]
    record("entitlements.payee_carried", on=on, subject=made, place=made.place, persons=persons)
    return made
