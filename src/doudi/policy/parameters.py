"""Parameters: declared once nationally, given values by place and date within what the law delegates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from doudi.kernel.divisions import Level, level, parent_chain
from doudi.kernel.errors import DoudiError
from doudi.policy.packfile import Node
from doudi.policy.types import Unit
from doudi.policy.values import PERIODS, ValueUnreadable, parse, parse_text
from doudi.policy.vocabulary import Vocabulary

LEVELS = {level.name.lower(): level for level in (Level.NATION, Level.PROVINCE, Level.PREFECTURE, Level.COUNTY)}
SURENESS = ("high", "medium", "low")


class GivenUnreadable(ValueUnreadable):
    """A person gave a parameter a value that is none of its kind; of several, this says which."""

    code = "parameters.given_unreadable"
    sentence = "参数“{label}”（{name}）：{why}"


@dataclass(frozen=True, slots=True)
class Delegation:
    """From a day on, which levels may set a parameter, and by which article."""

    levels: frozenset[Level]
    since: date
    cites: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A declared parameter. `argument` is how a rule's signature names it."""

    name: str
    label: str
    unit: Unit
    set_by: tuple[Delegation, ...]
    not_below: str | None
    least: int | None
    most: int | None
    note: str | None
    file: str
    line: int

    @property
    def argument(self) -> str:
        """The name with underscores: `dibao_standard_urban`."""
        return argument(self.name)

    def competent(self, day: date) -> Delegation:
        """Return who may set this parameter on a day; before any delegation, who might first."""
        begun = [entry for entry in self.set_by if entry.since <= day]
        return max(begun, key=lambda entry: entry.since) if begun else self.set_by[0]

    def delegation(self, level: Level, day: date) -> Delegation | None:
        """Return the delegation by which `level` may set this parameter on `day`, None if it may not."""
        latest = [entry for entry in self.set_by if entry.since <= day]
        if not latest:
            return None
        newest = max(entry.since for entry in latest)
        return next((entry for entry in latest if entry.since == newest and level in entry.levels), None)


def argument(name: str) -> str:
    """Return the Python name of a parameter."""
    return name.replace(".", "_")


def read_parameter(name: str, node: Node, vocabulary: Vocabulary) -> Parameter:
    """Read one declaration of a `parameters/*.yaml`."""
    node.only("label", "unit", "set_by", "not_below", "bounds", "note")
    unit = vocabulary.unit(node.need("unit").text())
    least, most = _bounds(node, unit, vocabulary)
    return Parameter(
        name=name, label=node.need("label").text(), unit=unit, set_by=tuple(_delegations(node)),
        not_below=node.maybe_text("not_below"), least=least, most=most, note=node.maybe_text("note"),
        file=node.file, line=node.line,
    )  # fmt: skip


def _bounds(node: Node, unit: Unit, vocabulary: Vocabulary) -> tuple[int | None, int | None]:
    bounds = node.get("bounds")
    if bounds is None:
        return None, None
    bounds.only("min", "max", "per")
    per = _per(bounds)
    least, most = (bounds.get(key) for key in ("min", "max"))
    return (
        None if least is None else parse(unit, least.value, vocabulary, per=per),
        None if most is None else parse(unit, most.value, vocabulary, per=per),
    )


def _delegations(node: Node) -> list[Delegation]:
    entries: list[Delegation] = []
    for item in node.need("set_by").sequence():
        item.only("levels", "from", "cites")
        names = item.texts("levels")
        unknown = [name for name in names if name not in LEVELS]
        if unknown or not names:
            raise item.flaw(f"levels 应是 {'、'.join(LEVELS)}")
        levels = frozenset(LEVELS[name] for name in names)
        entries.append(Delegation(levels, item.need("from").day(), item.need("cites").text()))
    if not entries:
        raise node.flaw("set_by 是空的：须写明哪一级依据哪一条规定")
    return entries


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedValue:
    """A value of a parameter in a place from a day on. Exactly one of `value` and `use` is given.

    `set_by` is the level of the government that set it, which may stand above the place it is for. `per` is the period
    its document counts by, of an amount; one that is kept by the year may be published by the month. `is_published`: a
    pack took it over from what a place had published, and there it stood after the pack's own.
    """

    parameter: str
    place: str
    set_by: Level
    since: date
    until: date | None
    value: int | None
    use: str | None
    because: str | None
    cites: tuple[str, ...]
    sure: str
    checked: date | None
    pack: str
    file: str
    line: int
    per: str | None = None
    is_published: bool = field(default=False, repr=False)

    def covers(self, day: date) -> bool:
        """Whether the value is in force on a day, as far as it says itself; a later value replaces it."""
        return self.since <= day and (self.until is None or day < self.until)


VALUE_KEYS = (
    "value", "use", "because", "per", "from", "until", "cites", "sure", "checked", "for", "note",
    "authority", "published",
)  # fmt: skip


def read_value(item: Node, parameter: Parameter, pack: str, place: str, vocabulary: Vocabulary) -> list[DatedValue]:
    """Read one dated value that a pack gives a parameter; it may hold for several places.

    Set by the government of the pack's place, where `authority` does not name another one over those places.
    """
    item.only(*VALUE_KEYS)
    entry = _entry(item, parameter, pack, vocabulary)
    places = (place,) if item.get("for") is None else item.texts("for")
    if not places:
        raise item.flaw("for 是空的：写明适用的行政区划，或者不写 for")
    named = item.get("authority")
    authority = place if named is None else named.name().zfill(6)
    astray = [code for code in places if named is not None and authority not in parent_chain(code)]
    if astray:
        raise item.flaw(f"authority {authority} 管不着 {'、'.join(astray)}")
    return [replace(entry, place=code, set_by=level(authority)) for code in places]


def _entry(item: Node, parameter: Parameter, pack: str, vocabulary: Vocabulary) -> DatedValue:
    use = item.maybe_text("use")
    because = item.maybe_text("because")
    if (use is None) == (item.get("value") is None):
        raise item.flaw("value 和 use 应恰好写一个")
    if use is not None and because is None:
        raise item.flaw("use 须用 because 写明为什么沿用别的参数")
    value = None if use else _value(item, parameter.unit, vocabulary)
    cites = item.texts("cites")
    if not cites:
        raise item.flaw("缺少“cites”：每个数都要有出处")
    sure = item.maybe_text("sure") or "high"
    if sure not in SURENESS:
        raise item.flaw(f"sure 应是 {'、'.join(SURENESS)} 之一")
    return DatedValue(
        parameter=parameter.name, place="", set_by=Level.NATION, since=item.need("from").day(),
        until=item.maybe_day("until"), value=value, use=use, because=because, cites=cites, sure=sure,
        checked=item.maybe_day("checked"), pack=pack, file=item.file, line=item.line, per=_per(item),
        is_published=_is_published(item),
    )  # fmt: skip


def _is_published(item: Node) -> bool:
    told = item.get("published")
    return told is not None and told.flag()


def _value(item: Node, unit: Unit, vocabulary: Vocabulary) -> int:
    given, per = item.need("value"), _per(item)
    try:
        return parse(unit, _plain(given), vocabulary, per=per)
    except DoudiError as error:
        raise given.flaw(str(error)) from error


def _per(item: Node) -> str | None:
    per = item.maybe_text("per")
    if per is not None and per not in PERIODS:
        raise item.flaw("per 应是 month 或 year")
    return None if per is None else PERIODS[per]


def _plain(node: Node) -> object:
    return [item.name() for item in node.sequence()] if isinstance(node.value, list) else node.value


def in_force(values: Sequence[DatedValue], day: date) -> DatedValue | None:
    """Return the value of one place in force on a day: the latest that has begun, unless it ended by its own words.

    Of two from the same day the later in the list counts: a published value stands after the pack's.
    """
    begun = [value for value in values if value.since <= day]
    if not begun:
        return None
    latest = max(enumerate(begun), key=lambda entry: (entry[1].since, entry[0]))[1]
    return latest if latest.covers(day) else None


Values = Mapping[tuple[str, str], Sequence[DatedValue]]
"""Dated values by (parameter, place)."""


def read_given(parameter: Parameter, text: str, vocabulary: Vocabulary) -> int:
    """Read a value that a person gives a parameter. Raises GivenUnreadable, which names the parameter."""
    try:
        return parse_text(parameter.unit, text, vocabulary)
    except DoudiError as error:
        raise GivenUnreadable(label=parameter.label, name=parameter.name, why=error) from error
