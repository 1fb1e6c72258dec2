"""Note in one go which sources have nothing on record of which members."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.audit.services.record import record
from doudi.intake.models import FamilyMember
from doudi.verification.facts import NotOfThisFamily
from doudi.verification.models import AnswerKind, CheckRequest, SourceAnswer
from doudi.verification.recounting import recount
from doudi.verification.services.record_answer import (
    Answer,
    NoSuchRequest,
    require_authority,
    require_consented,
    require_sound,
)
from doudi.verification.services.request_check import require_accepted


@transaction.atomic
def record_nothing_found(
    *, request: CheckRequest, members: Sequence[FamilyMember], sources: Sequence[str], by: Officer, on: date
) -> int:
    """Note that each of these sources has nothing on record 查无记录 of each of these members; return how many were.

    A source that has answered about a member, or failed to, keeps what it said. All of it or nothing. Raises
    NoSuchRequest, MayNot, NotOfThisFamily, AnswerWrong, NoLongerConsented, and what `require_accepted` raises.
    """
    found = CheckRequest.objects.select_for_update(of=("self",)).filter(pk=request.pk).first()
    if found is None:
        raise NoSuchRequest
    application = found.application
    require_authority(by, application.place, on)
    require_accepted(application, "录入核对结果")
    if any(member.application_id != application.pk for member in members):
        raise NotOfThisFamily
    for source in sources:
        require_sound(found, Answer(source=source, outcome=AnswerKind.NOTHING_FOUND), on)
    silent = _silent(found, members, sources)
    for member in members:
        require_consented(found, member, {source for each, source in silent if each is member}, on)
    SourceAnswer.objects.bulk_create(
        SourceAnswer(
            request=found, member=member, source=source, attempt=1, outcome=AnswerKind.NOTHING_FOUND, answered_on=on,
            reference="", recorded_by=by,
        )
        for member, source in silent
    )  # fmt: skip
    recount(application, on=on)
    persons = {member.person_id for member, _ in silent if member.person_id is not None}
    record("verification.nothing_found", on=on, subject=found, place=application.place, persons=persons)
    return len(silent)


def _silent(
    request: CheckRequest, members: Sequence[FamilyMember], sources: Sequence[str]
) -> list[tuple[FamilyMember, str]]:
    """List of whom which source has not said anything yet."""
    said = set(SourceAnswer.objects.filter(request=request).values_list("member", "source"))
    return [(member, source) for member in members for source in sources if (member.pk, source) not in said]
