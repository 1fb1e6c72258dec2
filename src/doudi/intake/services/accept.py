"""Accept an application: its file is complete, and from this day the law's clock runs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db import IntegrityError, transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.intake.models import Application, FamilyMember
from doudi.intake.models.application import NEEDS_CONFIRMATION
from doudi.intake.queries import Missing, missing_papers
from doudi.intake.state import locked, require_not_accepted
from doudi.kernel.errors import NotNow, Refused


class FileIncomplete(NotNow):
    """Papers or statements are missing; `missing` lists them."""

    code = "intake.file_incomplete"
    sentence = "材料不齐备，不能受理，还缺：{items}。"

    def __init__(self, missing: list[Missing]) -> None:
        """List what is missing."""
        self.missing = missing
        super().__init__(items="、".join(str(each) for each in missing))

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way between processes."""
        return FileIncomplete, (self.missing,)


class NotConfirmed(NotNow):
    """Somebody else filed it, and the applicant has not said yet that they want it."""

    code = "intake.not_confirmed"
    sentence = "这份申请由他人代为提出，申请人本人还没有确认，不能受理。"


class MemberUnregistered(Refused):
    """A member has no key of the registry."""

    code = "intake.member_unregistered"
    sentence = "家庭成员{name}还没有在人员库登记，不能受理。"


class SamePersonTwice(Refused):
    """Two members were given the same person's key."""

    code = "intake.same_person_twice"
    sentence = "{name}和另一名家庭成员登记成了同一个人，请核对姓名和证件。"


class OpenElsewhere(NotNow):
    """Another application of the same applicant was accepted in this township and is not closed."""

    code = "intake.open_elsewhere"
    sentence = "申请人在本乡镇已有受理的申请{number}，还没有办结，不能再受理一份。"


@transaction.atomic
def accept(
    *, application: Application, persons: Mapping[int, int], by: Officer, on: date, near_relative_of: str = "",
    programme: str | None = None, signed: Collection[str] = (),
) -> Application:  # fmt: skip
    """Accept an application 受理 (minfa-2021-57#10); `persons` gives each member's key in the registry.

    `near_relative_of` names the officer or committee member somebody of the family is closely related to: such an
    application is registered apart (#11). `signed` are papers in place of which everybody signed.

    Raises NoSuchApplication, MayNot, AlreadyAccepted, AlreadyWithdrawn,
    AlreadyClosed, NotConfirmed, FileIncomplete, MemberUnregistered, SamePersonTwice, OpenElsewhere.
    """
    found = locked(application)
    permissions.require(by, Act.ACCEPT, at=found.place, on=on)
    require_not_accepted(found)
    if found.confirmed_on is None and (found.mandate_id is not None or found.channel in NEEDS_CONFIRMATION):
        raise NotConfirmed
    missing = missing_papers(found, programme=programme, signed=signed)
    if missing:
        raise FileIncomplete(missing)
    members = list(found.members.order_by("position"))
    _name_persons(members, persons)
    _accept(found, by, on, near_relative_of.strip())
    record("intake.accepted", on=on, subject=found, place=found.place, persons=persons.values())
    return found


def _name_persons(members: list[FamilyMember], persons: Mapping[int, int]) -> None:
    seen: set[int] = set()
    for member in members:
        key = persons.get(member.pk)
        if key is None:
            raise MemberUnregistered(name=member.name)
        if key in seen:
            raise SamePersonTwice(name=member.name)
        seen.add(key)
        member.person_id = key
    FamilyMember.objects.bulk_update(members, ["person"])


def _accept(found: Application, by: Officer, on: date, near_relative_of: str) -> None:
    _require_alone(found)
    found.accepted_on, found.accepted_by = on, by
    found.near_relative, found.near_relative_of = bool(near_relative_of), near_relative_of
    try:
        with transaction.atomic():
            found.save(update_fields=["accepted_on", "accepted_by", "near_relative", "near_relative_of"])
    except IntegrityError:
        _require_alone(found)
        raise


def _require_alone(found: Application) -> None:
    rivals = Application.objects.filter(
        applicant_index=found.applicant_index, township=found.township, accepted_on__isnull=False,
        withdrawn_on__isnull=True, closed_on__isnull=True,
    )  # fmt: skip
    rival = rivals.exclude(pk=found.pk).first() if found.applicant_index else None
    if rival is not None:
        raise OpenElsewhere(number=rival.number)
