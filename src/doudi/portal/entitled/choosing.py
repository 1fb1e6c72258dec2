"""What to ask next: of everything that open programmes wait for, what settles most of them with the fewest questions.

A question is about a group of facts (what somebody earns, how ill they are), of everybody of whom it is not known yet.
A programme that waits for one thing speaks up for it with its whole voice, one that waits for four with a quarter for
each. What also waits for a figure that nobody has published cannot be settled today, and has half a voice. What a
family has ticked goes before all else where its answer alone settles something; what it has not ticked is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from doudi.policy.assessment import Assessment, Outcome
from doudi.policy.entities import BY_NAME, OBLIGORS, Entity, member
from doudi.policy.facts import Facts
from doudi.policy.unknown import Cause

WHOLE_VOICE, HALF_VOICE = 2, 1
FACT = "fact"
SLUG = re.compile(r"(?P<entity>[a-z]+)\.(?P<name>[a-z_0-9]+):(?P<about>[0-9,]*)(?::(?P<facts>[a-z_0-9,]*))?")


@dataclass(frozen=True, slots=True)
class Question:
    """A group of facts, or one fact by itself, of the household or of the members at some places.

    `facts` are those that something waits for where nothing waits for what is usually asked of the group.
    """

    entity: Entity
    name: str
    about: tuple[int, ...]
    facts: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells two questions apart, whomever they are about: `member.incomes`."""
        return f"{self.entity.name}.{self.name}"

    @property
    def slug(self) -> str:
        """What names it in the form: `member.incomes:0,2`, with its facts behind, if it is about some only."""
        named = f"{self.key}:{','.join(map(str, self.about))}"
        return f"{named}:{','.join(self.facts)}" if self.facts else named


def question_named(slug: str, facts: Facts, members: int) -> Question | None:
    """Return the question that a slug means in a family of so many; None for one that is not known."""
    found = SLUG.fullmatch(slug)
    if found is None or found["entity"] not in BY_NAME:
        return None
    about = tuple(int(place) for place in found["about"].split(",") if place)
    known = (found["entity"], found["name"]) in facts.groups or found["name"] in {OBLIGORS, *facts.by_name}
    fits = all(place < members for place in about)
    named = tuple(name for name in (found["facts"] or "").split(",") if name in facts.by_name)
    return Question(BY_NAME[found["entity"]], found["name"], about, named) if known and fits else None


@dataclass(frozen=True, slots=True)
class Told:
    """What a family was asked, of which members (by place), and which topics it has ticked."""

    asked: Mapping[str, frozenset[int]]
    happened: frozenset[str]

    def is_new(self, key: str, cause: Cause) -> bool:
        """Whether something was not asked yet; nobody is asked the same twice."""
        return key not in self.asked or bool(cause.path and cause.path[0] not in self.asked[key])

    def topic(self, key: str, facts: Facts) -> str | None:
        """Return the topic of a question's group."""
        entity, _, name = key.partition(".")
        group = facts.groups.get((entity, name))
        return group.topic if group else None


def next_question(assessment: Assessment, facts: Facts, told: Told) -> Question | None:
    """Return the question that settles most; None where no answer of the family's would settle anything more."""
    voices: dict[str, float] = {}
    waiting: dict[str, set[Cause]] = {}
    first: set[str] = set()
    for outcome in assessment.outcomes:
        keys = _keys(outcome, facts)
        for key, causes in keys.items():
            topic = told.topic(key, facts)
            if topic and topic not in told.happened:
                continue
            voices[key] = voices.get(key, 0) + _voice(outcome) / len(keys)
            waiting.setdefault(key, set()).update(cause for cause in causes if told.is_new(key, cause))
            first |= {key} if topic and len(keys) == 1 else set()
    still_open = [key for key, causes in waiting.items() if causes]
    if not still_open:
        return None
    best = max(still_open, key=lambda key: (key in first, voices[key]))
    return question_about(best, waiting[best], facts)


def question_about(key: str, causes: Iterable[Cause], facts: Facts) -> Question:
    """Return the question that tells what some causes wait for, all of one group."""
    entity, _, name = key.partition(".")
    places = {cause.path[0] for cause in causes if cause.path}
    waited = {cause.name for cause in causes if cause.name in facts.by_name}
    is_usual = any(facts.by_name[each].is_usual for each in waited)
    grouped = (entity, name) in facts.groups and any(
        fact.is_usual for fact in facts.of(BY_NAME[entity]) if fact.group == name
    )
    named = tuple(sorted(waited)) if grouped and not is_usual else ()
    return Question(BY_NAME[entity], name, tuple(sorted(places)), named)


def question_keyed(assessment: Assessment, facts: Facts, key: str) -> Question | None:
    """Return a question by its key, of everybody of whom something waits for it; None where nothing does."""
    causes = [cause for outcome in assessment.outcomes for cause in _keys(outcome, facts).get(key, ())]
    return question_about(key, causes, facts) if causes else None


def _voice(outcome: Outcome) -> int:
    waits_for_law = any(cause.kind != FACT for cause in outcome.waits_for)
    return HALF_VOICE if waits_for_law else WHOLE_VOICE


def _keys(outcome: Outcome, facts: Facts) -> Mapping[str, list[Cause]]:
    """Return the questions that one outcome waits for, with the things each would tell."""
    found: dict[str, list[Cause]] = {}
    for cause in _askable(outcome):
        fact = facts.by_name.get(cause.name)
        entity = fact.entity if fact else member
        name = (fact.group if fact else None) or cause.name
        group = facts.groups.get((entity.name, name))
        if group and group.of_office:
            continue
        found.setdefault(f"{entity.name}.{name}", []).append(cause)
    return found


def _askable(outcome: Outcome) -> Iterator[Cause]:
    """Yield what the family can say itself: of the household and its members, not of relatives elsewhere."""
    yield from (cause for cause in outcome.waits_for if cause.kind == FACT and len(cause.path) <= member.depth)
