"""What the page asks: fields made of the vocabulary of facts, so that a new fact appears without touching a template.

Every fact may stay 不知道: an empty box, or the choice of that name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from doudi.faces.citations import in_words
from doudi.faces.draft import Draft
from doudi.faces.fields import Field, Group, Option, section_anchor
from doudi.policy.entities import Entity
from doudi.policy.facts import Fact
from doudi.policy.facts import Group as FactGroup
from doudi.policy.packs import Packs
from doudi.policy.snapshot import LawSnapshot
from doudi.policy.types import DAY, Kind, Unit
from doudi.policy.vocabulary import Vocabulary

UNITS = {
    Kind.FEN: "元", Kind.FEN_MONTH: "元 / 月", Kind.FEN_YEAR: "元 / 年", Kind.COUNT: "", Kind.YEARS: "周岁",
    Kind.MONTHS: "个月", Kind.DAYS: "日", Kind.BASIS_POINTS: "%",
}  # fmt: skip
FEW = 4
"""Up to so many choices stand open as buttons; more go into a list."""

SHORT = 36
"""A note of up to so many characters stands under the label; a longer one is folded away."""

NOT_KNOWN = "不知道"
COMPLETE = "complete"


OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under one heading, folded away until they are wanted."""

    anchor: str
    label: str
    fields: tuple[Field, ...]
    is_open: bool

    @property
    def filled(self) -> int:
        """How many of the fields were filled in."""
        return sum(field.is_filled for field in self.fields)


@dataclass(frozen=True, slots=True)
class Asking:
    """One rendering of the form: what is written in it, what is wrong, and which fields an open question points to.

    `idle` facts are not asked: no rule reads them on that day.
    """

    packs: Packs
    draft: Draft
    errors: Mapping[str, str]
    wanted: frozenset[str]
    on: date
    idle: frozenset[str] = frozenset()

    def first(self, entity: Entity, owner: str) -> tuple[Field, ...]:
        """List what is asked at once: the plain facts that `facts.yaml` names before the first group of the entity."""
        return self._plain(self._split(entity)[0], owner)

    def sections(self, entity: Entity, owner: str) -> tuple[Section, ...]:
        """List what is folded away: the groups, then the plain facts named after them."""
        groups = [group for group in self.packs.facts.groups.values() if group.entity is entity]
        inside = [(group, self._inside(group, owner)) for group in groups]
        folded = [self._section(owner, group.name, group.label, fields) for group, fields in inside if fields]
        later = self._plain(self._split(entity)[1], owner)
        if later:
            folded.append(self._section(owner, OTHERS, "其他情况（多数人不用填）", later))
        return tuple(folded)

    def _split(self, entity: Entity) -> tuple[list[Fact], list[Fact]]:
        facts = [fact for fact in self.packs.facts.of(entity) if fact.name not in self.idle]
        first_grouped = next((at for at, fact in enumerate(facts) if fact.group), len(facts))
        later = [fact for fact in facts[first_grouped:] if fact.group is None]
        return facts[:first_grouped], later

    def _plain(self, facts: Iterable[Fact], owner: str) -> tuple[Field, ...]:
        return tuple(field for fact in facts for field in self.fields(fact, owner))

    def _inside(self, group: FactGroup, owner: str) -> tuple[Field, ...]:
        facts = [
            fact
            for fact in self.packs.facts.of(group.entity)
            if fact.group == group.name and fact.name not in self.idle
        ]
        fields = self._plain(facts, owner)
        return (*fields, self._complete(group, owner)) if any(fact.absent is not None for fact in facts) else fields

    def _section(self, owner: str, name: str, label: str, fields: tuple[Field, ...]) -> Section:
        here = section_anchor(owner, name)
        is_open = here in self.wanted or any(field.error or field.anchor in self.wanted for field in fields)
        return Section(here, label, fields, is_open)

    def _complete(self, group: FactGroup, owner: str) -> Field:
        """Ask whether a group was told in full: only then is what was left out a no, or nothing."""
        name = f"{owner}.{group.name}"
        _, _, meaning = (group.complete or "").partition("：")
        option = Option(COMPLETE, meaning or "没写的就是没有", chosen=COMPLETE in self.draft.texts(name))
        return Field(
            name=name, label="都写全了吗？写全了请打勾", shape="choices", options=(option,), several=True,
            error=self.errors.get(name, ""),
        )  # fmt: skip

    def fields(self, fact: Fact, owner: str) -> Iterator[Field]:
        """Yield what asks for one fact: a field, and one more for the day from which it can be computed."""
        name = f"{owner}.{fact.name}"
        note = in_words(fact.note or "", self.packs.sources, self.on)
        bare = Field(name=name, label=fact.question or fact.label, error=self.errors.get(name, ""))
        bare = replace(bare, hint=note) if len(note) <= SHORT else replace(bare, more=note)
        yield unit_field(fact.unit, bare, self.draft, self.packs.facts.vocabulary)
        if fact.computed_from:
            born = f"{owner}.{fact.computed_from}"
            bare = Field(name=born, label="或者填出生日期", error=self.errors.get(born, ""))
            yield unit_field(DAY, bare, self.draft, self.packs.facts.vocabulary)


def idle_facts(packs: Packs, on: date) -> frozenset[str]:
    """Return the facts that rules read at some time and none reads on a day: there is nothing to ask them for."""
    rules = LawSnapshot.of(packs).rules(on).values()
    ever = {read for versions in packs.book.versions.values() for rule in versions for read in rule.reads}
    return frozenset(ever - {read for rule in rules for read in rule.reads})


def unit_field(unit: Unit, bare: Field, draft: Draft, vocabulary: Vocabulary) -> Field:
    """Give a bare field what a value of a unit needs: a box with its unit, a date, buttons or a list."""
    if unit.kind is Kind.BOOL:
        return _chosen(bare, (("true", "是"), ("false", "否")), draft)
    if unit.kind is Kind.CHOICE:
        return _chosen(bare, _codes(unit, vocabulary), draft)
    if unit.kind is Kind.CODES:
        ticked = draft.texts(bare.name)
        options = tuple(Option(code, label, code in ticked) for code, label in _codes(unit, vocabulary))
        return replace(bare, shape="choices", several=True, options=options)
    if unit.kind is Kind.DAY:
        return replace(bare, value=draft.text(bare.name), kind="date")
    mode = "decimal" if unit.is_money else "numeric"
    return replace(bare, value=draft.text(bare.name), mode=mode, unit=UNITS[unit.kind])


def _codes(unit: Unit, vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    choice = vocabulary.of(unit)
    return tuple((code, choice.labels[code]) for code in choice.codes())


def _chosen(bare: Field, codes: tuple[tuple[str, str], ...], draft: Draft) -> Field:
    """Few choices stand open as buttons, 不知道 last; many go into a list, 不知道 first."""
    given = draft.text(bare.name)
    options = tuple(Option(code, label, code == given) for code, label in codes)
    unknown = Option("", NOT_KNOWN, not any(option.chosen for option in options))
    if len(options) <= FEW:
        return replace(bare, shape="choices", options=(*options, unknown))
    return replace(bare, shape="select", value=given, groups=(Group("", (unknown, *options)),))
