"""Ask every source of a check that is connected, about everybody who gave leave: one job a source."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from doudi.accounts.models import Officer
from doudi.audit.services.record import record
from doudi.intake.models import FamilyMember
from doudi.kernel.errors import NotNow
from doudi.verification.connections import connections
from doudi.verification.models import UNDER_WAY, AnswerKind, CheckRequest, SourceAnswer, SourceQuery
from doudi.verification.queries import consents_of, unreachable_of
from doudi.verification.services.record_answer import locked_check, require_authority
from doudi.verification.services.request_check import require_accepted

TASK = "doudi.jobs.ask_source"
"""The name of the job; the queue knows what it does."""


class NothingToAsk(NotNow):
    """Of everybody who may be asked about, every connected source has answered, or is at it."""

    code = "verification.nothing_to_ask"
    sentence = "没有可以联网查询的：来源没有接通，或者都已经答复、正在查询，或者家庭成员没有证件号、没有授权。"


@transaction.atomic
def ask_sources(*, request: CheckRequest, by: Officer, on: date) -> list[SourceQuery]:
    """Ask the connected sources of a check 向各来源查询 about each member with leave and a number; return new queries.

    Who has answered is not asked again, who failed is. Whatever is under way gets its job again, should it have lost
    it. Raises NoSuchRequest, MayNot, NothingToAsk, and what `require_accepted` raises."""
    found = locked_check(request)
    application = found.application
    require_authority(by, application.place, on)
    require_accepted(application, "向来源查询")
    going = list(SourceQuery.objects.filter(request=found, progress__in=UNDER_WAY))
    busy = {(each.member_id, each.source) for each in going}
    new = [
        SourceQuery.objects.create(request=found, member=member, source=source, asked_by=by, asked_on=on)
        for member, source in _open(found, on)
        if (member.pk, source) not in busy
    ]
    if not new and not going:
        raise NothingToAsk
    details = {"sources": sorted({each.source for each in new})}
    persons = {each.member.person_id for each in new if each.member.person_id is not None}
    record(
        "verification.sources_asked", on=on, subject=found, place=application.place, persons=persons, details=details
    )
    for source in sorted({each.source for each in (*new, *going)}):
        enqueue(found.pk, source)
    return new


def _open(check: CheckRequest, on: date) -> Iterator[tuple[FamilyMember, str]]:
    """List of whom which connected source may be asked and has not answered; a failure is no answer."""
    connected = connections()
    away = unreachable_of(check.application)
    consents = list(consents_of(check.application, on))
    answered = set(
        SourceAnswer.objects.filter(request=check).exclude(outcome=AnswerKind.FAILED).values_list("member", "source")
    )
    for member in check.application.members.order_by("position"):
        if not member.number or member.pk in away:
            continue
        given = {source for each in consents if each.member_id == member.pk for source in each.sources}
        yield from (
            (member, source)
            for source in check.sources
            if source in connected and source in given and (member.pk, source) not in answered
        )


def enqueue(check: int, source: str, *, at: datetime | None = None) -> None:
    """Put the job of one source into the queue, in this transaction; one that waits there already will do."""
    name = f"ask {check} {source}"
    job = app.configure_task(TASK, lock=name, queueing_lock=name, schedule_at=at)
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(check=check, source=source)
