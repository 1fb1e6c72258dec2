"""Put one query to its source and keep what came of it. Whatever ends the job in between, another begins it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from doudi.audit.actor import Actor, acting
from doudi.audit.services.record import record
from doudi.exchange.messages import Answer as Told
from doudi.exchange.messages import Outcome, Query
from doudi.kernel.clock import SHANGHAI, Moment
from doudi.kernel.errors import NotNow, Refused
from doudi.policy.entities import member as a_member
from doudi.standards import lawbook
from doudi.verification.asking.authorisation import covering, digest_of
from doudi.verification.asking.client import Answered, Came, Failed, Later, ask
from doudi.verification.asking.pace import Wait, take_turn, was_down, went_well
from doudi.verification.asking.way import Way
from doudi.verification.connections import connections, own_key, way_of
from doudi.verification.facts import Entered
from doudi.verification.models import (
    UNDER_WAY,
    AnswerKind,
    CheckRequest,
    QueryProgress,
    SourceAnswer,
    SourceConnection,
    SourceQuery,
)
from doudi.verification.queries import consents_of
from doudi.verification.services.record_answer import (
    LONGEST_REFERENCE,
    PURPOSE,
    Answer,
    keep_answer,
    locked,
)
from doudi.verification.services.request_check import require_accepted

PATIENCE: Final = timedelta(days=1)
"""So long may a source work on a query; then it has failed."""
RESTING: Final = "该来源连续查询失败，暂停查询到 {until:%H:%M} 以后，请稍后再查"


@dataclass(frozen=True, slots=True)
class _Ready:
    """A query that leaves now."""

    query: Query
    way: Way
    connection: SourceConnection
    again: bool


def put_query(number: int, *, actor: Actor, moment: Moment) -> datetime | None:
    """Ask, and keep the answer; returns when to come back where the source is still working on it or has no turn free.

    Three transactions: the query is noted as sent before it leaves, so that none leaves unnoted; nothing is open while
    the source is waited for; and the answer is kept once, however often this is begun."""
    with acting(actor, on=moment.today):
        ready = _begin(number, moment)
    if ready is None or isinstance(ready, datetime):
        return ready
    came = ask(ready.way, ready.query, key=own_key(), again=ready.again)
    with acting(actor, on=moment.today):
        if isinstance(came, Failed) and came.is_down:
            was_down(ready.connection, now=moment.at)
        else:
            went_well(ready.connection)
        return _end(number, came, moment)


def _begin(number: int, moment: Moment) -> _Ready | datetime | None:
    """Note that a query leaves; None where it must not or need not, a time where it must wait."""
    row = _locked(number)
    if row is None:
        return None
    connection = connections().get(row.source)
    consent = covering(
        consents_of(row.request.application, moment.today).select_related("document"), row.member_id, row.source
    )
    why = _why_not(row, connection is not None, consent is not None)
    if why or connection is None or consent is None:
        _call_off(row, why, moment.today)
        return None
    wait = take_turn(connection, now=moment.at)
    if isinstance(wait, Wait):
        return _waiting(row, wait, moment)
    again = row.progress != QueryProgress.WAITING
    row.progress, row.sent_on, row.first_sent_at = QueryProgress.SENT, moment.today, row.first_sent_at or moment.at
    row.save(update_fields=["progress", "sent_on", "first_sent_at"])
    digest = digest_of(consent)
    details = {"query": str(row.key), "source": row.source, "authorisation": digest}
    _note("verification.query_sent", row, moment.today, purpose=consent.purpose, details=details)
    asked = Query(
        query=row.key, source=row.source, name=row.member.name, number=str(row.member.number),
        purpose=consent.purpose, authorisation=digest, place=row.request.application.place, day=moment.today,
    )  # fmt: skip
    return _Ready(asked, way_of(connection), connection, again)


def _why_not(row: SourceQuery, is_connected: bool, has_leave: bool) -> str:  # noqa: FBT001 - two findings
    """Say why a query must not leave, nothing where it may."""
    try:
        require_accepted(row.request.application, "向来源查询")
    except NotNow as error:
        return str(error)
    if not has_leave:
        return "没有授权，或者授权已到期、撤回，没有查询"
    return "" if is_connected else "来源接口已停用，没有查询"


def _waiting(row: SourceQuery, wait: Wait, moment: Moment) -> datetime | None:
    """Put a query off until its turn; of a source that rests it is kept that it failed."""
    if not wait.is_resting:
        return wait.until
    _end(row.pk, Failed(RESTING.format(until=wait.until.astimezone(SHANGHAI))), moment)
    return None


def _end(number: int, came: Came, moment: Moment) -> datetime | None:
    """Keep what came of a query, unless another has; a time where the source needs longer."""
    row = _locked(number)
    if row is None:
        return None
    if isinstance(came, Later):
        if row.first_sent_at is not None and moment.at < row.first_sent_at + PATIENCE:
            row.progress, row.due_at = QueryProgress.LATER, moment.at + came.after
            row.save(update_fields=["progress", "due_at"])
            return row.due_at
        came = Failed(f"来源 {PATIENCE.days} 天没有办完")
    try:
        row.answer = _kept(row, came, moment.today)
    except NotNow as error:  # withdrawn or closed while the source was asked: nothing of the answer stays
        _call_off(row, str(error), moment.today)
        return None
    row.progress, row.as_of_on = QueryProgress.DONE, came.told.as_of if isinstance(came, Answered) else None
    row.save(update_fields=["answer", "progress", "as_of_on"])
    return None


def _kept(row: SourceQuery, came: Answered | Failed, on: date) -> SourceAnswer:
    """Keep an answer; one that holds what cannot be is kept as a failure that says what."""
    if isinstance(came, Failed):
        return _answered(row, _failure(row, came.reason), on)
    try:
        with transaction.atomic():
            return _answered(row, _read(row, came.told), on)
    except Refused as error:
        return _answered(row, _failure(row, f"答复有误：{error}"), on)


def _answered(row: SourceQuery, answer: Answer, on: date) -> SourceAnswer:
    """The answer stands in the name of who asked; that it came by itself is what its query says."""
    return keep_answer(
        request=row.request, member=row.member, answer=answer, by=row.asked_by, on=on, query=str(row.key),
        purpose=PURPOSE,
    )  # fmt: skip


def _failure(row: SourceQuery, reason: str) -> Answer:
    return Answer(source=row.source, outcome=AnswerKind.FAILED, reference=reason[:LONGEST_REFERENCE])


def _read(row: SourceQuery, told: Told) -> Answer:
    """Turn what a source told into what an officer would have typed."""
    facts, found = lawbook.packs().facts.by_name, []
    for element in told.elements:
        is_members = element.name in facts and facts[element.name].entity is a_member
        value = list(element.value) if isinstance(element.value, tuple) else element.value
        found.append(Entered(element.name, value, row.member if is_members else None))
    outcome = AnswerKind.ANSWERED if told.outcome is Outcome.FOUND else AnswerKind.NOTHING_FOUND
    return Answer(source=row.source, outcome=outcome, reference=told.reference, facts=tuple(found))


def _call_off(row: SourceQuery, why: str, on: date) -> None:
    """End a query without an answer, and say why."""
    row.progress, row.told = QueryProgress.CALLED_OFF, why[:LONGEST_REFERENCE]
    row.save(update_fields=["progress", "told"])
    _note("verification.query_called_off", row, on, details={"query": str(row.key), "source": row.source})


def _note(act: str, row: SourceQuery, on: date, *, purpose: str = PURPOSE, details: dict[str, str]) -> None:
    persons = [row.member.person_id] if row.member.person_id else []
    place = row.request.application.place
    record(act, on=on, subject=row, place=place, purpose=purpose, persons=persons, details=details)


def _locked(number: int) -> SourceQuery | None:
    """Return a query that has no answer yet, with its check locked: two jobs never keep the same answer."""
    check = locked(CheckRequest.objects.filter(queries=number))
    if check is None:
        return None
    row = SourceQuery.objects.filter(pk=number, progress__in=UNDER_WAY).select_related("member", "asked_by").first()
    if row is not None:
        row.request = check
    return row
