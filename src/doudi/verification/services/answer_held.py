"""Answer what a check asks from what sources delivered: at once, and as what it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from doudi.accounts.models import Officer
from doudi.intake.models import FamilyMember
from doudi.kernel.errors import Refused
from doudi.verification.facts import read_facts
from doudi.verification.held_facts import entered
from doudi.verification.held_of_family import Reading, Told, read_family
from doudi.verification.holding import arranged
from doudi.verification.models import AnswerKind, CheckRequest, SourceAnswer
from doudi.verification.roster import mark
from doudi.verification.services.record_answer import LONGEST_REFERENCE, PURPOSE, Answer, keep_answers
from doudi.verification.sources import sourcebook
from doudi.verification.standing import Standing, State, standings

NOT_ON_ROSTER = "未回复：发给来源的名单里没有这个人，来源没有被问到"
Pair = tuple[FamilyMember, str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is answered from here: of whom by which source, and how these sources stand."""

    check: CheckRequest
    pairs: Sequence[Pair]
    standings: Mapping[str, Standing]
    connected: Collection[str]
    on: date


def answer_held(
    *, check: CheckRequest, pairs: Sequence[Pair], connected: Collection[str], told: Mapping[tuple[int, str], str],
    by: Officer, on: date,
) -> list[SourceAnswer]:  # fmt: skip
    """Answer for each member and source of a locked check as far as the source has delivered; return new answers.

    A source whose last delivery was sent back, or is late, has failed, unless it is connected and can be asked. `told`
    is why they failed before: the same again is no news. The number of statements does not depend on that of sources.
    """
    place = check.application.place
    wanted = dict.fromkeys(source for _, source in pairs)
    askable = [each.source for each in sourcebook().askable(place, on) if each.source.name in wanted]
    found = standings(askable, place, on, arranged())
    mine = {name: each for name, each in found.items() if _is_ours(each, connected)}
    asked = _Asked(check, [pair for pair in pairs if pair[1] in mine], mine, connected, on)
    answers = list(_answers(asked)) if asked.pairs else []
    news = [(member, each) for member, each in answers if told.get((member.pk, each.source)) != each.reference]
    return keep_answers(request=check, answers=news, by=by, on=on, purpose=PURPOSE) if news else []


def holds(place: str, names: Collection[str], on: date) -> set[str]:
    """Name the sources among some that would answer from here; one query."""
    askable = [each.source for each in sourcebook().askable(place, on) if each.source.name in names]
    return {name for name, each in standings(askable, place, on, arranged()).items() if each.delivery is not None}


def _is_ours(standing: Standing, connected: Collection[str]) -> bool:
    """Whether what was delivered, or was not, is this source's answer."""
    if standing.delivery is not None:
        return True
    return standing.source.name not in connected and standing.state is not State.NEVER


def _answers(asked: _Asked) -> Iterator[tuple[FamilyMember, Answer]]:
    deliveries = {name: each.delivery for name, each in asked.standings.items() if each.delivery is not None}
    members = list({member.pk: member for member, _ in asked.pairs}.values())
    lacking = [member for member in members if not hasattr(member, "token")]
    if lacking:
        mark(lacking)
    reading = Reading({}, {})
    if deliveries:
        reading = read_family(asked.check, members, deliveries, on=asked.on, purpose=PURPOSE)
    for member, source in asked.pairs:
        answer = _answer(asked, member, source, reading)
        if answer is not None:
            yield member, answer


def _answer(asked: _Asked, member: FamilyMember, source: str, reading: Reading) -> Answer | None:
    """Say what one source says of one member; None where it may not be asked, or must be over HTTP."""
    told = reading.told.get((member.pk, source))
    if told is None or (not told.was_asked and not told.doubtful):
        why = _why_not(asked.standings[source], reading, is_allowed=told is not None)
        return _failed(source, why) if why and source not in asked.connected else None
    if told.doubtful:
        return Answer(source=source, outcome=AnswerKind.REVIEW, reference=_doubts(told), delivery=told.delivery)
    if told.rows:
        return _found(asked, member, source, told)
    return Answer(source=source, outcome=AnswerKind.NOTHING_FOUND, reference=_named(told), delivery=told.delivery)


def _why_not(standing: Standing, reading: Reading, *, is_allowed: bool) -> str:
    """Say why a source has not answered; nothing where it may not be asked."""
    if standing.delivery is None:
        return f"{standing.state.label}：{standing.reason}"
    return reading.unreadable.get(standing.source.name, NOT_ON_ROSTER if is_allowed else "")


def _found(asked: _Asked, member: FamilyMember, source: str, told: Told) -> Answer:
    """Make facts of rows; rows that hold what cannot be are a failure that says what."""
    try:
        facts = entered(sourcebook().sources[source], told.rows, member)
        read_facts(facts, asked.check.application, asked.on)
    except Refused as error:
        return _failed(source, f"交付的数据有误：{error}")
    return Answer(
        source=source, outcome=AnswerKind.ANSWERED, reference=_named(told), facts=facts, delivery=told.delivery
    )


def _named(told: Told) -> str:
    return f"交付 {told.delivery.number}"


def _doubts(told: Told) -> str:
    """Say how many rows somebody must look at, and why."""
    kinds = dict.fromkeys(doubt for doubt, _ in told.doubtful)
    counts = [f"{kind.label} {sum(doubt is kind for doubt, _ in told.doubtful)} 条" for kind in kinds]
    certain = f"，另有 {len(told.rows)} 条证件号、姓名都相同" if told.rows else ""
    return f"{_named(told)}：{'、'.join(counts)}{certain}"


def _failed(source: str, reason: str) -> Answer:
    return Answer(source=source, outcome=AnswerKind.FAILED, reference=reason[:LONGEST_REFERENCE])
