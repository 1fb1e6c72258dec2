"""What to ask next: of everything that open programmes wait for, what settles most of them with the fewest questions.

A question is about a group of facts (what somebody earns, how ill they are), of everybody of whom it is not known yet.
A programme that waits for one thing speaks up for it with its whole voice, one that waits for four with a quarter for
each. What also waits for a figure that nobody has published cannot be settled today, and has half a voice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from doudi.policy.assessment import Assessment, Outcome
from doudi.policy.entities import BY_NAME, OBLIGORS, Entity, member
from doudi.policy.facts import Facts
from doudi.policy.unknown import Cause

WHOLE_VOICE, HALF_VOICE = 2, 1
FACT = "fact"
SLUG = re.compile(r"(?P<entity>[a-z]+)\.(?P<name>[a-z_0-9]+):(?P<about>[0-9,]*)")


@dataclass(frozen=True, slots=True)
class Question:
    """A group of facts, or one fact by itself, of the household or of the members at some places."""

    entity: Entity
    name: str
    about: tuple[int, ...]

    @property
    def key(self) -> str:
        """What tells two questions apart, whomever they are about: `member.incomes`."""
        return f"{self.entity.name}.{self.name}"

    @property
    def slug(self) -> str:
        """What names it in the form: `member.incomes:0,2`."""
        return f"{self.key}:{','.join(map(str, self.about))}"


def question_named(slug: str, facts: Facts, members: int) -> Question | None:
    """Return the question that a slug means in a family of so many; None for one that is not known."""
    found = SLUG.fullmatch(slug)
    if found is None or found["entity"] not in BY_NAME:
        return None
    about = tuple(int(place) for place in found["about"].split(",") if place)
    known = (found["entity"], found["name"]) in facts.groups or found["name"] in {OBLIGORS, *facts.by_name}
    fits = all(place < members for place in about)
    return Question(BY_NAME[found["entity"]], found["name"], about) if known and fits else None


def next_question(assessment: Assessment, facts: Facts, asked: frozenset[str]) -> Question | None:
    """Return the question that settles most; None where no answer of the family's would settle anything more."""
    voices: dict[str, float] = {}
    waiting: dict[str, list[Cause]] = {}
    for outcome in assessment.outcomes:
        keys = _keys(outcome, facts)
        for key, causes in keys.items():
            voices[key] = voices.get(key, 0) + _voice(outcome) / len(keys)
            waiting.setdefault(key, []).extend(causes)
    still_open = [key for key in voices if key not in asked]
    if not still_open:
        return None
    best = max(still_open, key=lambda key: voices[key])
    entity, _, name = best.partition(".")
    return Question(BY_NAME[entity], name, tuple(sorted({cause.path[0] for cause in waiting[best] if cause.path})))


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
        found.setdefault(f"{entity.name}.{name}", []).append(cause)
    return found


def _askable(outcome: Outcome) -> Iterator[Cause]:
    """Yield what the family can say itself: of the household and its members, not of relatives elsewhere."""
    yield from (cause for cause in outcome.waits_for if cause.kind == FACT and len(cause.path) <= member.depth)
