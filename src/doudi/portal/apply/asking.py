"""What each screen asks: blocks of fields, made of the vocabulary of facts where the law wants to know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from doudi.accounts.queries import places_under
from doudi.faces import filing
from doudi.faces.draft import FIRST, HOUSEHOLD
from doudi.faces.fields import Field, Group, Option, anchor, section_anchor
from doudi.faces.people import no_obligors
from doudi.faces.questions import Asking, Section
from doudi.intake.models import MandateKind, Sex
from doudi.policy.entities import Entity, household, member, obligor
from doudi.policy.packs import Packs
from doudi.portal.apply import screens as s
from doudi.portal.apply.filling import (
    BORN_ON,
    COUNTY,
    LIVES,
    NUMBER,
    REASON,
    SELF,
    SEX,
    SIGN,
    TOWNSHIP,
    UNTIL,
    VILLAGE,
    WHO,
    Filling,
)
from doudi.portal.apply.minors import is_minor
from doudi.portal.apply.screens import Screen
from doudi.portal.places import county_groups

WHO_LABELS: Final = {
    SELF: "我自己（我家）", MandateKind.DAUGHTER: "我的父母", MandateKind.RELATIVE: "其他亲属",
    MandateKind.VILLAGE_ASSISTANT: "本村（社区）的居民，我是村里工作人员", MandateKind.GUARDIAN: "我监护的人",
    MandateKind.OTHER: "别人委托我",
}  # fmt: skip
OBLIGORS_LABEL: Final = "有没有不住在一起的父母、成年子女、配偶？"
CHILD_HINT: Final = "您是子女：不和申请人一起生活的，您也是法定义务人，请写上您自己。"
NUMBER_LABEL: Final = "身份证号"
NUMBER_HINT: Final = "18 位，末位可能是 X"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One card of a screen; `folded` stands below its fields, closed until something was written in it."""

    title: str = ""
    lead: str = ""
    owner: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    fields: tuple[Field, ...] = ()
    folded: tuple[Section, ...] = ()
    last: tuple[Field, ...] = ()
    removable: bool = False
    obligors: bool = False

    @property
    def names(self) -> set[str]:
        """Every name its fields send."""
        inside = [field for section in self.folded for field in section.fields]
        return {field.name for field in (*self.fields, *inside, *self.last) if not field.read_only}


@dataclass(frozen=True, slots=True)
class Questions:
    """One rendering: what is filled in, what is wrong by field name, on which day."""

    filling: Filling
    packs: Packs
    on: date
    errors: Mapping[str, str]

    def blocks(self, screen: Screen) -> list[Block]:
        """List the cards of a screen."""
        return list(ASKED[screen.kind](self, screen)) if screen.kind in ASKED else []

    def ask_who(self, _: Screen) -> Iterator[Block]:
        """Ask for whom somebody applies; about the applicant where it is somebody else."""
        given = self._text(WHO)
        options = tuple(Option(code, label, code == given) for code, label in WHO_LABELS.items())
        yield Block(fields=(self._field(WHO, "替谁申请？", shape="choices", options=options),))
        if not self.filling.is_for_self:
            yield Block(
                title="申请人",
                lead="写需要救助的这家人里提出申请的那一位。申请人要自己确认，确认以后才能受理：提交以后，请乡镇（街道）或者村（社区）打印一张查询码，申请人用它进入并确认。",
                fields=(
                    self._field(f"{FIRST}.{filing.NAME}", "申请人姓名"),
                    self._field(f"{FIRST}.{NUMBER}", f"申请人{NUMBER_LABEL}", hint=NUMBER_HINT),
                    self._field(UNTIL, "委托您办到哪一天为止？", kind="date", hint="过了这一天，您就看不到这份申请了"),
                ),
            )

    def ask_place(self, _: Screen) -> Iterator[Block]:
        """Ask for the place, one level after another."""
        chosen = self._text(COUNTY)
        fields = [
            self._field(
                COUNTY,
                "哪个县（区、市）？",
                shape="select",
                groups=county_groups(self.packs, on=self.on, chosen=chosen),
            )
        ]
        if chosen:
            fields.append(self._place(TOWNSHIP, "哪个乡镇（街道）？", chosen, 9))
        if self._text(TOWNSHIP).startswith(chosen or "~"):
            village = self._place(VILLAGE, "哪个村（社区）？", self._text(TOWNSHIP), 12)
            if len(village.groups[0].options) > 1:
                fields.append(village)
        yield Block(fields=tuple(fields))

    def ask_family(self, _: Screen) -> Iterator[Block]:
        """Ask who lives together."""
        register = [field for field in self._asking.first(household, HOUSEHOLD) if field.name.endswith("register")]
        yield Block(fields=tuple(_without_unknown(field) for field in register))
        for place, owner in enumerate(self.filling.text.members):
            yield self._person(owner, is_first=place == 0)
        reason = self._field(REASON, "为什么申请？", hint="一两句话就行，例如：家里有人生大病，钱不够用")
        yield Block(fields=(reason,))

    def ask_money(self, screen: Screen) -> Iterator[Block]:
        """Ask about the income and spending of one person."""
        for name in ("incomes", "spending"):
            yield self._amounts(screen.owner, name)

    def ask_property(self, _: Screen) -> Iterator[Block]:
        """Ask what the household owns."""
        section = self._sections(household, HOUSEHOLD)["assets"]
        yield Block(title=section.label, fields=section.fields)

    def ask_situation(self, _: Screen) -> Iterator[Block]:
        """Ask about each person, and about relatives who have to support them."""
        for owner in self.filling.text.members:
            sections = self._sections(member, owner)
            asked = sections["situation"].fields
            asked = tuple(_unchosen(field) for field in asked)
            none = no_obligors(self.filling.text, owner, OBLIGORS_LABEL, self._of_a_child(owner))
            last, few = (*asked[-1:], none), [f for f in asked[:-1] if self._is_usual(f)]
            rest = tuple(f for f in asked[:-1] if f not in few)
            other = Section(section_anchor(owner, "rest"), "其他少见的情况", rest, _is_open(rest))
            folded = (other, sections["self_care"], sections["others"])
            yield Block(
                title=self.filling.name_of(owner), owner=owner, fields=tuple(few), folded=folded, last=last,
                obligors=True,
            )  # fmt: skip
            for place, each in enumerate(self.filling.text.supporters(owner), 1):
                yield self._obligor(owner, each, place)

    def _of_a_child(self, owner: str) -> str:
        """Remind who applies for a parent that a child who lives elsewhere has to be named."""
        return CHILD_HINT if owner == FIRST and self._text(WHO) == MandateKind.DAUGHTER else ""

    def ask_consent(self, _: Screen) -> Iterator[Block]:
        """Ask for the signatures under the leave to check."""
        for owner in self.filling.text.members:
            name = self.filling.name_of(owner)
            minor = is_minor(self.filling, owner, self.on)
            label = f"{name}未成年，由监护人签名" if minor else f"{name}本人签名"
            hint = "监护人写自己的姓名" if minor else "请本人写上姓名；不在身边的先空着，以后到窗口补签"
            yield Block(fields=(self._field(f"{owner}.{SIGN}", label, hint=hint),))

    @property
    def _asking(self) -> Asking:
        return Asking(self.packs, self.filling.text, self.errors, frozenset(), self.on)

    def _sections(self, entity: Entity, owner: str) -> dict[str, Section]:
        """Return the sections of a person by the name of their group."""
        found = self._asking.sections(entity, owner)
        prefix, suffix = f"{anchor(owner)}-", "-section"
        return {section.anchor.removeprefix(prefix).removesuffix(suffix): section for section in found}

    def _amounts(self, owner: str, name: str) -> Block:
        section = self._sections(member, owner)[name]
        usual = tuple(f for f in section.fields[:-1] if self._is_usual(f))
        rest = tuple(f for f in section.fields[:-1] if f not in usual)
        folded = Section(section_anchor(owner, f"{name}_rest"), "其他的（没有就不用打开）", rest, _is_open(rest))
        complete = replace(section.fields[-1], label="都写全了吗？没有的不用写，请打勾")
        return Block(title=section.label, fields=usual, folded=(folded,), last=(complete,))

    def _person(self, owner: str, *, is_first: bool) -> Block:
        name, number = f"{owner}.{filing.NAME}", f"{owner}.{NUMBER}"
        if is_first:
            told = self.filling.number_of(owner)
            facts = (("姓名", self._text(name)), (NUMBER_LABEL, told.masked if told else "还没填"))
            return Block(title="本人" if self.filling.is_for_self else "申请人", facts=facts)
        known = [f for f in self._asking.first(member, owner) if f.name.rpartition(".")[2] in ("relation", LIVES)]
        without = (
            self._field(f"{owner}.{BORN_ON}", "出生日期", kind="date"),
            self._field(f"{owner}.{SEX}", "性别", shape="choices", options=self._sexes(owner)),
        )
        relation = [replace(f, label="和申请人的关系") if f.name.endswith("relation") else f for f in known]
        return Block(
            title=self.filling.name_of(owner), owner=owner, removable=True,
            fields=(
                self._field(name, "姓名"), self._field(number, NUMBER_LABEL, hint=NUMBER_HINT), *_chosen(relation),
            ),
            folded=(Section(section_anchor(owner, "without"), "没有身份证号", without, _is_open(without)),),
        )  # fmt: skip

    def _obligor(self, owner: str, each: str, place: int) -> Block:
        name = self._field(f"{each}.{filing.NAME}", "怎么称呼？")
        title = f"{self.filling.name_of(owner)}的第 {place} 位不住在一起的亲属"
        return Block(
            title=title, owner=each, fields=(name, *self._asking.first(obligor, each)),
            folded=self._asking.sections(obligor, each), removable=True,
        )  # fmt: skip

    def _sexes(self, owner: str) -> tuple[Option, ...]:
        given = self._text(f"{owner}.{SEX}")
        return tuple(Option(code, label, code == given) for code, label in Sex.choices)

    def _place(self, name: str, label: str, above: str, digits: int) -> Field:
        given = self._text(name)
        listed = [Option(row.code, row.name, row.code == given) for row in places_under(above, self.on, digits=digits)]
        hint = "" if listed else "这里的乡镇还没有录入系统，请联系当地社会救助窗口"
        group = Group("", (Option("", "请选择"), *listed))
        return self._field(name, label, shape="select", groups=(group,), hint=hint)

    def _is_usual(self, field: Field) -> bool:
        """Whether most families have it; the rest is folded away, and open where something was written."""
        return self.packs.facts.by_name[field.name.rpartition(".")[2]].is_usual

    def _field(self, name: str, label: str, **how: Any) -> Field:
        return Field(name=name, label=label, value=self._text(name), error=self.errors.get(name, ""), **how)

    def _text(self, name: str) -> str:
        return self.filling.text.text(name)


ASKED: Final[dict[str, Callable[[Questions, Screen], Iterator[Block]]]] = {
    s.WHO: Questions.ask_who, s.PLACE: Questions.ask_place, s.FAMILY: Questions.ask_family,
    s.MONEY: Questions.ask_money, s.PROPERTY: Questions.ask_property, s.SITUATION: Questions.ask_situation,
    s.CONSENT: Questions.ask_consent,
}  # fmt: skip


def _chosen(fields: list[Field]) -> list[Field]:
    """Who somebody is to the applicant is known to everybody: no 不知道, and nobody but the first applies."""
    kept: list[Field] = []
    for field in fields:
        if not field.name.endswith("relation"):
            kept.append(field)
            continue
        kept.append(_without_unknown(field, "applicant"))
    return kept


def _without_unknown(field: Field, *others: str) -> Field:
    """Let nobody choose 不知道 where everybody knows."""
    given = [option for group in field.groups for option in group.options] or list(field.options)
    options = tuple(option for option in given if option.value not in ("", *others))
    return replace(field, shape="choices", options=options, groups=())


def _unchosen(field: Field) -> Field:
    """Call what was not chosen just that: with the tick below it counts as 没有, which 不知道 would deny."""
    groups = tuple(replace(group, options=_renamed(group.options)) for group in field.groups)
    return replace(field, options=_renamed(field.options), groups=groups)


def _renamed(options: tuple[Option, ...]) -> tuple[Option, ...]:
    return tuple(option if option.value else replace(option, label="没选") for option in options)


def _is_open(fields: tuple[Field, ...]) -> bool:
    return any(field.error or field.is_filled for field in fields)
