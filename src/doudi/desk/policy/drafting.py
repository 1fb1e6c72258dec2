"""The form that proposes a standard: its boxes, what was written, and which box an error belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from doudi.accounts.permissions import MayNot
from doudi.desk.doing.deeds import AnswerNeeded, day, needed
from doudi.desk.policy.attaching import FILE, PaperForgotten
from doudi.documents.media import FileEmpty, FileTooLarge, FileUnreadable
from doudi.faces.fields import Field, FieldError, Group, Option
from doudi.kernel.citations import CitationUnreadable
from doudi.kernel.divisions import level, lies_in, parent_chain
from doudi.kernel.errors import DoudiError
from doudi.kernel.spans import SpanEmpty
from doudi.policy.packs import Packs
from doudi.policy.parameters import Parameter
from doudi.policy.places import PlaceUnknown
from doudi.policy.snapshot import ParameterUnknown
from doudi.policy.sources import CitationUnresolved
from doudi.policy.types import Kind
from doudi.standards.checks import AuthorityElsewhere, LevelMayNotSet
from doudi.standards.drafts import Document, DocumentUntitled, Draft, Paper
from doudi.standards.services.propose import AlreadyPublished, DocumentFromTheFuture, NothingToCorrect

PARAMETER, PLACE, AUTHORITY, VALUE, PER = "parameter", "place", "authority", "value", "per"
SINCE, UNTIL, TITLE, NUMBER, DATED = "since", "until", "title", "number", "dated"
CITES, REPLACES = "cites", "replaces"
PERIODS: Final = (("", "不分"), ("month", "每月"), ("year", "每年"))
LABELS: Final[Mapping[str, tuple[str, str]]] = {
    PARAMETER: ("哪一项标准", ""),
    PLACE: ("适用于", ""),
    AUTHORITY: ("公布机关是哪一级的", "文件由哪一级政府或者部门印发"),
    VALUE: ("值", "金额写元，例如 620.00；比例写百分比，例如 130%；办法写它的名称；撤销写错的，空着，并写更正第几号"),
    PER: ("按月还是按年", "文件上的金额按什么计；不是金额的选“不分”"),
    SINCE: ("施行日期", ""),
    UNTIL: ("失效日期", "文件没有写的，空着"),
    TITLE: ("文件标题", ""),
    NUMBER: ("文号", "没有文号的，写“无文号”"),
    DATED: ("文件日期", ""),
    FILE: ("文件原文", "PDF 或者照片。签发的人对照它核对；没有上传的，签发的人要在别处看过原件"),
    CITES: ("设定依据", "空着就用政策包里授权这一级的条文"),
    REPLACES: ("更正第几号", "新的标准空着；更正已公布的，写它的编号"),
}
NAMES: Final = tuple(LABELS)
TYPED: Final = tuple(name for name in NAMES if name != FILE)
LONGEST: Final[Mapping[str, int]] = {TITLE: 200, NUMBER: 100, CITES: 100, VALUE: 200}
DATES: Final = (SINCE, UNTIL, DATED)
DIGITS_OF_A_NUMBER = 9
OF_ERRORS: Final[Mapping[type[DoudiError], str]] = {
    DocumentUntitled: TITLE, DocumentFromTheFuture: DATED, LevelMayNotSet: AUTHORITY, AuthorityElsewhere: AUTHORITY,
    PlaceUnknown: PLACE, MayNot: PLACE, CitationUnresolved: CITES, CitationUnreadable: CITES, SpanEmpty: UNTIL,
    FileEmpty: FILE, FileTooLarge: FILE, FileUnreadable: FILE, PaperForgotten: FILE,
    AlreadyPublished: SINCE, NothingToCorrect: REPLACES, ParameterUnknown: PARAMETER,
}  # fmt: skip


@dataclass(slots=True)
class Written:
    """What was written, and what is wrong with it by field."""

    given: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict[str, str])
    paper: Paper | None = None
    more: str = ""

    def draft(self) -> Draft | None:
        """Return the draft; None where something is missing or cannot be read, each at its field."""
        for name in (PARAMETER, PLACE, AUTHORITY, TITLE, NUMBER):
            self._require(name)
        days = {name: self._day(name) for name in DATES}
        for name, most in LONGEST.items():
            if len(self._text(name)) > most:
                self.errors[name] = f"“{LABELS[name][0]}”最多 {most} 字。"
        replaces = self._text(REPLACES)
        if replaces and not (replaces.isdecimal() and len(replaces) <= DIGITS_OF_A_NUMBER):
            self.errors[REPLACES] = "“更正第几号”应是编号，例如 12。"
        since, dated = days[SINCE], days[DATED]
        if self.errors or since is None or dated is None:
            return None
        return Draft(
            place=self._text(PLACE), parameter=self._text(PARAMETER), value=self._text(VALUE), per=self._text(PER),
            document=Document(self._text(TITLE), dated, self._text(NUMBER), paper=self.paper), in_force_on=since,
            until_on=days[UNTIL], authority=self._text(AUTHORITY), cites=self._text(CITES),
            replaces=int(replaces) if replaces else None,
        )  # fmt: skip

    def refuse(self, error: DoudiError) -> None:
        """Say an error of the act at the box it belongs to."""
        self.errors[OF_ERRORS.get(type(error), VALUE)] = str(error)

    def wrong(self) -> list[FieldError]:
        """List what is wrong, in the order of the form."""
        return [FieldError(name, self.errors[name]) for name in NAMES if name in self.errors]

    def fields(self, packs: Packs, here: str, on: date) -> list[Field]:
        """Draw the boxes."""
        self.more = choices(packs, here, on)
        lists = {
            PARAMETER: parameters(packs, here, on), PLACE: (Group("", _options(_places(packs, here, on))),),
            AUTHORITY: (Group("", _options((code, packs.places.by_code[code].name) for code in parent_chain(here)
                                           if code in packs.places.by_code)),),
            PER: (Group("", _options(PERIODS)),),
        }  # fmt: skip
        return [self._field(name, lists.get(name)) for name in NAMES]

    def _field(self, name: str, groups: tuple[Group, ...] | None) -> Field:
        label, hint = LABELS[name]
        value, error = self.given.get(name, ""), self.errors.get(name, "")
        if name == FILE:
            there = f"已收到“{self.paper.name}”；另选一个就换掉它。" if self.paper else ""
            return Field(name=name, label=label, hint=f"{there}{hint}", error=error, kind="file")
        if groups is None:
            kind = "date" if name in DATES else "text"
            more = self.more if name == VALUE else ""
            return Field(
                name=name, label=label, hint=hint, value=value, error=error, kind=kind, autocomplete="on", more=more
            )
        chosen = tuple(
            Group(group.label, tuple(Option(each.value, each.label, each.value == value) for each in group.options))
            for group in groups
        )
        return Field(name=name, label=label, hint=hint, shape="select", groups=chosen, error=error)

    def _text(self, name: str) -> str:
        return self.given.get(name, "").strip()

    def _day(self, name: str) -> date | None:
        try:
            if name != UNTIL:
                needed(self.given, name, LABELS[name][0])
            return day(self.given, name, LABELS[name][0])
        except AnswerNeeded as error:
            self.errors[name] = str(error)
            return None

    def _require(self, name: str) -> None:
        try:
            needed(self.given, name, LABELS[name][0])
        except AnswerNeeded as error:
            self.errors[name] = str(error)


def offered_here(packs: Packs, here: str, on: date) -> list[Parameter]:
    """List what a government of this place or above may set today."""
    levels = {level(code) for code in parent_chain(here)}
    return [each for each in packs.parameters.values() if any(each.delegation(rank, on) is not None for rank in levels)]


def choices(packs: Packs, here: str, on: date) -> str:
    """Say what may be written for what is chosen by name; truths are 是 and 否."""
    told: dict[str, list[str]] = {}
    for each in offered_here(packs, here, on):
        if each.unit.kind in (Kind.CHOICE, Kind.CODES):
            labels = packs.facts.vocabulary.of(each.unit).labels.values()
            told.setdefault("、".join(labels), []).append(f"“{each.label}”")
    listed = [f"{'、'.join(names)}写：{options}。" for options, names in told.items()]
    return "\n".join([*listed, "只有两种情形的，写是或者否。"])


def parameters(packs: Packs, here: str, on: date) -> tuple[Group, ...]:
    """List what a government of this place or above may set today, amounts first."""
    offered = offered_here(packs, here, on)
    money = [(each.name, each.label) for each in offered if each.unit.is_money]
    other = [(each.name, each.label) for each in offered if not each.unit.is_money]
    first = Group("", (Option("", "请选择"),))
    return (first, Group("金额", _options(money)), Group("办法、比例和其他", _options(other)))


def _places(packs: Packs, here: str, on: date) -> list[tuple[str, str]]:
    known = packs.places.by_code.values()
    return [
        (each.code, each.name) for each in known if lies_in(each.code, here) and (each.until is None or on < each.until)
    ]


def _options(listed: Iterable[tuple[str, str]]) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in listed)
