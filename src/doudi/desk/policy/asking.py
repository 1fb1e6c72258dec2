"""The form that asks what a change of one figure would do: which one, what it becomes, on what day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from doudi.desk.doing.deeds import AnswerNeeded, day, needed
from doudi.desk.policy.drafting import parameters
from doudi.faces.fields import Field, FieldError, Group, Option
from doudi.kernel.errors import DoudiError
from doudi.policy.altering import Alteration
from doudi.policy.drafting import DraftUnreadable
from doudi.policy.flaws import PackRefused
from doudi.policy.snapshot import LawSnapshot, NoLawYet, ParameterUnknown
from doudi.policy.values import Words

PARAMETER, VALUE, DRAFT, DAY = "parameter", "value", "draft", "day"
ROWS = ("", "_2", "_3")
"""Figures that change together, as they do where a document sets urban and rural: the first is needed."""
LABELS = {
    PARAMETER: ("改哪一个数", "括号里是本地今天的数"),
    VALUE: ("改成多少", "按百分比写 +8% 或者 -3%；写值时金额用元，例如 620.00/月，比例写 130%，办法写它的名称"),
    "parameter_2": ("第二个数", ""), "value_2": ("第二个数改成多少", ""),
    "parameter_3": ("第三个数", ""), "value_3": ("第三个数改成多少", ""),
    DRAFT: ("政策包草案（zip，可以不交）", "目录和政策包一样：标准、文件、项目；盖在现行的政策包上面，一起检查"),
    DAY: ("按哪一天的政策算", "登记册也按这一天：那天以前作出测算的家庭"),
}  # fmt: skip
OF_ERRORS: Mapping[type[DoudiError], str] = {
    ParameterUnknown: PARAMETER, NoLawYet: DAY, DraftUnreadable: DRAFT, PackRefused: DRAFT,
}  # fmt: skip
"""Which box an error belongs to; any other to the value."""
NOT_SET = "没有公布"
LONGEST = 50


@dataclass(slots=True)
class Asked:
    """What was written, and what is wrong with it by field."""

    given: Mapping[str, str]
    draft: Mapping[str, str] = field(default_factory=dict[str, str])
    errors: dict[str, str] = field(default_factory=dict[str, str])

    def read(self) -> tuple[list[tuple[str, str]], date] | None:
        """Return the changes (parameter, change) and the day; None where something is missing, said at its field."""
        found = [self._change(row) for row in ROWS if self._written(row) or not (row or self.draft)]
        chosen = self._day()
        if self.errors or chosen is None:
            return None
        return found, chosen

    def _written(self, row: str) -> bool:
        return any(self.given.get(f"{name}{row}", "").strip() for name in (PARAMETER, VALUE))

    def _change(self, row: str) -> tuple[str, str]:
        return self._needed(f"{PARAMETER}{row}"), self._needed(f"{VALUE}{row}")

    def _needed(self, name: str) -> str:
        label, _ = LABELS[name]
        try:
            needed(self.given, name, label)
        except AnswerNeeded as error:
            self.errors[name] = str(error)
        given = self.given.get(name, "").strip()
        if name.startswith(VALUE) and len(given) > LONGEST:
            self.errors[name] = f"“{label}”最多 {LONGEST} 字。"
        return given

    def _day(self) -> date | None:
        try:
            needed(self.given, DAY, LABELS[DAY][0])
            return day(self.given, DAY, LABELS[DAY][0])
        except AnswerNeeded as error:
            self.errors[DAY] = str(error)
            return None

    def refuse(self, error: DoudiError) -> None:
        """Say an error of the act at the box it belongs to."""
        box = OF_ERRORS.get(type(error), VALUE)
        self.errors[box if box in (DAY, DRAFT) else f"{box}{self._row(error)}"] = str(error)

    def _row(self, error: DoudiError) -> str:
        """Return the row that an error is about: it names the figure, or what was written."""
        about = {str(error.fields.get("name", "")), str(error.fields.get("given", ""))}
        return next((row for row in ROWS if self._is_about(about, row)), "")

    def _is_about(self, about: set[str], row: str) -> bool:
        written = {self.given.get(f"{name}{row}", "").strip() for name in (PARAMETER, VALUE)}
        return bool((about & written) - {""})

    def wrong(self) -> list[FieldError]:
        """List what is wrong, in the order of the form."""
        return [FieldError(name, self.errors[name]) for name in LABELS if name in self.errors]

    def fields(self, law: LawSnapshot, here: str, on: date) -> tuple[list[Field], list[Field]]:
        """Draw the boxes of one figure and the day, and those of what changes with it."""
        figures = [
            Group(group.label, tuple(_option(each, law, here, on) for each in group.options))
            for group in parameters(law.packs, here, on)
        ]
        first, *others = (self._boxes(row, figures) for row in ROWS)
        when = self._box(DAY, value=self.given.get(DAY, on.isoformat()), kind="date")
        return [*first, when], [*(box for boxes in others for box in boxes), self._box(DRAFT, kind="file")]

    def has_others(self) -> bool:
        """Whether something is said of further figures, or of a draft."""
        return bool(self.draft) or DRAFT in self.errors or any(self._written(row) for row in ROWS[1:])

    def _boxes(self, row: str, figures: list[Group]) -> list[Field]:
        name, value = f"{PARAMETER}{row}", f"{VALUE}{row}"
        chosen = self.given.get(name, "")
        groups = tuple(
            Group(each.label, tuple(replace(option, chosen=option.value == chosen) for option in each.options))
            for each in figures
        )
        return [self._box(name, shape="select", groups=groups), self._box(value, value=self.given.get(value, ""))]

    def _box(self, name: str, **more: object) -> Field:
        label, hint = LABELS[name]
        plain = Field(name=name, label=label, hint=hint, error=self.errors.get(name, ""))
        return replace(plain, **more)  # pyright: ignore[reportArgumentType] the fields of a field


def _option(option: Option, law: LawSnapshot, here: str, on: date) -> Option:
    if not option.value:
        return option
    return Option(option.value, f"{option.label}（{said_now(law, option.value, here, on)}）")


def said_now(law: LawSnapshot, name: str, here: str, on: date) -> str:
    """Say what a figure is at a place on a day, by the period of its document."""
    found = law.resolve(name, here, on)
    if not isinstance(found.value, int):
        return NOT_SET
    by_month = found.origin is not None and found.origin.per == "month"
    return Words(law.packs.facts.vocabulary).each(found.parameter.unit, found.value, by_month=by_month)[0]


def said_change(law: LawSnapshot, name: str, change: str, here: str, on: date) -> str:
    """Say a figure now and as it would be, both in one period; what these packs cannot read goes as it was written."""
    try:
        altered = Alteration.read(law, name, change)
        found = law.resolve(name, here, on)
        words, unit = Words(law.packs.facts.vocabulary), altered.parameter.unit
        if not isinstance(found.value, int):
            return f"{NOT_SET} → {altered.said(words)}"
        of_document = found.origin is not None and found.origin.per == "month"
        by_month = of_document if altered.points is not None else altered.by_month
        now, then = words.each(unit, found.value, altered.of(found.value), by_month=by_month)
    except DoudiError:
        return change
    return f"{now} → {then}{f'（{altered.said(words)}）' if altered.points is not None else ''}"
