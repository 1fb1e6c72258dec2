"""What one screen asks: where, who lives together, what has happened, and then one question at a time.

What is left empty is not told. That there is none of it is an answer of its own: 以上都没有.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from doudi.faces import filing
from doudi.faces.draft import HOUSEHOLD, Draft
from doudi.faces.fields import Field, Option
from doudi.faces.fields import Group as FieldGroup
from doudi.faces.kinds import RELATIVE, RELATIVES, heading_of
from doudi.faces.questions import Asking
from doudi.policy.entities import household, member
from doudi.policy.facts import Fact, Facts
from doudi.policy.packs import Packs
from doudi.policy.types import Kind
from doudi.portal.entitled.answering import (
    NONE,
    OTHERS,
    RELATIVES_NUMBER,
    THERE_IS,
    TICKED,
    TOPICS,
    Answering,
    is_there,
)
from doudi.portal.entitled.question import TICKS, Question
from doudi.portal.entitled.told import unusual
from doudi.portal.places import place_groups

PLACE, ON, SCREEN = "place", "on", "screen"
REGISTER = "register"
FIRST_ASKED = ("relation", "age")
NONE_OF_THESE, NOBODY = "以上都没有", "都没有"
NOT_YET, NOT_KNOWN = Option("", "请选择"), Option(filing.UNKNOWN, "不清楚")
MOST_RELATIVES = 6


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
        topics = dict.fromkeys(group.topic for group in self.facts.groups.values() if group.topic)
        options = tuple(Option(topic, topic, topic in ticked) for topic in topics)
        return [Card("", (self._choices(TOPICS, "家里有下面的情况吗？", options, NONE_OF_THESE, NONE in ticked),))]

    def of(self, question: Question) -> list[Card]:
        """Ask one question of everybody whom it concerns."""
        owners = self._answering.owners(question)
        facts = [self.facts.by_name[name] for name in question.facts]
        if question.key == RELATIVES:
            return [Card(self._title(owner), (self._relatives(owner),), owner=owner) for owner in owners]
        if question.key == RELATIVE:
            return [self._relative(each, facts) for owner in owners for each in self.draft.supporters(owner)]
        if question.manner == TICKS:
            return [Card("", (self._ticks(question, facts, owners),))]
        if len(owners) == 1:
            title = self._title(owners[0]) if question.entity is member and len(self.draft.members) > 1 else ""
            return [Card(title, tuple(self._fields(facts, owners[0])), owner=owners[0])]
        return [self._of_everybody(fact, owners) for fact in facts]

    def heading(self, question: Question) -> str:
        """Say what a question is about."""
        if question.key in (RELATIVES, RELATIVE):
            return "不住在一起的亲属"
        group = self.facts.groups.get((question.entity.name, question.name))
        fact = self.facts.by_name.get(question.name)
        return heading_of(group, self.facts) if group else fact.label if fact else ""

    @property
    def facts(self) -> Facts:
        """The vocabulary of facts."""
        return self.packs.facts

    def _ticks(self, question: Question, facts: list[Fact], owners: list[str]) -> Field:
        """Ask which of some things there are; what most families have nothing of stands behind one tick."""
        hidden = unusual(question, self.facts)
        options = [
            Option(fact.name, fact.said or fact.label, self._is_ticked(fact, owners))
            for fact in facts
            if fact not in hidden
        ]
        if hidden:
            named = "、".join(fact.said or fact.label for fact in hidden)
            options.append(Option(OTHERS, f"还有别的：{named}", question.key in self.draft.texts("more")))
        return self._choices(
            TICKED, self._asked_of(owners), tuple(options), NONE_OF_THESE, self._has_none(facts, owners)
        )

    def _asked_of(self, owners: list[str]) -> str:
        if owners == [HOUSEHOLD] or len(owners) > 1:
            return (
                "家里有下面的哪些？"
                if owners == [HOUSEHOLD]
                else f"{'、'.join(map(self._title, owners))}，有人有下面的哪些？"
            )
        return f"{self._title(owners[0])}有下面的哪些？"

    def _is_ticked(self, fact: Fact, owners: list[str]) -> bool:
        told = f"{fact.entity.name}.{fact.name}" in self.draft.texts(THERE_IS)
        return told or any(is_there(fact, self.draft.text(f"{owner}.{fact.name}"), self.facts) for owner in owners)

    def _has_none(self, facts: list[Fact], owners: list[str]) -> bool:
        return not any(self._is_ticked(fact, owners) for fact in facts) and all(
            self.draft.text(f"{owner}.{fact.name}") for owner in owners for fact in facts
        )

    def _of_everybody(self, fact: Fact, owners: list[str]) -> Card:
        """Ask one thing of several people: who, or how much each."""
        if fact.unit.kind is Kind.BOOL:
            options = tuple(Option(owner, self._title(owner), self._is_true(fact, owner)) for owner in owners)
            none = all(self.draft.text(f"{owner}.{fact.name}") for owner in owners) and not any(
                o.chosen for o in options
            )
            return Card(
                "", (self._choices(f"whose.{fact.name}", f"谁{fact.said or fact.label}？", options, NOBODY, none),)
            )
        fields = ((owner, field) for owner in owners for field in self._fields([fact], owner))
        renamed = tuple(replace(field, label=self._title(owner), hint="", more="") for owner, field in fields)
        hint = "没有的人空着" if fact.absent is not None else ""
        return Card(fact.question or fact.label, (replace(renamed[0], hint=hint), *renamed[1:]))

    def _is_true(self, fact: Fact, owner: str) -> bool:
        return is_there(fact, self.draft.text(f"{owner}.{fact.name}"), self.facts)

    def _choices(self, name: str, label: str, options: tuple[Option, ...], none: str, is_none: bool) -> Field:  # noqa: FBT001 as the options
        return Field(
            name=name, label=label, shape="choices", several=True, hint="可以选几项",
            options=(*options, Option(NONE, none, is_none)), error=self.errors.get(name, ""),
        )  # fmt: skip

    def _relatives(self, owner: str) -> Field:
        """Ask how many relatives elsewhere must support somebody: none is an answer, so is any number."""
        name = f"{owner}.{RELATIVES_NUMBER}"
        told = self.draft.text(name)
        numbers = (Option(str(number), f"有 {number} 位") for number in range(1, MOST_RELATIVES + 1))
        options = tuple(replace(each, chosen=each.value == told) for each in (NOT_YET, Option(NONE, "没有"), *numbers))
        return Field(
            name=name, label="有没有不住在一起的父母、成年子女、配偶？", shape="select", value=told,
            hint="不清楚就不选", groups=(FieldGroup("", options),),
        )  # fmt: skip

    def _relative(self, owner: str, facts: list[Fact]) -> Card:
        """Ask what the law asks of a relative elsewhere: each may be left, and is then told at the window."""
        number = self.draft.supporters(owner.partition(".")[0]).index(owner) + 1
        name = f"{owner}.{filing.NAME}"
        who = Field(name=name, label="是什么人？", hint="例如“大女儿”，不用写姓名", value=self.draft.text(name))
        whose = self._title(owner.partition(".")[0])
        return Card(f"{whose}的亲属，第 {number} 位", (who, *self._fields(facts, owner)), owner=owner)

    def _fields(self, facts: list[Fact], owner: str) -> Iterator[Field]:
        yield from (_may_be_left(field) for fact in facts for field in self._asking.fields(fact, owner))

    def _person(self, owner: str) -> Card:
        first = [field for field in self._asking.first(member, owner) if field.name.rpartition(".")[2] in FIRST_ASKED]
        return Card(self._title(owner), tuple(first), (("member", owner),), owner)

    def _title(self, owner: str) -> str:
        """Call somebody by what they are to the applicant, with the years where two are the same."""
        return called(self.draft, self.facts, owner)

    @property
    def _answering(self) -> Answering:
        return Answering(self.draft, self.facts, {})

    @property
    def _asking(self) -> Asking:
        return Asking(self.packs, self.draft, self.errors, frozenset(), self.on)


def called(draft: Draft, facts: Facts, owner: str) -> str:
    """Call a member by what they are to the applicant, with the years lived; by their number before it is told."""
    number = draft.members.index(owner) + 1
    relation, age = draft.text(f"{owner}.relation"), draft.text(f"{owner}.age")
    fact = facts.by_name["relation"]
    labels = facts.vocabulary.of(fact.unit).labels
    if number == 1 or relation not in labels:
        return filing.title(draft, owner, number)
    return f"{labels[relation]}（{age} 岁）" if age else labels[relation]


def _may_be_left(field: Field) -> Field:
    """Let a choice be left untouched, which is no answer; 不清楚 is one, and stays unknown whatever else is told."""
    known = tuple(option for option in field.options if option.value)
    if field.shape == "choices" and not field.several:
        return replace(field, options=(*known, replace(NOT_KNOWN, chosen=field.value == filing.UNKNOWN)))
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
        if name not in here and name not in NOT_CARRIED and not name.startswith("whose.")
        for value in values
        if value
    ]


NOT_CARRIED = frozenset({"csrfmiddlewaretoken", "do", ON, SCREEN, TICKED})
