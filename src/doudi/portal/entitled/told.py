"""What a family was asked and has ticked so far, read from the form; nobody is asked the same twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from doudi.faces.kinds import RELATIVES, key_of
from doudi.policy.entities import obligor
from doudi.policy.facts import Fact, Facts
from doudi.policy.unknown import Cause
from doudi.portal.entitled.question import TICKS, VALUES, Question


@dataclass(frozen=True, slots=True)
class Told:
    """The questions answered, the topics ticked, the facts there are (`member.wage`), and where there is more."""

    facts: Facts
    questions: tuple[Question, ...]
    happened: frozenset[str]
    there_is: frozenset[str] = frozenset()
    more: frozenset[str] = frozenset()

    def manner(self, cause: Cause) -> str:
        """Return how something is asked: what may be absent is ticked first, what is there is told."""
        fact = self.facts.by_name.get(cause.name)
        is_ticked = fact and fact.absent is not None and fact.group and fact.entity is not obligor
        return TICKS if is_ticked and fact and fact.only_with is None and not self.has(cause) else VALUES

    def has(self, cause: Cause) -> bool:
        """Whether the family has ticked that there is such a thing."""
        fact = self.facts.by_name.get(cause.name)
        return fact is not None and f"{fact.entity.name}.{fact.name}" in self.there_is

    def is_new(self, cause: Cause) -> bool:
        """Whether something was not asked yet in the way that it would be asked now."""
        manner = self.manner(cause)
        return not any(
            question.manner in (manner, VALUES) and self._covers(question, cause) for question in self.questions
        )

    def was_asked(self, name: str, place: int | None) -> bool:
        """Whether a family was asked for a fact of the household, or of the member at a place."""
        cause = Cause("fact", name, () if place is None else (place,))
        return any(self._covers(question, cause) for question in self.questions)

    def is_of_told_kind(self, cause: Cause) -> bool:
        """Whether the family was asked what there is of the kind that a fact is of."""
        fact = self.facts.by_name[cause.name]
        gate = fact.only_with and self.was_asked(fact.only_with, next(iter(cause.path), None))
        key = key_of(fact.name, self.facts, self.happened)
        asked = (each for each in self.questions if each.key == key and each.manner == TICKS)
        return bool(gate) or any(not cause.path or cause.path[0] in each.about for each in asked)

    def topic(self, key: str) -> str | None:
        """Return the topic of a question's group."""
        entity, _, name = key.partition(".")
        group = self.facts.groups.get((entity, name))
        return group.topic if group else None

    def forgetting(self, key: str) -> Told:
        """Return what was told but for one kind."""
        return replace(self, questions=tuple(each for each in self.questions if each.key != key))

    def _covers(self, question: Question, cause: Cause) -> bool:
        concerns = not cause.path or cause.path[0] in question.about
        if cause.name not in self.facts.by_name:
            return concerns and question.key == RELATIVES
        return concerns and cause.name in question.facts and self._is_open(question, self.facts.by_name[cause.name])

    def _is_open(self, question: Question, fact: Fact) -> bool:
        """Whether a fact stood on the screen: the unusual stand behind one tick, and are asked where it was set."""
        hidden = question.manner == TICKS and fact in unusual(question, self.facts)
        return not (hidden and question.key in self.more)


def unusual(question: Question, facts: Facts) -> list[Fact]:
    """Return the facts of a question that most families have nothing of, where it has others."""
    own = [fact for name in question.facts if (fact := facts.by_name[name]).group == question.name]
    return [fact for fact in own if not fact.is_usual] if any(fact.is_usual for fact in own) else []


def kinds_of(topic: str, facts: Facts) -> Iterable[Fact]:
    """Return the facts that concern a family to which something has happened, of whatever group."""
    for fact in facts.by_name.values():
        own = facts.groups.get((fact.entity.name, fact.group or ""))
        other = facts.groups.get((fact.entity.name, fact.asked_with or ""))
        if topic in ((own.topic if own else None), (other.topic if other else None)):
            yield fact
