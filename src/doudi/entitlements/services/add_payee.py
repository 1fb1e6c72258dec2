"""Say who is paid, into which account."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from psycopg.types.range import DateRange

from doudi.accounts.models import Officer
from doudi.accounts.permissions import require
from doudi.accounts.roles import Act
from doudi.accounts.secrets import blind_index
from doudi.audit.services.record import record
from doudi.entitlements.models import BankAccount, Entitlement, Payee, PayeeKind
from doudi.kernel.errors import Refused

NUMBER: Final = re.compile(r"[0-9]{8,30}")


class AccountUnreadable(Refused):
    """Not the number of an account: digits, as they stand on the card or book."""

    code = "entitlements.account_unreadable"
    sentence = "账号有误：应为 8 至 30 位数字，请照卡面或存折抄写。"


class PayeeIncomplete(Refused):
    """Something is missing that says whom the money goes to, or what proves it."""

    code = "entitlements.payee_incomplete"
    sentence = "请填写{field}。"


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it stands on card or book; the holder need not be the payee."""

    holder_name: str
    number: str
    bank: str


@dataclass(frozen=True, slots=True)
class NewPayee:
    """Who is paid: `kind` of PayeeKind, `name`, and the person's key where the registry has it.

    `component_kind` limits it to one part of the amount (care to its provider); `evidence` is what was shown or signed.
    """

    kind: str
    name: str
    account: Account
    evidence: str
    person: int | None = None
    component_kind: str = ""


@transaction.atomic
def add_payee(*, entitlement: Entitlement, payee: NewPayee, by: Officer, on: date) -> Payee:
    """Register who is paid from today on 登记收款人; it takes the place of whoever was before. minfa-2021-57#25.

    Whoever pays out does not choose accounts: it takes somebody who registers applications.
    Raises MayNot, AccountUnreadable, PayeeIncomplete.
    """
    require(by, Act.REGISTER, at=entitlement.place, on=on)
    _require_complete(payee)
    added = Payee.objects.create(
        entitlement=entitlement,
        component_kind=payee.component_kind,
        kind=PayeeKind(payee.kind),
        name=payee.name.strip(),
        person_id=payee.person,
        account=_account(payee.account, entitlement.place, on),
        place=entitlement.place,
        valid=DateRange(on, None),
        evidence=payee.evidence.strip(),
        added_on=on,
        added_by=by,
    )
    persons = [] if payee.person is None else [payee.person]
    record("entitlements.payee_added", on=on, subject=added, place=added.place, persons=persons)
    return added


def _require_complete(payee: NewPayee) -> None:
    told = {
        "收款人": payee.name,
        "户名": payee.account.holder_name,
        "开户银行": payee.account.bank,
        "凭据（如身份证件、委托书、协议）": payee.evidence,
    }
    for field, text in told.items():
        if not text.strip():
            raise PayeeIncomplete(field=field)


def digits_of(number: str) -> str:
    """Return the digits of an account as they were copied. Raises AccountUnreadable."""
    digits = re.sub(r"[\s-]", "", number)
    if not NUMBER.fullmatch(digits):
        raise AccountUnreadable
    return digits


def index_of(number: str) -> str:
    """Return what finds an account by its number, however it was copied. Raises AccountUnreadable."""
    return blind_index("bank_account", digits_of(number))


def _account(given: Account, place: str, on: date) -> BankAccount:
    """Find the account among those of the place, or keep it. Raises AccountUnreadable."""
    number = digits_of(given.number)
    kept, _ = BankAccount.objects.get_or_create(
        index=index_of(number),
        holder_name=given.holder_name.strip(),
        bank=given.bank.strip(),
        place=place,
        defaults={"number": number, "opened_on": on},
    )
    return kept
