"""The standards of a place, current and past, for everybody: what was published, from when, by which document."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doudi.faces.badges import Badge
from doudi.faces.fields import Field, in_chinese
from doudi.faces.tables import Cell, badge, number, table, text
from doudi.kernel import clock
from doudi.kernel.divisions import parent_chain
from doudi.policy.parameters import Parameter
from doudi.policy.snapshot import LawSnapshot, Resolved
from doudi.policy.types import Kind
from doudi.policy.values import MONTHS_A_YEAR, PER, Words
from doudi.portal.places import place_groups
from doudi.standards.queries import current_snapshot

PLACE = "place"
NOW, PAST = Badge("ok", "现行"), Badge("mute", "过去")
COMING = Badge("info", "将施行")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A value of a standard from a day to before another, as it was in force at the place."""

    resolved: Resolved
    since: date
    until: date | None

    def state(self, on: date) -> Badge:
        """Say whether it counts on a day."""
        if self.since > on:
            return COMING
        return NOW if self.until is None or on < self.until else PAST


@never_cache
@require_safe
def standards(request: HttpRequest) -> HttpResponse:
    """List what the place asked for pays by: sums by the month, the year or once, each with its past."""
    on, snapshot = clock.today(os.environ), current_snapshot()
    chosen = request.GET.get(PLACE, "")
    known = chosen in snapshot.packs.places.by_code
    groups = place_groups(snapshot.packs, on=on, chosen=chosen)
    error = "没有这个地方，请从列表中选择" if chosen and not known else ""
    field = Field(name=PLACE, label="哪个县（区、市）？", shape="select", value=chosen, groups=groups, error=error)
    context = {"field": field, "table": _table(snapshot, chosen, on) if known else None, "day": in_chinese(on)}
    return render(request, "standards.html", context, status=404 if error else 200)


def _table(snapshot: LawSnapshot, place: str, on: date) -> dict[str, Any]:
    sums = (each for each in snapshot.packs.parameters.values() if each.unit.is_money)
    rows = [row for each in sums for row in _rows(snapshot, each, place, on)]
    columns = ("标准", "数额>", "施行", "情况", "文件")
    empty = "这里还没有收录或者公布过标准，请问当地民政部门。"
    return table(f"{snapshot.packs.places.path(place)}的标准", columns, rows, empty=empty)


def _rows(snapshot: LawSnapshot, parameter: Parameter, place: str, on: date) -> Iterator[list[Cell]]:
    """Write a standard as rows, the newest first."""
    for stretch in reversed(stretches(snapshot, parameter, place)):
        until = f"至{in_chinese(stretch.until - ONE_DAY)}" if stretch.until else "起"
        yield [
            text(parameter.label), number(_said(snapshot, stretch.resolved)),
            text(f"{in_chinese(stretch.since)}{until}"), badge(stretch.state(on)), text(_document(snapshot, stretch)),
        ]  # fmt: skip


def stretches(snapshot: LawSnapshot, parameter: Parameter, place: str) -> list[Stretch]:
    """Return what was in force at a place, stretch by stretch; days on which nobody had set a value are left out."""
    days = _days(snapshot, parameter, place)
    found: list[Stretch] = []
    for day, following in zip(days, [*days[1:], None], strict=False):
        resolved = snapshot.resolve(parameter.name, place, day)
        if not isinstance(resolved.value, int):
            continue
        last = found[-1] if found else None
        if last is not None and last.until == day and last.resolved.origin is resolved.origin:
            found[-1] = Stretch(resolved, last.since, following)
        else:
            found.append(Stretch(resolved, day, following))
    return found


def _days(snapshot: LawSnapshot, parameter: Parameter, place: str) -> list[date]:
    """List the days on which the value at a place may change: those of its own, of those above, of what stands in."""
    names, days, chain = {parameter.name}, set[date](), parent_chain(place)
    values = [each for each in (*snapshot.packs.values, *snapshot.overlay) if each.place in chain]
    while True:
        own = [each for each in values if each.parameter in names]
        wider = names | {each.use for each in own if each.use}
        if wider == names:
            break
        names = wider
    for each in own:
        days |= {each.since} | ({each.until} if each.until else set())
    return sorted(days)


def _said(snapshot: LawSnapshot, resolved: Resolved) -> str:
    """Say a sum as it was published: by the month where its document counts so."""
    unit, value = resolved.parameter.unit, resolved.value
    words = Words(snapshot.packs.facts.vocabulary)
    if not isinstance(value, int):
        return ""
    by_month = unit.kind is Kind.FEN_YEAR and resolved.origin is not None and resolved.origin.per == "month"
    said = words.say(unit, value // MONTHS_A_YEAR if by_month else value)
    per = "月" if by_month else PER.get(unit.kind)
    return f"{said} / {per}" if per else said


def _document(snapshot: LawSnapshot, stretch: Stretch) -> str:
    origin = stretch.resolved.origin
    told = "；".join(snapshot.packs.sources.text(cite) for cite in origin.cites) if origin else ""
    via = stretch.resolved.via
    return f"{told}（{via.because}）" if via and via.because else told
