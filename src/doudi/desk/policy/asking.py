"""The form that asks what a change of one figure would do: which one, what it becomes, on what day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from doudi.desk.doing.deeds import AnswerNeeded, day, needed
from doudi.desk.policy.drafting import parameters
from doudi.faces.fields import Field, FieldError, Group, Option
from doudi.kernel.errors import DoudiError
from doudi.policy.altering import BeyondLimits, NotByShare, NothingToChange
from doudi.policy.snapshot import LawSnapshot, NoLawYet, ParameterUnknown
from doudi.policy.values import Words

PARAMETER, VALUE, DAY = "parameter", "value", "day"
LABELS = {
    PARAMETER: ("改哪一个数", "括号里是本地今天的数"),
    VALUE: ("改成多少", "按百分比写 +8% 或者 -3%；写值时金额用元，例如 620.00/月、7440.00/年，比例写万分数"),
    DAY: ("按哪一天的政策算", "登记册也按这一天：那天以前作出测算的家庭"),
}
OF_ERRORS: Mapping[type[DoudiError], str] = {
    ParameterUnknown: PARAMETER, NotByShare: VALUE, NothingToChange: VALUE, BeyondLimits: VALUE, NoLawYet: DAY,
}  # fmt: skip
NOT_SET = "没有公布"
LONGEST = 50


@dataclass(slots=True)
class Asked:
    """What was written, and what is wrong with it by field."""

    given: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict[str, str])

    def read(self) -> tuple[str, str, date] | None:
        """Return parameter, change and day; None where something is missing, each said at its field."""
        for name in (PARAMETER, VALUE):
            try:
                needed(self.given, name, LABELS[name][0])
            except AnswerNeeded as error:
                self.errors[name] = str(error)
        if len(self.given.get(VALUE, "")) > LONGEST:
            self.errors[VALUE] = f"“{LABELS[VALUE][0]}”最多 {LONGEST} 字。"
        chosen = self._day()
        if self.errors or chosen is None:
            return None
        return self.given[PARAMETER].strip(), self.given[VALUE].strip(), chosen

    def _day(self) -> date | None:
        try:
            needed(self.given, DAY, LABELS[DAY][0])
            return day(self.given, DAY, LABELS[DAY][0])
        except AnswerNeeded as error:
            self.errors[DAY] = str(error)
            return None

    def refuse(self, error: DoudiError) -> None:
        """Say an error of the act at the box it belongs to."""
        self.errors[OF_ERRORS.get(type(error), VALUE)] = str(error)

    def wrong(self) -> list[FieldError]:
        """List what is wrong, in the order of the form."""
        return [FieldError(name, self.errors[name]) for name in LABELS if name in self.errors]

    def fields(self, law: LawSnapshot, here: str, on: date) -> list[Field]:
        """Draw the boxes; every figure with what it is now."""
        chosen = self.given.get(PARAMETER, "")
        groups = tuple(
            Group(group.label, tuple(_option(each, law, here, on, chosen) for each in group.options))
            for group in parameters(law.packs, here, on)
        )
        return [
            _field(PARAMETER, self, shape="select", groups=groups),
            _field(VALUE, self, value=self.given.get(VALUE, "")),
            _field(DAY, self, value=self.given.get(DAY, on.isoformat()), kind="date"),
        ]


def _field(name: str, asked: Asked, **more: object) -> Field:
    label, hint = LABELS[name]
    plain = Field(name=name, label=label, hint=hint, error=asked.errors.get(name, ""))
    return replace(plain, **more)  # pyright: ignore[reportArgumentType] the fields of a field


def _option(option: Option, law: LawSnapshot, here: str, on: date, chosen: str) -> Option:
    if not option.value:
        return option
    return Option(option.value, f"{option.label}（{said_now(law, option.value, here, on)}）", option.value == chosen)


def said_now(law: LawSnapshot, name: str, here: str, on: date) -> str:
    """Say what a figure is at a place on a day."""
    value = law.resolve(name, here, on).value
    parameter = law.packs.parameters[name]
    return Words(law.packs.facts.vocabulary).say(parameter.unit, value) if isinstance(value, int) else NOT_SET
