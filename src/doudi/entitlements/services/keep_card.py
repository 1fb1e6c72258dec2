"""Record that an officer keeps a family's card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.accounts.permissions import require
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.entitlements.models import CardKeeper, Payee
from doudi.kernel.errors import Refused


class AgreementMissing(Refused):
    """Who keeps the card, and the written agreement with the family, must be told."""

    code = "entitlements.agreement_missing"
    sentence = "代为保管存折或银行卡，须有与家庭成员签订的书面协议（minfa-2021-57#26）：请填写{field}。"


class AgreementNotFiled(Refused):
    """The agreement was not filed with the county, or on an impossible day."""

    code = "entitlements.agreement_not_filed"
    sentence = "书面协议须先签订（{agreed}）、再报县级民政部门备案（{filed}），且不晚于今天（{day}）。"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A written agreement that somebody keeps a family's card: who, of which office, and where the paper is."""

    keeper: str
    office: str
    paper: str
    agreed_on: date
    filed_on: date


@transaction.atomic
def keep_card(*, payee: Payee, agreement: Agreement, by: Officer, on: date) -> CardKeeper:
    """Record who keeps the card of a payee 代为保管, with the agreement. minfa-2021-57#26.

    Raises MayNot, AgreementMissing, AgreementNotFiled.
    """
    require(by, Act.REGISTER, at=payee.place, on=on)
    for field, text in (("保管人", agreement.keeper), ("单位", agreement.office), ("协议存放处", agreement.paper)):
        if not text.strip():
            raise AgreementMissing(field=field)
    if not agreement.agreed_on <= agreement.filed_on <= on:
        raise AgreementNotFiled(agreed=agreement.agreed_on, filed=agreement.filed_on, day=on)
    keeper = CardKeeper.objects.create(
        payee=payee, place=payee.place, name=agreement.keeper.strip(), office=agreement.office.strip(),
        agreement=agreement.paper.strip(), agreed_on=agreement.agreed_on, filed_on=agreement.filed_on,
        recorded_on=on, recorded_by=by,
    )  # fmt: skip
    record("entitlements.card_kept", on=on, subject=keeper, place=keeper.place)
    return keeper
