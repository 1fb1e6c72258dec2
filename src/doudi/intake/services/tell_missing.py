"""Tell the family what its application lacks: once, and everything."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.intake.models import Application, Supplement
from doudi.intake.queries import missing_papers
from doudi.intake.state import locked, require_not_accepted
from doudi.kernel.errors import NotNow, Refused


class AlreadyTold(NotNow):
    """The law lets a family be told once."""

    code = "intake.already_told"
    sentence = "已于 {day} 一次性告知过应补的材料，不能再次要求补正；材料齐备即应受理。"


class NothingMissing(NotNow):
    """The application lacks nothing, so it has to be accepted."""

    code = "intake.nothing_missing"
    sentence = "材料齐备，应当受理，没有需要补正的内容。"


class DueTooEarly(Refused):
    """The day until which papers may be handed in does not lie ahead."""

    code = "intake.due_too_early"
    sentence = "补齐期限 {due} 应晚于告知日 {day}。"


@transaction.atomic
def tell_missing(
    *, application: Application, by: Officer, on: date, due_on: date | None = None, programme: str | None = None,
    signed: Collection[str] = (),
) -> Supplement:  # fmt: skip
    """Tell everything that is missing, once 一次性告知 (minfa-2021-57#10). No clock runs yet.

    `signed` are papers in place of which everybody signed.

    Raises NoSuchApplication, MayNot, AlreadyAccepted, AlreadyWithdrawn, AlreadyClosed, AlreadyTold, NothingMissing,
    DueTooEarly.
    """
    found = locked(application)
    permissions.require(by, Act.ACCEPT, at=found.place, on=on)
    require_not_accepted(found)
    told = Supplement.objects.filter(application=found).first()
    if told is not None:
        raise AlreadyTold(day=told.told_on)
    if due_on is not None and due_on <= on:
        raise DueTooEarly(due=due_on, day=on)
    missing = missing_papers(found, programme=programme, signed=signed)
    if not missing:
        raise NothingMissing
    items = [each.as_dict() for each in missing]
    told = Supplement.objects.create(application=found, told_on=on, told_by=by, due_on=due_on, items=items)
    record("intake.missing_told", on=on, subject=found, place=found.place, details={"items": len(items)})
    return told
