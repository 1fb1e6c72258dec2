"""The standards of a place, current and past, for everybody: what was published, from when, by which document."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

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
from doudi.standards.drafts import FICTIONAL
from doudi.standards.queries import current_snapshot

PLACE = "place"
NOW, PAST = Badge("ok", "现行"), Badge("mute", "过去")
COMING = Badge("info", "将施行")
MADE_UP = Badge("warn", "示例，虚构的", "alert-triangle")
KINDS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("最低生活保障", ("dibao",)), ("特困人员救助供养", ("tekun", "wubao")),
    ("低保边缘、刚性支出困难家庭", ("margin", "rigid")), ("临时救助", ("temporary",)), ("医疗救助", ("medical",)),
    ("教育资助", ("education",)), ("残疾人", ("disability",)), ("儿童", ("child",)), ("受灾救助", ("disaster",)),
    ("住房", ("housing",)), ("就业", ("jobs",)), ("价格补贴", ("price",)),
    ("法律援助、司法救助", ("legal", "judicial")),
    ("其他困难群体、慰问", ("listed", "visit")),
    ("计算时用到的收入水平", ("disposable_income", "minimum_wage", "income")),
)  # fmt: skip
"""Headings, each with the first parts of the names of its figures."""
OTHER: Final = "其他"
LIVING: Final = frozenset({"最低生活保障", "特困人员救助供养"})
"""What most people look for stands open."""
COLUMNS: Final = ("标准", "数额>", "施行", "情况", "文件")
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
    context = {
        "field": field, "place": snapshot.packs.places.path(chosen) if known else "", "day": in_chinese(on),
        "kinds": list(_kinds(snapshot, chosen, on)) if known else [],
    }  # fmt: skip
    return render(request, "standards.html", context, status=404 if error else 200)


def kind_of(parameter: Parameter) -> str:
    """Return the heading under which a figure stands."""
    first = parameter.name.split(".")[0]
    return next((label for label, firsts in KINDS if first in firsts), OTHER)


def _kinds(snapshot: LawSnapshot, place: str, on: date) -> Iterator[dict[str, Any]]:
    """Draw each kind of figures: what counts or will, and folded below it what counted before."""
    sums = [each for each in snapshot.packs.parameters.values() if each.unit.is_money]
    for label in (*(label for label, _ in KINDS), OTHER):
        found = [
            (each, stretch)
            for each in sums
            if kind_of(each) == label
            for stretch in reversed(stretches(snapshot, each, place))
        ]
        now = [_row(snapshot, each, stretch, on) for each, stretch in found if stretch.state(on) is not PAST]
        past = [_row(snapshot, each, stretch, on) for each, stretch in found if stretch.state(on) is PAST]
        if found:
            yield {
                "label": label, "is_open": label in LIVING, "count": len(now), "past_count": len(past),
                "now": table(f"{label}：现行和将施行的", COLUMNS, now, empty="现在没有。"),
                "past": table(f"{label}：过去的", COLUMNS, past, empty="没有。"),
            }  # fmt: skip


def _row(snapshot: LawSnapshot, parameter: Parameter, stretch: Stretch, on: date) -> list[Cell]:
    until = f"至{in_chinese(stretch.until - ONE_DAY)}" if stretch.until else "起"
    state = MADE_UP if _is_made_up(snapshot, stretch) else stretch.state(on)
    return [
        text(parameter.label), number(_said(snapshot, stretch.resolved)),
        text(f"{in_chinese(stretch.since)}{until}"), badge(state), text(_document(snapshot, stretch)),
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


def _is_made_up(snapshot: LawSnapshot, stretch: Stretch) -> bool:
    """Whether a figure was made up for a demonstration, as its document says."""
    origin = stretch.resolved.origin
    titles = (snapshot.packs.sources.resolve(cite)[0].title for cite in origin.cites) if origin else ()
    return any(title.removeprefix("《").startswith(FICTIONAL) for title in titles)


def _document(snapshot: LawSnapshot, stretch: Stretch) -> str:
    """Say the documents with number and day; what its authors noted in a pack is for who keeps the packs."""
    origin, via = stretch.resolved.origin, stretch.resolved.via
    told = "；".join(_cited(snapshot, cite) for cite in origin.cites) if origin else ""
    if via is None or via.use is None:
        return told
    by = "；".join(_cited(snapshot, cite) for cite in via.cites)
    return f"{by}：按“{snapshot.packs.parameters[via.use].label}”执行，见{told}"


def _cited(snapshot: LawSnapshot, cite: str) -> str:
    source, _ = snapshot.packs.sources.resolve(cite)
    known = [source.number or "", in_chinese(source.issued) if source.issued else ""]
    beside = "，".join(filter(None, known))
    return f"{snapshot.packs.sources.text(cite)}{f'（{beside}）' if beside else ''}"
