"""待遇变更: what waits for a decision, what goes on though somebody has died, and what the bank sent back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework.models import Case, Opinion
from doudi.casework.proposals import proposed_changes
from doudi.casework.steps import Recommends
from doudi.desk.frame import CHANGES, posts_here
from doudi.desk.labels import place_names, programme_label
from doudi.desk.pages import PAGE, asking, page, place
from doudi.entitlements.models import Entitlement
from doudi.entitlements.queries import with_a_death
from doudi.faces.fields import in_chinese
from doudi.faces.tables import number, table, text
from doudi.kernel.money import show_yuan
from doudi.kernel.months import Month
from doudi.payments.models import LineResult
from doudi.payments.returns import came_back

DRAFTED, NOT_DRAFTED = "重发批次等待批准", "还没有编制"


@never_cache
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """List them. Raises MayNot."""
    somebody = asking(request, Act.READ_CASE)
    here = place(somebody)
    proposed = list(proposed_changes(posts_here(somebody))[:PAGE])
    bereaved = list(with_a_death(here, on=somebody.on)[:PAGE])
    back = came_back(place=here).select_related("line__entitlement__decision__case__application")
    returned = list(back.select_related("line__entitlement__decision__case__member")[:PAGE])
    given = [*bereaved, *(each.line.entitlement for each in returned)]
    seen = [each.case for each in proposed] + [each.decision.case for each in given]
    names = place_names({case.place for case in seen}, somebody.on)
    record("casework.changes_seen", on=somebody.on, place=here, purpose="待遇变更", details={"cases": len(seen)})
    context = {"proposed": _proposed(proposed, names), "bereaved": _bereaved(bereaved, names)}
    context["returned"] = _returned(returned, names)
    return page(request, "desk/changes.html", context, current=CHANGES)


def _proposed(opinions: Iterable[Opinion], names: dict[str, str]) -> dict[str, Any]:
    rows = [
        [
            *_case(each.case, names), text(Recommends(each.recommends).label), text(each.text), text(each.by),
            text(in_chinese(each.given_on)),
        ]
        for each in opinions
    ]  # fmt: skip
    columns = ("办件编号", "项目", "申请人", "村（社区）", "建议", "理由", "提出人", "提出日期")
    return table("等待决定的变更", columns, rows, empty="没有等待决定的变更。")


def _bereaved(entitlements: Iterable[Entitlement], names: dict[str, str]) -> dict[str, Any]:
    rows = [[*_case(each.decision.case, names), number(show_yuan(each.amount_fen))] for each in entitlements]
    columns = ("办件编号", "项目", "申请人", "村（社区）", "月金额>")
    return table("有成员死亡、还没有调整或者终止的", columns, rows, empty="没有这样的办件。")


def _returned(results: Iterable[LineResult], names: dict[str, str]) -> dict[str, Any]:
    rows = [
        [
            *_case(each.line.entitlement.decision.case, names), text(Month.of(each.line.month)),
            number(show_yuan(each.line.amount_fen)), text(each.reason),
            text(DRAFTED if getattr(each, "is_drafted", False) else NOT_DRAFTED),
        ]
        for each in results
    ]  # fmt: skip
    columns = ("办件编号", "项目", "申请人", "村（社区）", "月份", "金额>", "银行说的原因", "重发")
    return table("被银行退回、还没有批准重发的", columns, rows, empty="没有这样的办件。")


def _case(case: Case, names: dict[str, str]) -> list[dict[str, Any]]:
    who = case.member.name if case.member else case.application.applicant_name
    return [
        text(case.number, reverse("desk:case", args=[case.number])), text(programme_label(case.programme)), text(who),
        text(names[case.place]),
    ]  # fmt: skip
