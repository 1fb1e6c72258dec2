"""A member gives leave to ask about them, takes it back, or cannot be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Account, Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.intake.models import Document, FamilyMember
from doudi.intake.state import require_hand, require_open
from doudi.kernel.errors import NotKnown, NotNow, Refused
from doudi.standards.majority import is_minor
from doudi.verification.models import Consent, ConsentEnd, ConsentSigner, Unreachable
from doudi.verification.roster import mark
from doudi.verification.sources import sourcebook

AUTHORISATION = "authorisation"


class ConsentWrong(Refused):
    """Something about the consent is wrong: which field, and why."""

    code = "verification.consent_wrong"
    sentence = "核对授权的“{field}”有误：{reason}。"


class NoSuchMember(NotKnown):
    """There is none, or none that the actor may see."""

    code = "verification.no_such_member"
    sentence = "没有这名家庭成员，或者不在您的办理范围内。"


class ConsentOver(NotNow):
    """The consent has ended before."""

    code = "verification.consent_over"
    sentence = "这份授权已于 {day} 终止：{why}。"


class AlreadyUnreachable(NotNow):
    """It was noted before that the member's leave cannot be had."""

    code = "verification.already_unreachable"
    sentence = "已于 {day} 登记过无法取得授权。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed, for what, and on which paper; `until` is the first day it no longer holds."""

    signer: str
    signer_name: str
    sources: tuple[str, ...]
    purpose: str
    document: Document | None = None
    until: date | None = None


@transaction.atomic
def sign_consent(*, member: FamilyMember, signature: Signature, by: Officer | Account, on: date) -> Consent:
    """Note a member's leave to ask sources 签署核对授权 (minfa-2021-57#9.3). A guardian signs for a minor.

    Raises NoSuchMember, NotYours, MayNot, AlreadyWithdrawn, AlreadyClosed, ConsentWrong, SourceUnknown.
    """
    found = _seen(member)
    require_open(found.application)
    require_hand(by, found.application, act=Act.REGISTER, on=on)
    _require_sound(found, signature, on)
    sourcebook().require(signature.sources, found.application.place, on)
    consent = Consent.objects.create(
        member=found, purpose=signature.purpose.strip(), sources=list(signature.sources), signed_on=on,
        signer=signature.signer, signer_name=signature.signer_name.strip(), document=signature.document,
        until_on=signature.until,
    )  # fmt: skip
    mark([found])
    record("verification.consented", on=on, subject=consent, place=found.application.place)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Officer | Account, on: date) -> Consent:
    """Note that a member took their leave back 撤回授权: from this day on nothing is asked about them.

    Raises NoSuchMember, NotYours, MayNot, ConsentOver.
    """
    found = Consent.objects.select_for_update(of=("self",)).filter(pk=consent.pk).first()
    if found is None:
        raise NoSuchMember
    require_hand(by, found.member.application, act=Act.REGISTER, on=on)
    if found.ended_on is not None and found.ended_on <= on:
        raise ConsentOver(day=found.ended_on, why=ConsentEnd(found.ended_why).label)
    found.ended_on, found.ended_why = on, ConsentEnd.WITHDRAWN
    found.save(update_fields=["ended_on", "ended_why"])
    record("verification.consent_withdrawn", on=on, subject=found, place=found.member.application.place)
    return found


@transaction.atomic
def note_unreachable(*, member: FamilyMember, reason: str, by: Officer, on: date) -> Unreachable:
    """Note that a member's leave cannot be had 无法取得授权; nothing is asked about them.

    Raises NoSuchMember, MayNot, AlreadyUnreachable, ConsentWrong.
    """
    found = _seen(member)
    permissions.require(by, Act.INVESTIGATE, at=found.application.place, on=on)
    before = Unreachable.objects.filter(member=found).first()
    if before is not None:
        raise AlreadyUnreachable(day=before.noted_on)
    if not reason.strip():
        raise ConsentWrong(field="原因", reason="须写明为什么无法取得授权")
    noted = Unreachable.objects.create(member=found, reason=reason.strip(), noted_on=on, noted_by=by)
    record("verification.unreachable", on=on, subject=noted, place=found.application.place)
    return noted


def _seen(member: FamilyMember) -> FamilyMember:
    found = FamilyMember.objects.select_related("application__mandate").filter(pk=member.pk).first()
    if found is None:
        raise NoSuchMember
    return found


def _require_sound(member: FamilyMember, signature: Signature, on: date) -> None:
    if signature.signer not in ConsentSigner.values:
        raise ConsentWrong(field="签署人身份", reason="应是本人或者监护人")
    if not signature.signer_name.strip() or not signature.purpose.strip():
        raise ConsentWrong(field="签署人、用途", reason="没有填写")
    if not signature.sources:
        raise ConsentWrong(field="来源", reason="至少授权查询一个来源")
    if signature.until is not None and signature.until <= on:
        raise ConsentWrong(field="期限", reason=f"到 {signature.until} 已经结束")
    if signature.signer == ConsentSigner.SELF and _is_child(member, on):
        raise ConsentWrong(field="签署人身份", reason=f"{member.name}未成年，须由监护人签署")
    document = signature.document
    if document is not None and (document.application_id, document.kind) != (member.application_id, AUTHORISATION):
        raise ConsentWrong(field="授权书", reason="应是这份申请的授权书")


def _is_child(member: FamilyMember, on: date) -> bool:
    return member.born_on is not None and is_minor(member.born_on, place=member.application.place, on=on)
