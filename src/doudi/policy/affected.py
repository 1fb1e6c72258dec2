"""Which figures differ between two laws, and which programmes hang on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from doudi.kernel.divisions import NATION
from doudi.policy.altering import AlteredSnapshot
from doudi.policy.parameters import DatedValue
from doudi.policy.plan import ASSESSED_ON, Plan
from doudi.policy.programmes import Programme
from doudi.policy.snapshot import Law, LawSnapshot


def changed_figures(before: LawSnapshot, after: LawSnapshot) -> frozenset[str]:
    """Name the parameters that one law says otherwise than another, and those that refer to them."""
    found = set(after.alterations) if isinstance(after, AlteredSnapshot) else set[str]()
    first, second = _values(before), _values(after)
    found |= {value.parameter for value in (first - second) | (second - first)}
    links = {(value.parameter, value.use) for value in (*first, *second) if value.use is not None}
    while more := {name for name, use in links if use in found} - found:
        found |= more
    return frozenset(found)


def _values(law: LawSnapshot) -> Counter[DatedValue]:
    """Return all values, wherever they are written."""
    return Counter(replace(value, file="", line=0) for value in (*law.packs.values, *law.overlay))


def affected(before: LawSnapshot, after: LawSnapshot, on: date) -> frozenset[str]:
    """Name the programmes of a day that may come out otherwise, and those that only one of the laws has."""
    first, second = before.law(NATION, on), after_law(before, after, on)
    figures = changed_figures(before, after)
    one, other = ({each.id: _plain(each) for each in law.programmes} for law in (first, second))
    found = {key for key in {*one, *other} if one.get(key) != other.get(key)}
    for law in (first, second):
        reading = (each.id for each in law.programmes if not figures.isdisjoint(_figures(law.computation.plan, each)))
        found |= set(reading)
    return frozenset(found)


def after_law(before: LawSnapshot, after: LawSnapshot, on: date, only: frozenset[str] | None = None) -> Law:
    """Return a law of the nation to plan with; figures do not matter for that."""
    plain = after if after.packs is not before.packs else before
    base = plain.base if isinstance(plain, AlteredSnapshot) and plain.base is not None else plain
    return base.law(NATION, on, only)


def _plain(programme: Programme) -> Programme:
    return replace(programme, file="", line=0)


def _figures(plan: Plan, programme: Programme) -> Iterable[str]:
    """List the parameters that a programme hangs on."""
    waiting, seen = [*programme.names()], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen or name == ASSESSED_ON:
            continue
        seen.add(name)
        rule = plan.names[name].rule
        waiting += rule.reads if rule else ()
    return [parameter.name for name in seen if (parameter := plan.names[name].parameter) is not None]
