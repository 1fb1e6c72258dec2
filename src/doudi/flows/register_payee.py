"""Register who is paid for what a case gave; the version of the case lets a double submit be one row."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.casework import state
from doudi.casework.models import Case
from doudi.entitlements.models import CardKeeper, Entitlement, Payee
from doudi.entitlements.services.add_payee import NewPayee, add_payee
from doudi.entitlements.services.keep_card import Agreement, keep_card
from doudi.kernel.errors import Refused


class OfAnotherCase(Refused):
    """What is to be paid was not given by this case."""

    code = "flows.entitlement_of_another_case"
    sentence = "办件 {number} 没有这项待遇，不能登记收款人。"


@transaction.atomic
def register_payee(*, case: Case, entitlement: Entitlement, payee: NewPayee, by: Officer, on: date) -> Payee:
    """Register who is paid from today on 登记收款人; of two who saw the same case one wins. minfa-2021-57#25.

    Raises AlreadyHandled, OfAnotherCase, and what `add_payee` raises.
    """
    _require_of(case, entitlement)
    state.claim(case)
    return add_payee(entitlement=entitlement, payee=payee, by=by, on=on)


@transaction.atomic
def register_keeper(*, case: Case, payee: Payee, agreement: Agreement, by: Officer, on: date) -> CardKeeper:
    """Record who keeps the card of a payee 登记代管. minfa-2021-57#26.

    Raises AlreadyHandled, OfAnotherCase, and what `keep_card` raises.
    """
    _require_of(case, payee.entitlement)
    state.claim(case)
    return keep_card(payee=payee, agreement=agreement, by=by, on=on)


def _require_of(case: Case, entitlement: Entitlement) -> None:
    if entitlement.decision.case_id != case.pk:
        raise OfAnotherCase(number=case.number)
