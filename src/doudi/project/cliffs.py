"""Tells the jumps of the law at a place on a day, for a few households, in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from doudi.determination.cliffs import Cliff, cliffs
from doudi.determination.walking import Walk
from doudi.kernel.divisions import Level
from doudi.kernel.money import show_yuan
from doudi.policy.assessment import Status
from doudi.policy.packs import Packs
from doudi.policy.snapshot import LawSnapshot, Resolved
from doudi.policy.values import Words
from doudi.project.shapes import REGISTERS, SHAPES, document

FACT = "other_income"
"""An income that nothing is let off from."""
UP_TO = 9_600_000
"""Fen a year: well above twice any standard for three people."""


def places(packs: Packs) -> list[str]:
    """Return a county of each pack that a prefecture or a county has."""
    local = [pack.place for pack in packs.by_id.values() if pack.level in (Level.PREFECTURE, Level.COUNTY)]
    counties = sorted(code for code in packs.places.by_code if not code.endswith("00"))
    return [next(code for code in counties if code.startswith(place.removesuffix("00"))) for place in local]


def walks(
    snapshot: LawSnapshot, place: str, day: date, only: frozenset[str] | None = None
) -> Iterator[tuple[str, Walk]]:
    """Give each household that is tried, by name; for the programmes `only`, or all."""
    for shape, members in SHAPES.items():
        for register in REGISTERS:
            home = document(snapshot.packs.facts, members, register)
            label = snapshot.packs.facts.vocabulary.choices["Register"].labels[register]
            yield f"{label}，{shape}", Walk.of(snapshot, home, place=place, on=day, fact=FACT, only=only)


def told(law: LawSnapshot, place: str, day: date) -> Iterator[str]:
    """Tell every jump of a place on a day, a line each; and what was not found, so that nothing came out."""
    packs = law.packs
    law.law(place, day)
    yield f"{packs.places.path(place)}（{place}）{day}"
    missing: dict[str, None] = {}
    count = ours = 0
    for name, walk in walks(law, place, day):
        missing.update(dict.fromkeys(_missing(packs, walk)))
        for same in _together(cliffs(walk, up_to=UP_TO)):
            count, ours = count + 1, ours + (not same[0].is_of_the_law)
            yield f"{name}\t{_jump(packs, walk, same)}\t{_cause(packs, walk, same[0])}"
    lacking = f"还不能判断的缺少：{'、'.join(missing)}。" if missing else ""
    yield f"共 {count} 处，其中不是条文造成的 {ours} 处。{lacking}\n"


def _missing(packs: Packs, walk: Walk) -> Iterator[str]:
    """Name the parameters that nobody has found and without which an outcome stays open."""
    for outcome in walk.at(0).found.outcomes:
        if outcome.status is Status.UNDETERMINED:
            names = (cause.name for cause in outcome.waits_for if cause.kind == "parameter")
            yield from sorted(packs.parameters[name].label for name in names)


def _together(found: list[Cliff]) -> list[list[Cliff]]:
    """Put together what happens to several members in the same way."""
    groups: dict[tuple[object, ...], list[Cliff]] = {}
    for each in found:
        key = (each.programme, each.income, each.before, each.after, each.cause.name)
        groups.setdefault(key, []).append(each)
    return list(groups.values())


def _jump(packs: Packs, walk: Walk, same: list[Cliff]) -> str:
    each = same[0]
    label = next(programme.label for programme in packs.programmes if programme.id == each.programme)
    persons = [whose[0] for one in same if (whose := walk.household.person(one.path))]
    whom = f"（{'、'.join(persons)}）" if persons else ""
    kind = "倒挂" if each.is_reversal else "断崖"
    return (
        f"{label}{whom}：年收入从 {show_yuan(each.income)} 再多一分，"
        f"每年从 {_amount(each.before)} 变为 {_amount(each.after)}\t{kind}"
    )


def _amount(fen: int | None) -> str:
    return "（数额没有查到）" if fen is None else show_yuan(fen)


def _cause(packs: Packs, walk: Walk, each: Cliff) -> str:
    if each.cause.rule is None or not each.is_of_the_law:
        return f"不是条文造成的：{each.cause.name}"
    rule = each.cause.rule
    in_force = [cite for cite in rule.cites if _covers(packs, cite, walk.on)] or list(rule.cites)
    read = "，".join(_said(packs, one) for one in each.reads)
    way = f"，改按“{each.instead.rule.label}”" if each.after != 0 and each.instead and each.instead.rule else ""
    return f"法律规定：“{rule.label}”{way}，{packs.sources.text(in_force[-1])}" + (f"；参数 {read}" if read else "")


def _covers(packs: Packs, cite: str, day: date) -> bool:
    source, _ = packs.sources.resolve(cite)
    return (source.in_force is None or source.in_force <= day) and (source.repealed is None or day < source.repealed)


def _said(packs: Packs, resolved: Resolved) -> str:
    parameter = resolved.parameter
    value = (
        Words(packs.facts.vocabulary).say(parameter.unit, resolved.value)
        if isinstance(resolved.value, int)
        else "没有查到"
    )
    unsure = resolved.origin is not None and resolved.origin.sure != "high"
    return f"{parameter.label}（{parameter.name}）＝{value}" + ("（读法，未必准确）" if unsure else "")
