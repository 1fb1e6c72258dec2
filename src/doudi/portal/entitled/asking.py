"""What one screen asks: where, who lives together, what has happened, and then one group of facts at a time.

What is left empty is not told. That there is none is an answer of its own, ticked at the end of a screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from doudi.faces import filing
from doudi.faces.draft import HOUSEHOLD, Draft
from doudi.faces.fields import Field, Option
from doudi.faces.fields import Group as FieldGroup
from doudi.faces.people import no_obligors
from doudi.faces.questions import COMPLETE, Asking
from doudi.policy.entities import household, member
from doudi.policy.facts import Fact, Group
from doudi.policy.packs import Packs
from doudi.portal.entitled.choosing import Question
from doudi.portal.places import place_groups

PLACE, ON, TOPICS, NO_OTHERS = "place", "on", "topics", "no_others"
REGISTER = "register"
FIRST_ASKED = ("relation", "age")
NONE_BUT_THESE = "没填的都没有"
NOT_YET, NOT_KNOWN = Option("", "请选择"), Option(filing.UNKNOWN, "不知道")


@dataclass(frozen=True, slots=True)
class Card:
    """What is asked about one person, or about the household; `sent` goes with it unseen."""

    title: str
    fields: tuple[Field, ...]
    sent: tuple[tuple[str, str], ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Screens:
    """One rendering of a screen: what was told so far, what is wrong in it, on which day."""

    packs: Packs
    draft: Draft
    errors: Mapping[str, str]
    on: date

    def family(self) -> list[Card]:
        """Ask where the family lives and who they are."""
        groups = place_groups(self.packs, on=self.on, chosen=self.draft.text(PLACE))
        place = Field(
            name=PLACE, label="户口在哪个县（区、市）？", shape="select", value=self.draft.text(PLACE), groups=groups,
            error=self.errors.get(PLACE, ""),
        )  # fmt: skip
        register = [field for field in self._asking.first(household, HOUSEHOLD) if field.name.endswith(REGISTER)]
        return [Card("", (place, *register)), *(self._person(owner) for owner in self.draft.members)]

    def topics(self) -> list[Card]:
        """Ask which of the things have happened that some programme is for; what was not ticked has not."""
        ticked = self.draft.texts(TOPICS)
        topics = dict.fromkeys(group.topic for group in self._groups() if group.topic)
        options = tuple(Option(topic, topic, topic in ticked) for topic in topics)
        chosen = Field(
            name=TOPICS, label="家里有下面的情况吗？可以选几项", shape="choices", options=options, several=True
        )
        none = Option("true", "没选的都没有", bool(self.draft.text(NO_OTHERS)))
        others = Field(name=NO_OTHERS, label="其他的呢？", shape="choices", options=(none,), several=True,
            hint="不打勾，就当作还没有说，以后还可以再说")  # fmt: skip
        return [Card("", (chosen, others))]

    def of(self, question: Question) -> list[Card]:
        """Ask one question of everybody whom it concerns."""
        if question.entity is not member:
            return [self._card(question, HOUSEHOLD, "")]
        owners = [self.draft.members[place] for place in question.about]
        return [self._card(question, owner, self._title(owner)) for owner in owners]

    def heading(self, question: Question) -> str:
        """Say what a question is about."""
        group = self._group(question)
        fact = self.packs.facts.by_name.get(question.name)
        return group.label if group else fact.label if fact else "不住在一起的亲属"

    def settle_topics(self, answered: frozenset[str]) -> None:
        """Take as told in full what was not ticked, where the family says that there is none of it.

        What was ticked is open; `answered` are the questions whose answers stand.
        """
        ticked, no_others = self.draft.texts(TOPICS), bool(self.draft.text(NO_OTHERS))
        for group in self._groups():
            if f"{group.entity.name}.{group.name}" in answered or not (group.of_office or group.topic):
                continue
            is_none = group.of_office or (no_others and group.topic not in ticked)
            for owner in self.draft.members if group.entity is member else [HOUSEHOLD]:
                self.draft.values[f"{owner}.{group.name}"] = [COMPLETE] if is_none else []

    def _groups(self) -> Iterable[Group]:
        return self.packs.facts.groups.values()

    def _card(self, question: Question, owner: str, title: str) -> Card:
        group = self._group(question)
        if group is None:
            return Card(title, (self._alone(question, owner),), owner=owner)
        facts = [fact for fact in self.packs.facts.of(group.entity) if fact.group == group.name]
        asked = [fact for fact in facts if fact.name in question.facts] or [fact for fact in facts if fact.is_usual]
        fields = tuple(_may_be_left(field) for field in self._fields(asked or facts, owner))
        if any(fact.absent is not None for fact in facts):
            fields = (*fields, self._no_others(group, owner, [fact for fact in facts if fact not in (asked or facts)]))
        return Card(title, fields, owner=owner)

    def _no_others(self, group: Group, owner: str, unasked: list[Fact]) -> Field:
        """Ask whether there is nothing but what was filled in; what is not on the screen is named."""
        name = f"{owner}.{group.name}"
        also = f"还包括没有列出来的：{'、'.join(fact.label for fact in unasked)}。" if unasked else ""
        option = Option(COMPLETE, NONE_BUT_THESE, COMPLETE in self.draft.texts(name))
        return Field(
            name=name, label="其他的呢？", shape="choices", options=(option,), several=True, more=also,
            error=self.errors.get(name, ""),
        )  # fmt: skip

    def _alone(self, question: Question, owner: str) -> Field:
        fact = self.packs.facts.by_name.get(question.name)
        if fact is None:
            return no_obligors(
                self.draft, owner, "有没有不住在一起的父母、成年子女、配偶？", "有的话不用选，以后到窗口说明"
            )
        return self._fields([fact], owner)[0]

    def _fields(self, facts: list[Fact], owner: str) -> tuple[Field, ...]:
        return tuple(field for fact in facts for field in self._asking.fields(fact, owner))

    def _person(self, owner: str) -> Card:
        first = [field for field in self._asking.first(member, owner) if field.name.rpartition(".")[2] in FIRST_ASKED]
        return Card(self._title(owner), tuple(first), (("member", owner),), owner)

    def _title(self, owner: str) -> str:
        return filing.title(self.draft, owner, self.draft.members.index(owner) + 1)

    def _group(self, question: Question) -> Group | None:
        return self.packs.facts.groups.get((question.entity.name, question.name))

    @property
    def _asking(self) -> Asking:
        return Asking(self.packs, self.draft, self.errors, frozenset(), self.on)


def _may_be_left(field: Field) -> Field:
    """Let a choice be left untouched, which is no answer; 不知道 is one, and stays unknown whatever else is ticked."""
    known = tuple(option for option in field.options if option.value)
    if field.shape == "choices" and not field.several:
        return replace(field, options=(*known, NOT_KNOWN))
    if field.shape == "select":
        listed = tuple(option for group in field.groups for option in group.options if option.value)
        return replace(field, groups=(FieldGroup("", (NOT_YET, *listed, NOT_KNOWN)),))
    return field


def carried(draft: Draft, cards: list[Card]) -> list[tuple[str, str]]:
    """List what was told before and is not asked on this screen: it goes along with the form, and nowhere else."""
    here = {field.name for card in cards for field in card.fields} | {name for card in cards for name, _ in card.sent}
    return [
        (name, value)
        for name, values in draft.values.items()
        if name not in here and name not in NOT_CARRIED
        for value in values
    ]


NOT_CARRIED = frozenset({"csrfmiddlewaretoken", "do", ON})
