"""A family objects to the result of a check, and the check is made again."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Account, Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.intake.models import Application, Document
from doudi.intake.state import account_of, locked, require_hand
from doudi.kernel.errors import NotKnown, NotNow, Refused
from doudi.verification.models import CheckRequest, Objection
from doudi.verification.objections import settled_otherwise, waiting_objection
from doudi.verification.services.request_check import request_check, require_accepted

LONGEST = 1000


class NothingToObject(NotNow):
    """Nothing counts otherwise than the family declared it."""

    code = "verification.nothing_to_object"
    sentence = "目前没有哪一项的认定和申报的不同，不用提出异议。"


class AlreadyObjected(NotNow):
    """An objection waits for its re-check."""

    code = "verification.already_objected"
    sentence = "{day} 提出的异议正在等候复核，不用重复提出。"


class ObjectionWrong(Refused):
    """The reason is missing or too long."""

    code = "verification.objection_wrong"
    sentence = "异议的理由有误：{reason}。"


class NoObjection(NotKnown):
    """None waits, or none that the actor may see."""

    code = "verification.no_objection"
    sentence = "没有等候复核的异议，或者不在您的办理范围内。"


@transaction.atomic
def object_to_check(
    *, application: Application, reason: str, by: Officer | Account, on: date, document: Document | None = None
) -> Objection:
    """Note that a family objects to what counts instead of what it declared 提出异议; it waits for a re-check.

    Raises NoSuchApplication, NotYours, MayNot, AlreadyWithdrawn, AlreadyClosed, NotAcceptedYet, NothingToObject,
    AlreadyObjected, ObjectionWrong.
    """
    found = locked(application)
    require_hand(by, found, act=Act.REGISTER, on=on)
    require_accepted(found, "提出异议")
    waiting = waiting_objection(found)
    if waiting is not None:
        raise AlreadyObjected(day=waiting.filed_on)
    if not settled_otherwise(found):
        raise NothingToObject
    told = reason.strip()
    if not told or len(told) > LONGEST:
        raise ObjectionWrong(reason=f"须写明哪里不对、为什么，最多 {LONGEST} 字")
    if document is not None and document.application_id != found.pk:
        raise ObjectionWrong(reason="证据不是这份申请的材料")
    objection = Objection.objects.create(
        application=found, reason=told, document=document, filed_by=account_of(by), filed_on=on
    )
    record("verification.objected", on=on, subject=objection, place=found.place)
    return objection


@transaction.atomic
def recheck(*, application: Application, by: Officer, on: date) -> CheckRequest:
    """Ask the same sources again because the family objects 复核; the objection then waits no more.

    Raises NoObjection, and what `request_check` raises.
    """
    waiting = Objection.objects.select_for_update(of=("self",)).filter(application=application, recheck=None).first()
    last = CheckRequest.objects.filter(application=application).order_by("pk").last()
    if waiting is None or last is None:
        raise NoObjection
    again = request_check(application=application, sources=tuple(last.sources), by=by, on=on)
    waiting.recheck = again
    waiting.save(update_fields=["recheck"])
    record("verification.rechecked", on=on, subject=waiting, place=waiting.application.place)
    return again
