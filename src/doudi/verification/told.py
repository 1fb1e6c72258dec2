"""What sources and visits told of a family, as they told it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from doudi.audit.fixed import Rows, fixed
from doudi.intake.models import Application
from doudi.verification.models import SAYS_NOTHING, FoundFact, SourceAnswer, VisitFact

EVER = datetime.max.replace(tzinfo=UTC)
"""All that is recorded until now was recorded before."""
BY_FAMILY = (-1, EVER)


@dataclass(frozen=True, slots=True)
class Told:
    """What a source said of a member: the facts it found, by whom they are of (None: the household) and by name."""

    member: int
    source: str
    outcome: str
    day: date
    facts: list[tuple[int | None, str, int]] = field(default_factory=list[tuple[int | None, str, int]])


_answers = fixed(
    lambda key, known_at: (
        SourceAnswer.objects.filter(request__application=key, recorded_at__lte=known_at)
        .order_by("pk")
        .values_list("pk", "member", "source", "outcome", "answered_on")
    ),
    asked=BY_FAMILY,
)
_found = fixed(
    lambda key, known_at: (
        FoundFact.objects.filter(answer__request__application=key, answer__recorded_at__lte=known_at)
        .order_by("pk")
        .values_list("answer", "member", "fact", "value")
    ),
    asked=BY_FAMILY,
)


def latest_answers(application: Application, known_at: datetime | None = None) -> list[Told]:
    """List the last answer of each source about each member; a later attempt takes the place of an earlier one.

    One that failed or waits for review does not: what a source said before still stands, and shows when it was said.
    """
    known = known_at or EVER
    last: dict[tuple[int, str], tuple[int, Told]] = {}
    for number, *said in _answers(application.pk, known):
        told = Told(*said)
        key = (told.member, told.source)
        if told.outcome not in SAYS_NOTHING or key not in last or last[key][1].outcome in SAYS_NOTHING:
            last[key] = number, told
    by_number = dict(last.values())
    for number, member, fact, value in _found(application.pk, known):
        if number in by_number:
            by_number[number].facts.append((member, fact, value))
    return list(by_number.values())


_seen = fixed(
    lambda key, known_at: (
        VisitFact.objects.filter(visit__application=key, visit__recorded_at__lte=known_at)
        .order_by("visit__visited_on", "pk")
        .values_list("member", "supporter", "fact", "value", "visit__visited_on")
    ),
    asked=BY_FAMILY,
)


def seen(application: Application, known_at: datetime | None = None) -> Rows:
    """List what visits saw: member, supporter, fact, value, day; the later one last."""
    return _seen(application.pk, known_at or EVER)
