"""Turn a decision into what is paid: an amount a month, its parts with their articles, and for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from doudi.accounts.models import Officer
from doudi.accounts.permissions import require
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework.models import Decision
from doudi.casework.steps import Kind
from doudi.entitlements.models import Beneficiary, Component, Entitlement
from doudi.kernel.errors import NotNow, Refused
from doudi.kernel.money import Fen, format_yuan


class GrantsNothing(NotNow):
    """The decision refuses, suspends or ends: there is nothing to pay by it."""

    code = "entitlements.grants_nothing"
    sentence = "这是“{kind}”的决定，不产生待遇。"


class PartsDiffer(Refused):
    """The parts of the amount do not add up to what was decided."""

    code = "entitlements.parts_differ"
    sentence = "金额构成合计 {parts} 元，与决定的月金额 {decided} 元不符。"


class NobodyNamed(Refused):
    """An entitlement is for somebody."""

    code = "entitlements.nobody_named"
    sentence = "没有保障对象，不能登记待遇。"


class AlreadyBenefits(NotNow):
    """Somebody of the family already has this programme in one of these months."""

    code = "entitlements.already_benefits"
    sentence = "家庭中有人在同一月份已享受同一救助项目，须先终止原待遇。"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the amount to be granted: `kind` of ComponentKind, of one member (a key) or of the family."""

    kind: str
    amount_fen: Fen
    cites: str
    member: int | None = None


@transaction.atomic
def grant_entitlement(
    *, decision: Decision, parts: Sequence[Part], persons: Iterable[int], by: Officer, on: date
) -> Entitlement:
    """Grant what a decision gives, from its first month on 登记待遇. minfa-2021-57#21. A second time returns the first.

    `persons` are keys of the registry. Raises MayNot, GrantsNothing, PartsDiffer, NobodyNamed, AlreadyBenefits.
    """
    case = decision.case
    require(by, Act.CONFIRM, at=case.place, on=on)
    if decision.kind not in {Kind.GRANT, Kind.ADJUST} or decision.amount_fen is None or decision.first_month is None:
        raise GrantsNothing(kind=Kind(decision.kind).label)
    granted = Entitlement.objects.filter(decision=decision).first()
    if granted is not None:
        return granted
    named = sorted(set(persons))
    _require_whole(parts, decision.amount_fen, named)
    entitlement = Entitlement.objects.create(
        decision=decision, application_id=case.application_id, programme=case.programme, place=case.place,
        first_month=decision.first_month, amount_fen=decision.amount_fen, granted_on=on, granted_by=by,
    )  # fmt: skip
    _add_parts(entitlement, parts)
    _add_beneficiaries(entitlement, named)
    record("entitlements.granted", on=on, subject=entitlement, place=entitlement.place, persons=named)
    return entitlement


def _require_whole(parts: Sequence[Part], decided: Fen, persons: Sequence[int]) -> None:
    summed = sum(part.amount_fen for part in parts)
    if summed != decided:
        raise PartsDiffer(parts=format_yuan(summed), decided=format_yuan(decided))
    if not persons:
        raise NobodyNamed


def _add_parts(entitlement: Entitlement, parts: Sequence[Part]) -> None:
    Component.objects.bulk_create(
        Component(
            entitlement=entitlement, kind=part.kind, member_id=part.member, place=entitlement.place,
            amount_fen=part.amount_fen, cites=part.cites,
        )
        for part in parts
        if part.amount_fen
    )  # fmt: skip


def _add_beneficiaries(entitlement: Entitlement, persons: Sequence[int]) -> None:
    """Raise AlreadyBenefits where the database finds somebody twice in a programme and month."""
    months = DateRange(entitlement.first_month, None)
    try:
        with transaction.atomic():
            Beneficiary.objects.bulk_create(
                Beneficiary(
                    entitlement=entitlement, person_id=person, programme=entitlement.programme,
                    place=entitlement.place, months=months,
                )
                for person in persons
            )  # fmt: skip
    except IntegrityError as error:
        if "beneficiary_once_a_month" in str(error):
            raise AlreadyBenefits from error
        raise
