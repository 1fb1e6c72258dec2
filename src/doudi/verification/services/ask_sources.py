"""Ask every source of a check about everybody who gave leave: in what it delivered, or over HTTP, one job a source."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from doudi.accounts.models import Officer
from doudi.audit.services.record import record
from doudi.kernel.errors import NotNow
from doudi.verification.connections import connections
from doudi.verification.models import UNDER_WAY, AnswerKind, CheckRequest, SourceAnswer, SourceQuery
from doudi.verification.queries import consents_of, unreachable_of
from doudi.verification.services.answer_held import Pair, answer_held
from doudi.verification.services.record_answer import locked_check, require_authority
from doudi.verification.services.request_check import require_accepted

TASK = "doudi.jobs.ask_source"
"""The name of the job; the queue knows what it does."""


class NothingToAsk(NotNow):
    """Of everybody who may be asked about, every source that delivers or is connected has answered, or is at it."""

    code = "verification.nothing_to_ask"
    sentence = (
        "没有可以查询的：来源没有接通，也没有交付数据，或者都已经答复、正在查询，或者家庭成员没有证件号、没有授权。"
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a click made: answers from deliveries that are held here, and queries that are on their way."""

    answers: list[SourceAnswer]
    queries: list[SourceQuery]


@transaction.atomic
def ask_sources(*, request: CheckRequest, by: Officer, on: date) -> Asked:
    """Ask the sources of a check 向各来源查询 about each member with leave and a number.

    Those that have delivered answer at once, those that are connected get a query. Who has answered is not asked again,
    who failed is. Whatever is under way gets its job again, should it have lost it. Raises NoSuchRequest, MayNot,
    NothingToAsk, and what `require_accepted` raises."""
    found = locked_check(request)
    application = found.application
    require_authority(by, application.place, on)
    require_accepted(application, "向来源查询")
    going = list(SourceQuery.objects.filter(request=found, progress__in=UNDER_WAY))
    last, connected = _last_answers(found), connections()
    pairs = _open(found, last, on, {(each.member_id, each.source) for each in going})
    told = {key: answer.reference for key, answer in last.items()}
    answers = answer_held(check=found, pairs=pairs, connected=connected, told=told, by=by, on=on)
    here = {(each.member_id, each.source) for each in answers}
    asked = [(member, source) for member, source in pairs if source in connected and (member.pk, source) not in here]
    new = _queries(found, asked, by, on)
    if not (answers or new or going):
        raise NothingToAsk
    for source in sorted({each.source for each in (*new, *going)}):
        enqueue(found.pk, source)
    return Asked(answers, new)


def _queries(check: CheckRequest, asked: list[Pair], by: Officer, on: date) -> list[SourceQuery]:
    """Note what is asked; nothing where nothing is."""
    if not asked:
        return []
    rows = SourceQuery.objects.bulk_create(
        SourceQuery(request=check, member=member, source=source, asked_by=by, asked_on=on) for member, source in asked
    )
    persons = {member.person_id for member, _ in asked if member.person_id is not None}
    details = {"sources": sorted({source for _, source in asked})}
    place = check.application.place
    record("verification.sources_asked", on=on, subject=check, place=place, persons=persons, details=details)
    return rows


def _last_answers(check: CheckRequest) -> dict[tuple[int, str], SourceAnswer]:
    rows = SourceAnswer.objects.filter(request=check).order_by("attempt")
    return {(each.member_id, each.source): each for each in rows}


def _open(
    check: CheckRequest, last: Mapping[tuple[int, str], SourceAnswer], on: date, busy: Collection[tuple[int, str]]
) -> list[Pair]:
    """List of whom which source may be asked and has not answered; a failure is no answer."""
    away = unreachable_of(check.application)
    given = {(each.member_id, source) for each in consents_of(check.application, on) for source in each.sources}
    answered = {key for key, each in last.items() if each.outcome != AnswerKind.FAILED}
    members = check.application.members.select_related("token").order_by("position")
    return [
        (member, source)
        for member in members if member.number and member.pk not in away
        for source in check.sources
        if (member.pk, source) in given and (member.pk, source) not in answered and (member.pk, source) not in busy
    ]  # fmt: skip


def enqueue(check: int, source: str, *, at: datetime | None = None) -> None:
    """Put the job of one source into the queue, in this transaction; one that waits there already will do."""
    name = f"ask {check} {source}"
    job = app.configure_task(TASK, lock=name, queueing_lock=name, schedule_at=at)
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(check=check, source=source)
