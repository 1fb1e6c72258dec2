"""Programmes: which conditions in order, what is given, for whom, by which department. Data; the engine knows none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from doudi.policy.entities import Entity, household, member
from doudi.policy.packfile import Node
from doudi.policy.types import FEN, FEN_MONTH, FEN_YEAR, Unit

UNITS = {"household": household, "member": member}
LAYERS = {"basic": "基本生活救助", "special": "专项救助", "urgent": "急难救助", "other": "其他救助帮扶"}
GIVES = {"money": "资金", "goods": "物资", "service": "服务", "status": "身份认定"}
PERIODS = {
    "month": "每月",
    "year": "每年",
    "term": "每学期",
    "once": "一次",
    "treatment": "每次结算",
    "standing": "有效期内",
}
"""How often it is given; a treatment is one settlement of a bill, a standing lasts until it is reviewed or ends."""

AMOUNT_UNITS = {"month": FEN_MONTH, "year": FEN_YEAR}
MONTHS_A_YEAR = 12
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
    """One dated version of a programme. `persons` is the truth that says which members a household's amount is for.

    `service` says what is given where that is not money alone; without an `amount` there is no sum, or none that the
    law fixes. `procedure` says in words where to apply and who decides; of programmes that are `handled` here the
    packs hold it stage by stage. `tells` names values that a grant tells beside its amount, such as which level
    decides. `excludes` names programmes that nobody is granted beside it, each with the article.
    """

    id: str
    label: str
    unit: Entity
    since: date
    until: date | None
    cites: tuple[str, ...]
    layer: str
    department: str
    who: str
    gives: tuple[str, ...]
    period: str
    service: str | None
    procedure: str | None
    handled: bool
    excludes: Mapping[str, str]
    applies: str | None
    conditions: tuple[Condition, ...]
    amount: str | None
    components: tuple[str, ...]
    tells: tuple[str, ...]
    per_person: str | None
    persons: str | None
    file: str
    line: int
    lines: Mapping[str, int] = field(default_factory=dict[str, int], compare=False)
    """The line of each name that the file uses."""

    def covers(self, day: date) -> bool:
        """Whether this version is in force on a day."""
        return self.since <= day and (self.until is None or day < self.until)

    @property
    def amount_unit(self) -> Unit:
        """What its amounts are counted in: fen a month, fen a year, or fen."""
        return AMOUNT_UNITS.get(self.period, FEN)

    def over_a_year(self, amount: int) -> int:
        """Return what an amount comes to in twelve months, to put programmes beside each other: fen."""
        return amount * MONTHS_A_YEAR if self.period == "month" else amount

    def names(self) -> tuple[str, ...]:
        """Every name that an assessment of this programme needs."""
        shown = (name for condition in self.conditions for name in condition.names)
        rules = (condition.rule for condition in self.conditions)
        optional = (name for name in (self.amount, self.applies, self.per_person) if name)
        return tuple(dict.fromkeys((*rules, *optional, *self.components, *self.tells, *shown)))


PROGRAMME_KEYS = (
    "id", "label", "unit", "from", "until", "cites", "layer", "department", "who", "gives", "period", "service",
    "procedure", "handled", "excludes", "applies", "conditions", "amount", "components", "tells", "per_person",
    "persons", "note",
)  # fmt: skip


def read_programme(node: Node) -> Programme:
    """Read one file of `programmes/`."""
    node.only(*PROGRAMME_KEYS)
    gives = tuple(_one_of(item, "gives", GIVES) for item in node.need("gives").sequence())
    excludes = node.get("excludes")
    handled = node.get("handled")
    since, until = node.need("from").day(), node.maybe_day("until")
    if until is not None and until <= since:
        raise node.need("until").flaw("until 不晚于 from")
    return Programme(
        id=node.need("id").text(), label=node.need("label").text(),
        unit=UNITS[_one_of(node.need("unit"), "unit", UNITS)],
        since=since, until=until, cites=node.texts("cites"),
        layer=_one_of(node.need("layer"), "layer", LAYERS), department=node.need("department").name(),
        who=node.need("who").text(), gives=gives, period=_one_of(node.need("period"), "period", PERIODS),
        service=_service(node, gives), procedure=node.maybe_text("procedure"),
        handled=handled is not None and handled.flag(),
        excludes={name: entry.text() for name, entry in excludes.items()} if excludes else {},
        applies=node.maybe_text("applies"), conditions=tuple(map(_condition, node.need("conditions").sequence())),
        amount=node.maybe_text("amount"), components=node.texts("components"), tells=node.texts("tells"),
        per_person=node.maybe_text("per_person"), persons=node.maybe_text("persons"), file=node.file, line=node.line,
        lines=dict(_lines(node)),
    )  # fmt: skip


def _lines(node: Node) -> Iterator[tuple[str, int]]:
    """Give the line of each name of a rule, a fact or a parameter; the first place counts."""
    for item in reversed(node.need("conditions").sequence()):
        condition = _condition(item)
        yield from ((name, item.line) for name in (*condition.names, condition.rule))
    for key in ("persons", "per_person", "tells", "components", "amount", "applies"):
        entry = node.get(key)
        yield from ((item.name(), item.line) for item in (entry.sequence() if entry is not None else ()))


def _one_of(node: Node, key: str, known: Mapping[str, object]) -> str:
    given = node.name()
    if given not in known:
        raise node.flaw(f"{key} 应是 {'、'.join(known)} 之一")
    return given


def _service(node: Node, gives: tuple[str, ...]) -> str | None:
    """Return what is given in words; whatever is not money alone has to say it, or to have an amount."""
    service = node.maybe_text("service")
    if service is None and (gives != ("money",) or node.get("amount") is None):
        raise node.flaw("给的不只是钱，或者没有 amount，须用 service 写明给什么")
    return service


def _condition(node: Node) -> Condition:
    node.only("rule", "otherwise")
    return Condition(node.need("rule").text(), node.need("otherwise").text())
