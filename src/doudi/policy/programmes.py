"""Programmes: which conditions in order, what amount, for whom. Data; the engine knows none by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from doudi.policy.entities import Entity, household, member
from doudi.policy.packfile import Node

UNITS = {"household": household, "member": member}
PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Condition:
    """A truth rule, and the sentence to say when it is false, with `{name}` for values."""

    rule: str
    otherwise: str

    @property
    def names(self) -> tuple[str, ...]:
        """The values that the sentence shows."""
        return tuple(PLACEHOLDER.findall(self.otherwise))


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One dated version of a programme. `persons` is the truth that says which members a household's amount is for."""

    id: str
    label: str
    unit: Entity
    since: date
    until: date | None
    cites: tuple[str, ...]
    applies: str | None
    conditions: tuple[Condition, ...]
    amount: str
    components: tuple[str, ...]
    per_person: str | None
    persons: str | None
    file: str
    line: int

    def covers(self, day: date) -> bool:
        """Whether this version is in force on a day."""
        return self.since <= day and (self.until is None or day < self.until)

    def names(self) -> tuple[str, ...]:
        """Every name that an assessment of this programme needs."""
        shown = (name for condition in self.conditions for name in condition.names)
        rules = (condition.rule for condition in self.conditions)
        optional = (name for name in (self.applies, self.per_person) if name)
        return tuple(dict.fromkeys((*rules, self.amount, *self.components, *optional, *shown)))


PROGRAMME_KEYS = (
    "id", "label", "unit", "from", "until", "cites", "applies", "conditions", "amount", "components", "per_person",
    "persons", "note",
)  # fmt: skip


def read_programme(node: Node) -> Programme:
    """Read one file of `programmes/`."""
    node.only(*PROGRAMME_KEYS)
    unit = node.need("unit")
    if unit.text() not in UNITS:
        raise unit.flaw(f"unit 应是 {'、'.join(UNITS)} 之一")
    return Programme(
        id=node.need("id").text(), label=node.need("label").text(), unit=UNITS[unit.text()],
        since=node.need("from").day(), until=node.maybe_day("until"), cites=node.texts("cites"),
        applies=node.maybe_text("applies"), conditions=tuple(map(_condition, node.need("conditions").sequence())),
        amount=node.need("amount").text(), components=node.texts("components"),
        per_person=node.maybe_text("per_person"), persons=node.maybe_text("persons"), file=node.file, line=node.line,
    )  # fmt: skip


def _condition(node: Node) -> Condition:
    node.only("rule", "otherwise")
    return Condition(node.need("rule").text(), node.need("otherwise").text())
