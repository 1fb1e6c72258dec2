"""Ask for a family's circumstances to be checked."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.intake.models import Application, FamilyMember
from doudi.intake.state import locked, require_open
from doudi.kernel.errors import NotNow, Refused
from doudi.verification.models import CheckRequest
from doudi.verification.queries import without_consent
from doudi.verification.sources import sourcebook


class ConsentMissing(NotNow):
    """Members have not given leave for all the sources; `members` lists them."""

    code = "verification.consent_missing"
    sentence = "{names}还没有签署核对授权（或者授权已到期、撤回、不包括所选来源），不能提请核对。"

    def __init__(self, members: list[FamilyMember]) -> None:
        """Name the members."""
        self.members = members
        super().__init__(names="、".join(member.name for member in members))

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way between processes."""
        return ConsentMissing, (self.members,)


class NothingAsked(Refused):
    """No source was chosen."""

    code = "verification.nothing_asked"
    sentence = "至少选择一个要查询的来源。"


class NotAcceptedYet(NotNow):
    """Nothing is asked about a family whose application was not accepted."""

    code = "verification.not_accepted_yet"
    sentence = "申请 {number} 还没有受理，不能{act}。"


@transaction.atomic
def request_check(*, application: Application, sources: tuple[str, ...], by: Officer, on: date) -> CheckRequest:
    """Ask for a check 提请核对 (minfa-2021-57#15), with the live consent of every member who can be reached.

    Raises NoSuchApplication, MayNot, AlreadyWithdrawn, AlreadyClosed, NotAcceptedYet, NothingAsked, SourceUnknown,
    ConsentMissing.
    """
    found = locked(application)
    permissions.require(by, Act.INVESTIGATE, at=found.place, on=on)
    require_accepted(found, "提请核对")
    if not sources:
        raise NothingAsked
    sourcebook().require(sources, found.place, on)
    missing = without_consent(found, sources, on)
    if missing:
        raise ConsentMissing(missing)
    request = CheckRequest.objects.create(
        application=found, requested_on=on, requested_by=by, sources=list(dict.fromkeys(sources))
    )
    persons = [key for key in found.members.values_list("person", flat=True) if key]
    record("verification.requested", on=on, subject=request, place=found.place, persons=persons)
    return request


def require_accepted(application: Application, act: str) -> None:
    """Refuse an application that waits, was withdrawn or is closed.

    Raises NotAcceptedYet, AlreadyWithdrawn, AlreadyClosed.
    """
    require_open(application)
    if application.accepted_on is None:
        raise NotAcceptedYet(number=application.number, act=act)


def require_reviewable(application: Application, act: str) -> None:
    """Refuse an application that waits or was withdrawn. A closed one is looked at again: what was given is reviewed.

    minfa-2021-57#31. Raises NotAcceptedYet, AlreadyWithdrawn.
    """
    if application.closed_on is None or application.accepted_on is None:
        require_accepted(application, act)
