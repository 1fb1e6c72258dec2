"""Register who is paid for what a case gave; the version of the case lets a double submit be one row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.casework import state
from doudi.casework.models import Case
from doudi.entitlements.models import CardKeeper, Entitlement, Payee
from doudi.entitlements.services.add_payee import NewPayee, add_payee, index_of
from doudi.entitlements.services.keep_card import Agreement, keep_card
from doudi.kernel.errors import Refused
from doudi.payments.returns import why_returned


class OfAnotherCase(Refused):
    """What is to be paid was not given by this case."""

    code = "flows.entitlement_of_another_case"
    sentence = "办件 {number} 没有这项待遇，不能登记收款人。"


class AccountCameBack(Refused):
    """The bank returned what was paid to this account, and nobody says why it would arrive now."""

    code = "flows.account_came_back"
    sentence = "“账号”与被银行退回的账户相同（退回原因：{why}），请登记另一个账户；账户确实可用的，写明仍用它的理由。"

    def __init__(self, *, why: str) -> None:
        """Keep what the bank said."""
        self.why = why
        super().__init__(why=why)


@transaction.atomic
def register_payee(
    *, case: Case, entitlement: Entitlement, payee: NewPayee, by: Officer, on: date, still: str = ""
) -> Payee:
    """Register who is paid from today on 登记收款人; of two who saw the same case one wins. minfa-2021-57#25.

    `still` says why an account the bank returned will do now; it is kept with the evidence.
    Raises AlreadyHandled, OfAnotherCase, AccountCameBack, and what `add_payee` raises.
    """
    _require_of(case, entitlement)
    state.claim(case)
    return add_payee(entitlement=entitlement, payee=_that_arrives(payee, entitlement, still.strip()), by=by, on=on)


def _that_arrives(payee: NewPayee, entitlement: Entitlement, still: str) -> NewPayee:
    why = why_returned(index_of(payee.account.number), application=entitlement.application_id)
    if not why:
        return payee
    if not still:
        raise AccountCameBack(why=why)
    return replace(payee, evidence=f"{payee.evidence}；仍用被银行退回的账户（{why}）：{still}")


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
