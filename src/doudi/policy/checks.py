"""What must hold between the parts of the packs and the rules, before any household is determined."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from doudi.kernel.divisions import NATION, parent_chain
from doudi.kernel.errors import DoudiError
from doudi.policy.entities import member, obligor
from doudi.policy.flaws import Flaws
from doudi.policy.overlaps import check_overlaps
from doudi.policy.packs import NATIONAL, Packs
from doudi.policy.parameters import DatedValue
from doudi.policy.plan import ASSESSED_ON, Plan, PlanRefused
from doudi.policy.programmes import PLACEHOLDER, Programme
from doudi.policy.snapshot import DIFFERENCES, LawSnapshot
from doudi.policy.types import BOOL
from doudi.policy.unknown import Unknown
from doudi.policy.values import Words

FACTS = f"{NATIONAL}/facts.yaml"


def check(packs: Packs, flaws: Flaws) -> None:
    """Note every flaw: citations, names, delegation, floors, two texts in force at once, plans that do not close."""
    _check_citations(packs, flaws)
    _check_names(packs, flaws)
    _check_formulas(packs, flaws)
    for value in packs.values:
        check_value(packs, value, flaws)
    _check_same_day(packs, flaws)
    flaws.refuse_if_any()
    check_overlaps(packs, flaws)
    _check_floors(packs, flaws)
    _check_plans(packs, flaws)


def _check_citations(packs: Packs, flaws: Flaws) -> None:
    for file, line, given in _citations(packs):
        with flaws.noting(file, line):
            packs.sources.resolve(given)
    for rule in packs.book:
        if not rule.cites:
            flaws.add(packs.book.written_in[id(rule)], 0, f"规则 {rule.name} 没有引用条文")


def _citations(packs: Packs) -> Iterator[tuple[str, int, str]]:
    for rule in packs.book:
        yield from ((packs.book.written_in[id(rule)] + "." + rule.name, 0, cite) for cite in rule.cites)
    for value in packs.values:
        yield from ((value.file, value.line, cite) for cite in value.cites)
    for parameter in packs.parameters.values():
        yield from ((parameter.file, parameter.line, entry.cites) for entry in parameter.set_by)
    for programme in packs.programmes:
        cites = (*programme.cites, *programme.excludes.values())
        yield from ((programme.file, programme.line, cite) for cite in cites)
    for fact in packs.facts.by_name.values():
        yield from ((FACTS, 0, cite) for cite in (fact.kin.cites if fact.kin else ()))


def _check_names(packs: Packs, flaws: Flaws) -> None:
    """One name, one thing: a fact, a rule or a parameter."""
    taken: dict[str, str] = {ASSESSED_ON: "测算日"}
    named = (
        *((name, "事实") for name in packs.facts.by_name),
        *((parameter.argument, "参数") for parameter in packs.parameters.values()),
        *((name, "规则") for name in packs.book.versions),
    )
    for name, kind in named:
        if name in taken:
            flaws.add(NATIONAL, 0, f"“{name}”既是{taken[name]}又是{kind}")
        taken[name] = kind
    for fact in packs.facts.by_name.values():
        if fact.group and (fact.entity.name, fact.group) not in packs.facts.groups:
            flaws.add(FACTS, 0, f"事实“{fact.name}”所在的组“{fact.group}”没有声明")
        if fact.kin and fact.kin.age not in packs.facts.by_name:
            flaws.add(FACTS, 0, f"事实“{fact.name}”的 kin 指向没有声明的“{fact.kin.age}”")
    for parameter in packs.parameters.values():
        if parameter.not_below and parameter.not_below not in packs.parameters:
            flaws.add(parameter.file, parameter.line, f"not_below 指向没有声明的“{parameter.not_below}”")
    for programme in packs.programmes:
        _check_programme_names(packs, programme, flaws)


def _check_programme_names(packs: Packs, programme: Programme, flaws: Flaws) -> None:
    """A department is one that is declared; what a programme excludes is another programme."""
    if programme.department not in packs.departments:
        flaws.add(programme.file, programme.line, f"没有部门“{programme.department}”，见 {NATIONAL}/departments.yaml")
    for name in dict.fromkeys(programme.names()):
        if name != ASSESSED_ON and not (
            name in packs.facts.by_name or name in packs.by_argument or name in packs.book.versions
        ):
            line = programme.lines.get(name, programme.line)
            flaws.add(programme.file, line, f"“{name}”既不是事实、参数，也没有这条规则")
    for other in set(programme.excludes) - {each.id for each in packs.programmes if each.id != programme.id}:
        flaws.add(programme.file, programme.line, f"excludes 指向没有的项目“{other}”")


def check_value(packs: Packs, value: DatedValue, flaws: Flaws) -> None:
    """Note what is wrong with one dated value: whose it is to set, for which place, within which bounds."""
    parameter = packs.parameters[value.parameter]
    pack = packs.by_id[value.pack]
    if pack.place not in parent_chain(value.place):
        flaws.add(value.file, value.line, f"{pack.label}不能为 {value.place} 定值")
    elif value.place not in packs.places.by_code:
        flaws.add(value.file, value.line, f"没有行政区划 {value.place}")
    if parameter.delegation(value.set_by, value.since) is None:
        flaws.add(
            value.file, value.line, f"{pack.label}无权在 {value.since} 规定“{parameter.label}”（{parameter.name}）"
        )
    if value.until is not None and value.until <= value.since:
        flaws.add(value.file, value.line, "until 不晚于 from")
    if value.use is not None:
        _check_use(packs, value, flaws)
    if value.value is not None:
        _check_bounds(packs, value, value.value, flaws)


def _check_use(packs: Packs, value: DatedValue, flaws: Flaws) -> None:
    used = packs.parameters.get(value.use or "")
    if used is None:
        flaws.add(value.file, value.line, f"use 指向没有声明的“{value.use}”")
    elif used.unit != packs.parameters[value.parameter].unit:
        flaws.add(value.file, value.line, f"use 所指的“{value.use}”单位不同")
    if value.parameter in _relied_upon(packs, value.use or ""):
        flaws.add(value.file, value.line, f"use 绕回了“{value.parameter}”自己")


def _relied_upon(packs: Packs, name: str) -> set[str]:
    """Return a parameter with all that its values rely on, wherever they are set."""
    found: set[str] = set()
    waiting = {name}
    while waiting:
        found |= waiting
        waiting = {value.use for value in packs.values if value.use and value.parameter in waiting} - found
    return found


def _check_bounds(packs: Packs, value: DatedValue, number: int, flaws: Flaws) -> None:
    parameter = packs.parameters[value.parameter]
    say = Words(packs.facts.vocabulary).say
    if parameter.least is not None and number < parameter.least:
        flaws.add(value.file, value.line, f"“{parameter.label}”低于下限 {say(parameter.unit, parameter.least)}")
    if parameter.most is not None and number > parameter.most:
        flaws.add(value.file, value.line, f"“{parameter.label}”高于上限 {say(parameter.unit, parameter.most)}")


def _check_same_day(packs: Packs, flaws: Flaws) -> None:
    """Two values of one parameter for one place from one day; what was published stands after the pack's own."""
    seen: dict[tuple[str, str, date, bool], DatedValue] = {}
    for value in packs.values:
        first = seen.setdefault((value.parameter, value.place, value.since, value.is_published), value)
        if first is not value:
            flaws.add(
                value.file, value.line,
                f"“{value.parameter}”在 {value.place} 自 {value.since} 起有两个值，另一个在 {first.file}:{first.line}",
            )  # fmt: skip


def change_days(packs: Packs) -> list[date]:
    """List the days on which the rules or programmes in force change."""
    snapshot = LawSnapshot.of(packs)
    edges = [day for rule in packs.book for day in snapshot.span(rule) if day]
    edges += [day for programme in packs.programmes for day in (programme.since, programme.until) if day]
    return sorted(set(edges))


def _check_plans(packs: Packs, flaws: Flaws) -> None:
    """On each day of change, and the day before, the rules in force must close; each parameter must be read by one."""
    snapshot = LawSnapshot.of(packs)
    days = {day for edge in change_days(packs) for day in (edge, edge - timedelta(days=1))}
    read: set[str] = set()
    told: set[str] = set()
    for day in sorted(days):
        if not any(programme.covers(day) for programme in packs.programmes):
            continue
        try:
            packs.places.chain(NATION, day)
            programmes, computation = snapshot.planned(day)
            differences = snapshot.planned(day, DIFFERENCES)[1]
        except PlanRefused as error:
            if str(error) not in told:
                flaws.add(*_place_of(packs, error, day), f"{day}：{error}")
            told.add(str(error))
            continue
        except DoudiError as error:
            flaws.add(NATIONAL, 0, f"{day}：{error}")
            return
        read |= {name.name for each in (computation, differences) for name in each.plan.parameters()}
        _check_differences(packs, differences.plan, flaws)
        for programme in programmes:
            _check_programme(computation.plan, programme, flaws)
    if not flaws.found:
        _check_read(packs, read, flaws)


def _place_of(packs: Packs, error: PlanRefused, day: date) -> tuple[str, int]:
    """Return file and line of the programme or the rule that a plan breaks at."""
    where = str(error.fields["where"])
    for rule in packs.book.versions.get(where, ()):
        return packs.book.written_in[id(rule)], 0
    name = str(error.fields.get("name"))
    named = (each for each in packs.programmes if each.covers(day) and name in each.lines)
    return next(((each.file, each.lines[name]) for each in named), (f"{NATIONAL}/programmes", 0))


def _check_programme(plan: Plan, programme: Programme, flaws: Flaws) -> None:
    """What a programme names is of its unit or of the household; conditions are truths, amounts go by its period."""
    truths = {condition.rule for condition in programme.conditions} | ({programme.applies} - {None})
    amounts = {programme.amount, *programme.components, programme.per_person}
    wanted = programme.amount_unit
    _check_persons(plan, programme, flaws)
    for given in programme.names():
        name = plan.names[given]
        if not programme.unit.sees(name.entity):
            flaws.add(programme.file, programme.line, f"“{given}”属于{name.entity.label}，不属于{programme.unit.label}")
        if (given in truths and name.unit != BOOL) or (given in amounts and name.unit != wanted):
            flaws.add(
                programme.file, programme.line,
                f"“{given}”的单位是 {name.unit}，这里应是 {BOOL if given in truths else wanted}",
            )  # fmt: skip


def _check_differences(packs: Packs, plan: Plan, flaws: Flaws) -> None:
    """What declared and found values are held against is a truth of the household or of a member."""
    for name in plan.names.values():
        rule = name.rule
        if rule is not None and rule.difference and (name.unit != BOOL or name.entity is obligor):
            flaws.add(packs.book.written_in[id(rule)], 0, f"规则 {rule.name} 标为差异，应是家庭或者成员的一条是非规则")


def _check_persons(plan: Plan, programme: Programme, flaws: Flaws) -> None:
    """What says whom a household's amount is for is a truth of its members; a member's amount is for that member."""
    if programme.persons is None:
        return
    name = plan.names.get(programme.persons)
    if programme.unit is member or name is None or name.entity is not member or name.unit != BOOL:
        flaws.add(programme.file, programme.line, f"persons“{programme.persons}”应是按家庭项目所用的一条成员是非规则")


def _check_formulas(packs: Packs, flaws: Flaws) -> None:
    """A formula in words shows only what its rule reads."""
    for rule in packs.book:
        astray = set(PLACEHOLDER.findall(rule.shows or "")) - set(rule.reads)
        if astray:
            where = packs.book.written_in[id(rule)]
            flaws.add(where, 0, f"规则 {rule.name} 的 shows 提到没有读取的 {'、'.join(sorted(astray))}")


def _check_read(packs: Packs, read: set[str], flaws: Flaws) -> None:
    """A parameter that no rule reads, and that no other relies on, is a mistake."""
    relied = {value.use for value in packs.values if value.use} | {p.not_below for p in packs.parameters.values()}
    for parameter in packs.parameters.values():
        if parameter.argument not in read and parameter.name not in relied:
            flaws.add(parameter.file, parameter.line, f"参数“{parameter.name}”没有任何规则读取")


def _check_floors(packs: Packs, flaws: Flaws) -> None:
    """A value must not lie below the floor in force at its place on its first day."""
    snapshot = LawSnapshot.of(packs)
    for value in packs.values:
        below = floor_broken(snapshot, value)
        if below:
            flaws.add(value.file, value.line, below)


def floor_broken(snapshot: LawSnapshot, value: DatedValue) -> str | None:
    """Say that a value lies below its floor, None where it does not."""
    parameter = snapshot.packs.parameters[value.parameter]
    if parameter.not_below is None or value.value is None:
        return None
    floor = snapshot.resolve(parameter.not_below, value.place, value.since).value
    if isinstance(floor, Unknown) or value.value >= floor:
        return None
    say = Words(snapshot.packs.facts.vocabulary).say
    return f"“{parameter.label}”{say(parameter.unit, value.value)}低于{value.since}的下限{say(parameter.unit, floor)}"
