"""What an answered screen comes to in the form: what was ticked there is, what was not ticked there is not.

An answer given anew takes back what followed from the one before. A screen left untouched tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from doudi.faces import filing
from doudi.faces.contradictions import nothing_of
from doudi.faces.draft import HOUSEHOLD, Draft
from doudi.faces.kinds import RELATIVES
from doudi.faces.questions import COMPLETE
from doudi.policy.entities import member, obligor
from doudi.policy.facts import Fact, Facts
from doudi.policy.types import Kind
from doudi.portal.entitled.question import TICKS, Question
from doudi.portal.entitled.told import kinds_of, unusual

TICKED, THERE_IS, MORE, TOPICS = "ticked", "there_is", "more", "topics"
NONE, OTHERS = "none", "others"
RELATIVES_NUMBER = "relatives"
NOT_BOTH = "选了“以上都没有”，就不能再选别的"


@dataclass(frozen=True, slots=True)
class Answering:
    """Takes the answer of one screen into the form."""

    draft: Draft
    facts: Facts
    errors: dict[str, str]

    def topics(self) -> None:
        """Take what has happened; of what has not, there is nothing. With nothing chosen, nothing is told."""
        ticked = self.draft.texts(TOPICS)
        self._require_alone(TOPICS, ticked)
        for group in self.facts.groups.values():
            if not (group.of_office or group.topic):
                continue
            is_none = group.of_office or bool(ticked and group.topic not in ticked)
            for owner in self._owners(group.entity is member):
                self.draft.values[f"{owner}.{group.name}"] = [COMPLETE] if is_none else []
            if group.topic and group.topic not in ticked:
                self._deny(group.topic, is_none=is_none)

    def _deny(self, topic: str, *, is_none: bool) -> None:
        """Forget whatever was told of a thing before it was said not to have happened."""
        for fact in kinds_of(topic, self.facts):
            own = self.facts.groups.get((fact.entity.name, fact.group or ""))
            for owner in self._owners(fact.entity is member):
                self._forget(fact, owner)
                if is_none and (own is None or own.topic != topic):
                    self._write(fact, owner, nothing_of(fact, self.facts))

    def question(self, question: Question) -> None:
        """Take the answer of a question."""
        if question.key == RELATIVES:
            self._relatives(question)
        elif question.manner == TICKS:
            self._ticks(question)
        elif question.entity is not obligor:
            for name in question.facts:
                self._values(self.facts.by_name[name], self.owners(question))

    def owners(self, question: Question) -> list[str]:
        """Return whom a question is about, by the names of the form."""
        if question.entity is member or question.entity is obligor:
            return [self.draft.members[place] for place in question.about]
        return [HOUSEHOLD]

    def _ticks(self, question: Question) -> None:
        ticked, owners = self.draft.texts(TICKED), self.owners(question)
        self._require_alone(TICKED, ticked)
        hidden = unusual(question, self.facts)
        self._mark(MORE, question.key, is_set=OTHERS in ticked)
        for fact in (self.facts.by_name[name] for name in question.facts):
            if not ticked or (fact in hidden and OTHERS in ticked):
                self._clear(fact, owners, absent=False)
            elif fact.name in ticked:
                self._there_is(fact, owners)
            else:
                self._clear(fact, owners, absent=True)

    def _there_is(self, fact: Fact, owners: list[str]) -> None:
        """Take a tick: a plain truth of one person is told by it, of everything else it is asked how much and whose."""
        told = f"{fact.entity.name}.{fact.name}"
        if fact.unit.kind is Kind.BOOL and len(owners) == 1:
            self._mark(THERE_IS, told, is_set=False)
            self._write(fact, owners[0], "false" if fact.absent else "true")
            return
        if told not in self.draft.texts(THERE_IS):
            self._clear(fact, owners, absent=False)
        self._mark(THERE_IS, told, is_set=True)

    def _values(self, fact: Fact, owners: list[str]) -> None:
        """Take what somebody filled in; who is left out of what another has, has none."""
        whose = self.draft.values.pop(f"whose.{fact.name}", None)
        if whose is not None:
            self._require_alone(f"whose.{fact.name}", whose)
            for owner in owners:
                self._write(fact, owner, "true" if (owner in whose) is not bool(fact.absent) else "false")
        elif fact.absent is not None and any(self.draft.text(f"{owner}.{fact.name}") for owner in owners):
            for owner in owners:
                if not self.draft.text(f"{owner}.{fact.name}"):
                    self._write(fact, owner, nothing_of(fact, self.facts))

    def _relatives(self, question: Question) -> None:
        """Take how many relatives live elsewhere: so many are asked about, or there are none."""
        for owner in self.owners(question):
            number = self.draft.text(f"{owner}.{RELATIVES_NUMBER}")
            self.draft.values[f"{owner}.{filing.NO_OBLIGORS}"] = ["true"] if number == NONE else []
            wanted = int(number) if number.isdecimal() and len(number) == 1 else 0
            while len(self.draft.supporters(owner)) > wanted:
                self.draft.remove_obligor(self.draft.supporters(owner)[-1])
            while len(self.draft.supporters(owner)) < wanted:
                self.draft.add_obligor(owner)
            self.draft.values[f"{owner}.{obligor.name}"] = list(self.draft.supporters(owner))

    def _clear(self, fact: Fact, owners: Iterable[str], *, absent: bool) -> None:
        for owner in owners:
            self._forget(fact, owner)
            if absent:
                self._write(fact, owner, nothing_of(fact, self.facts))

    def _forget(self, fact: Fact, owner: str) -> None:
        """Forget a fact, that it was ticked, and what there is only with it."""
        self._mark(THERE_IS, f"{fact.entity.name}.{fact.name}", is_set=False)
        self.draft.values.pop(f"{owner}.{fact.name}", None)
        for each in self.facts.by_name.values():
            if each.only_with == fact.name:
                self._forget(each, owner)

    def _write(self, fact: Fact, owner: str, text: str) -> None:
        self.draft.values[f"{owner}.{fact.name}"] = [text]

    def _mark(self, name: str, told: str, *, is_set: bool) -> None:
        others = [each for each in self.draft.texts(name) if each != told]
        self.draft.values[name] = [*others, told] if is_set else others

    def _owners(self, is_member: bool) -> Iterator[str]:  # noqa: FBT001 of two kinds
        yield from self.draft.members if is_member else [HOUSEHOLD]

    def _require_alone(self, field: str, ticked: list[str]) -> None:
        if NONE in ticked and len(ticked) > 1:
            self.errors[field] = NOT_BOTH


def is_there(fact: Fact, text: str, facts: Facts) -> bool:
    """Whether a text of the form says that there is something of a fact."""
    return bool(text) and text != filing.UNKNOWN and (fact.absent is None or text != nothing_of(fact, facts))
