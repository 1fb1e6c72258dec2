"""The vocabulary of the household file: which facts there are, of whom, in what unit, within what bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from doudi.kernel.errors import DoudiError
from doudi.policy.entities import BY_NAME, Entity
from doudi.policy.flaws import Flaws
from doudi.policy.packfile import Node
from doudi.policy.types import MONEY_LIMIT, Kind, Unit
from doudi.policy.values import parse
from doudi.policy.vocabulary import ROUNDING, Choice, Vocabulary

T = TypeVar("T", int, None)

LIMITS = {Kind.COUNT: 10_000, Kind.YEARS: 130, Kind.MONTHS: 1_200, Kind.DAYS: 36_600, Kind.BASIS_POINTS: 100_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """Which choices of a fact mean whom, so that what cannot be is found: one `head`, of whom all the others are kin.

    `age` is the fact with the years. Under `marriage_age` nobody marries, says the article in `cites`.
    """

    head: int
    partner: int
    child: int
    parent: int
    age: str
    marriage_age: int
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact. `group` is the JSON object it stands in; `absent` its value where that object leaves it out.

    `computed_from` names a day (a birth date) that may be given instead; the fact is then the completed years.
    `at_most_one` is the set (a bit mask) of choices that no two members of a household can both have. `is_usual` facts
    are what most families have; the others of their group are asked only where somebody looks for them. `said` is what
    a family ticks when it has it, `asked_with` another group with whose questions it is asked. There is nothing of it
    without the fact `only_with` (no grade without a disability). What `only_rises` (years lived) nobody can bring down.
    """

    name: str
    entity: Entity
    unit: Unit
    label: str
    question: str | None
    least: int
    most: int
    group: str | None
    absent: int | None
    computed_from: str | None
    at_most_one: int = 0
    kin: Kin | None = None
    note: str | None = None
    is_usual: bool = False
    said: str | None = None
    asked_with: str | None = None
    only_with: str | None = None
    only_rises: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A JSON object that holds several facts: given, it is a full declaration.

    `topic` says in a few words what has happened to a family that the group concerns; to others nothing of it is asked.
    What an office alone knows (`of_office`) no family is asked.
    """

    name: str
    entity: Entity
    label: str
    complete: str | None
    topic: str | None
    of_office: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts by name, all groups by (entity, name), and the vocabulary they use."""

    by_name: Mapping[str, Fact]
    groups: Mapping[tuple[str, str], Group]
    vocabulary: Vocabulary

    def of(self, entity: Entity) -> list[Fact]:
        """List the facts of an entity in the order of the file."""
        return [fact for fact in self.by_name.values() if fact.entity is entity]


KIN_CHOICES = ("head", "partner", "child", "parent")
FACT_KEYS = (
    "type", "label", "question", "min", "max", "in", "absent", "computed_from", "at_most_one",
    "kin", "note", "usual", "said", "asked_with", "only_with", "only_rises",
)  # fmt: skip


def read_facts(files: Sequence[Node], enumerations: Mapping[str, type], flaws: Flaws) -> Facts:
    """Read `facts.yaml` and the files beside it; `enumerations` are the IntEnums that their vocabularies label.

    Flawed facts are left out.
    """
    for node in files:
        node.only("vocabulary", *BY_NAME)
    vocabulary = _vocabulary([entry for node in files if (entry := node.get("vocabulary"))], enumerations)
    by_name: dict[str, Fact] = {}
    groups: dict[tuple[str, str], Group] = {}
    for entity_name, entity in BY_NAME.items():
        sections = [section for node in files if (section := node.get(entity_name))]
        for name, entry in (pair for section in sections for pair in section.items()):
            with flaws.noting(entry.file, entry.line):
                if entry.get("group"):
                    groups[entity_name, name] = _group(name, entity, entry)
                elif name in by_name:
                    raise entry.flaw(f"事实“{name}”声明了两次")
                else:
                    by_name[name] = _fact(name, entity, entry, vocabulary)
    return Facts(by_name, groups, vocabulary)


def _vocabulary(nodes: Sequence[Node], enumerations: Mapping[str, type]) -> Vocabulary:
    choices: dict[str, Choice] = {"Rounding": ROUNDING}
    for name, entry in (pair for node in nodes for pair in node.items()):
        if name in choices:
            raise entry.flaw(f"词表“{name}”写了两次")
        if name not in enumerations:
            raise entry.flaw(f"代码里没有词表“{name}”")
        members = enumerations[name]
        labels = {code: label.text() for code, label in entry.items()}
        choice = Choice(members, labels)
        if set(labels) != set(choice.codes()):
            raise entry.flaw(f"词表“{name}”应恰好为这些代码写出中文：{'、'.join(choice.codes())}")
        choices[name] = choice
    return Vocabulary(choices)


def _group(name: str, entity: Entity, node: Node) -> Group:
    node.only("group", "label", "complete", "topic", "asked_of", "note")
    asked_of = node.maybe_text("asked_of")
    if asked_of not in (None, "office"):
        raise node.flaw("asked_of 只能是 office：只有机关才知道，不问家庭")
    return Group(
        name, entity, node.need("label").text(), node.maybe_text("complete"), node.maybe_text("topic"),
        of_office=asked_of is not None,
    )  # fmt: skip


def _fact(name: str, entity: Entity, node: Node, vocabulary: Vocabulary) -> Fact:
    node.only(*FACT_KEYS)
    unit = vocabulary.unit(node.need("type").text())
    least, most = bounds(unit)
    return Fact(
        name=name, entity=entity, unit=unit, label=node.need("label").text(), question=node.maybe_text("question"),
        least=_given(node, "min", unit, vocabulary, least), most=_given(node, "max", unit, vocabulary, most),
        group=node.maybe_text("in"), absent=_given(node, "absent", unit, vocabulary, None),
        computed_from=node.maybe_text("computed_from"),
        at_most_one=_mask(node, "at_most_one", unit, vocabulary), kin=_kin(node.get("kin"), unit, vocabulary),
        note=node.maybe_text("note"), is_usual=_flag(node, "usual"), only_rises=_flag(node, "only_rises"),
        said=node.maybe_text("said"), asked_with=node.maybe_text("asked_with"),
        only_with=node.maybe_text("only_with"),
    )  # fmt: skip


def _flag(node: Node, key: str) -> bool:
    entry = node.get(key)
    return entry is not None and entry.flag()


def bounds(unit: Unit) -> tuple[int, int]:
    """Return the least and the most that a value of a unit may be where nothing narrower is said."""
    return (0, MONEY_LIMIT) if unit.is_money else (0, LIMITS.get(unit.kind, 2**62))


def _given(node: Node, key: str, unit: Unit, vocabulary: Vocabulary, default: T) -> int | T:
    entry = node.get(key)
    if entry is None:
        return default
    if unit.is_money and isinstance(entry.value, int):
        return entry.value * 100
    try:
        return parse(unit, entry.value, vocabulary, per="year" if unit.kind is Kind.FEN_YEAR else None)
    except DoudiError as error:
        raise entry.flaw(str(error)) from error


def _mask(node: Node, key: str, unit: Unit, vocabulary: Vocabulary) -> int:
    """Return choices listed under `key` as a bit mask; none where it is absent."""
    entry = node.get(key)
    if entry is None:
        return 0
    try:
        return parse(Unit(Kind.CODES, unit.vocabulary), [code.name() for code in entry.sequence()], vocabulary)
    except DoudiError as error:
        raise entry.flaw(str(error)) from error


def _kin(node: Node | None, unit: Unit, vocabulary: Vocabulary) -> Kin | None:
    if node is None:
        return None
    node.only("head", "partner", "child", "parent", "age", "marriage_age", "cites")
    try:
        choice = vocabulary.of(unit)
        head, partner, child, parent = (choice.read(node.need(key).name()) for key in KIN_CHOICES)
    except DoudiError as error:
        raise node.flaw(str(error)) from error
    return Kin(
        head=head, partner=partner, child=child, parent=parent, age=node.need("age").name(),
        marriage_age=node.need("marriage_age").integer(),
        cites=tuple(cite.name() for cite in node.need("cites").sequence()),
    )  # fmt: skip
