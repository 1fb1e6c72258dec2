"""Let somebody act for somebody else: granted, confirmed by the one who asked for it, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Account, Citizen, Officer
from doudi.accounts.queries import names_of_accounts, require_place
from doudi.accounts.roles import Act
from doudi.accounts.secrets import blind_index
from doudi.audit.services.record import record
from doudi.intake.models import Mandate, MandateKind
from doudi.intake.state import account_of
from doudi.kernel.divisions import Level, level
from doudi.kernel.errors import NotAllowed, NotKnown, NotNow, Refused
from doudi.kernel.residentid import ResidentNumber
from doudi.kernel.spans import Span

A_DAY = timedelta(days=1)
"""A span ends before its last day; people are told the last day on which a mandate holds."""


class MandateWrong(Refused):
    """Something about the mandate is wrong: which field, and why."""

    code = "intake.mandate_wrong"
    sentence = "委托的“{field}”有误：{reason}。"


class NoSuchMandate(NotKnown):
    """There is none, or it is somebody else's."""

    code = "intake.no_such_mandate"
    sentence = "没有这项委托，或者不是您的。"


class MandateOver(NotNow):
    """The mandate has ended, or was confirmed before."""

    code = "intake.mandate_over"
    sentence = "这项委托{state}，不能再{act}。"


class HelperConfirms(NotAllowed):
    """Who was given a mandate cannot confirm that it was given."""

    code = "intake.helper_confirms"
    sentence = "委托须由委托人本人确认，受托人不能自己确认。"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks for help through somebody else: name, number, and the village or township they belong to."""

    name: str
    number: ResidentNumber
    place: str


@transaction.atomic
def grant_mandate(
    *, helper: Account, kind: str, principal: Principal, span: Span, on: date, by: Officer | Account,
    evidence: str = "",
) -> Mandate:  # fmt: skip
    """Note that somebody asked another to apply for them 委托 (minfa-2021-57#6); it waits to be confirmed.

    Raises MandateWrong, MayNot, NotAllowed where an account would give a mandate to another account.
    """
    name, place = principal.name, principal.place
    index = blind_index("resident", principal.number.full)
    _require_sound(helper, kind, name.strip(), index, span, on)
    require_place(place, on)
    if level(place) not in (Level.TOWNSHIP, Level.VILLAGE):
        raise MandateWrong(field="所在地", reason="应写到乡镇或者村")
    if isinstance(by, Officer):
        permissions.require(by, Act.REGISTER, at=place, on=on)
    elif by.pk != helper.pk:
        raise NotAllowed
    mandate = Mandate.objects.create(
        account=helper, helper_name=_name_of(helper), kind=kind, place=place,
        principal_name=name.strip(), principal_index=index, valid=(span.start, span.end), evidence=evidence,
    )  # fmt: skip
    record("intake.mandate_granted", on=on, subject=mandate, place=place)
    return mandate


def _name_of(helper: Account) -> str:
    """Return the name of a helper as it is on record when the mandate is given: the principal sees no other account."""
    known = Citizen.objects.filter(account=helper).values_list("name", flat=True).first()
    return known or names_of_accounts([helper.pk]).get(helper.pk, "")


def _require_sound(helper: Account, kind: str, name: str, index: str, span: Span, on: date) -> None:
    if kind not in MandateKind.values:
        raise MandateWrong(field="关系", reason=f"没有“{kind}”这一种")
    if not name:
        raise MandateWrong(field="委托人姓名", reason="没有填写")
    if span.end is None:
        raise MandateWrong(field="委托期间", reason="须写明哪一天为止")
    if span.end <= on:
        raise MandateWrong(field="委托期间", reason=f"到 {span.end - A_DAY} 已经结束")
    if Citizen.objects.filter(account=helper, number_index=index).exists():
        raise MandateWrong(field="委托人", reason="不能是受托人自己")


@transaction.atomic
def confirm_mandate(*, mandate: Mandate, evidence: str, by: Officer | Account, on: date, at: datetime) -> Mandate:
    """Note that the principal confirmed 确认委托: by a code, or by signing before an officer.

    Raises NoSuchMandate, MandateOver, HelperConfirms, MandateWrong, MayNot.
    """
    found = _locked(mandate)
    if isinstance(by, Officer):
        permissions.require(by, Act.REGISTER, at=found.place, on=on)
    if account_of(by).pk == found.account_id:
        raise HelperConfirms
    if found.confirmed_at is not None:
        raise MandateOver(state="已经确认", act="确认")
    _require_live(found, on, "确认")
    if not evidence.strip():
        raise MandateWrong(field="委托手续", reason="须写明委托人怎样确认的")
    found.confirmed_at, found.confirmed_by, found.evidence = at, account_of(by), evidence.strip()
    found.save(update_fields=["confirmed_at", "confirmed_by", "evidence"])
    record("intake.mandate_confirmed", on=on, subject=found, place=found.place)
    return found


@transaction.atomic
def end_mandate(*, mandate: Mandate, by: Officer | Account, on: date) -> Mandate:
    """End a mandate 终止委托; from this day on the helper sees nothing of it.

    Raises NoSuchMandate, MandateOver, MayNot."""
    found = _locked(mandate)
    if isinstance(by, Officer):
        permissions.require(by, Act.REGISTER, at=found.place, on=on)
    _require_live(found, on, "终止")
    found.ended_on = on
    found.save(update_fields=["ended_on"])
    record("intake.mandate_ended", on=on, subject=found, place=found.place)
    return found


def _locked(mandate: Mandate) -> Mandate:
    found = Mandate.objects.select_for_update().filter(pk=mandate.pk).first()
    if found is None:
        raise NoSuchMandate
    return found


def _require_live(mandate: Mandate, on: date, act: str) -> None:
    if mandate.ended_on is not None:
        raise MandateOver(state=f"已于 {mandate.ended_on} 终止", act=act)
    until = mandate.valid.upper
    if until is not None and until <= on:
        raise MandateOver(state=f"到 {until - A_DAY} 已经期满", act=act)
