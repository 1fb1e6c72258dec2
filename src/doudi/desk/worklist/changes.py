"""待遇变更: what was proposed and waits for a decision, and what goes on though somebody has died."""

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
from doudi.desk.tables import number, table, text
from doudi.entitlements.models import Entitlement
from doudi.entitlements.queries import with_a_death
from doudi.faces.fields import in_chinese
from doudi.kernel.money import show_yuan


@never_cache
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """List both. Raises MayNot."""
    somebody = asking(request, Act.READ_CASE)
    here = place(somebody)
    proposed = list(proposed_changes(posts_here(somebody))[:PAGE])
    bereaved = list(with_a_death(here, on=somebody.on)[:PAGE])
    seen = [each.case for each in proposed] + [each.decision.case for each in bereaved]
    names = place_names({case.place for case in seen}, somebody.on)
    record("casework.changes_seen", on=somebody.on, place=here, purpose="待遇变更", details={"cases": len(seen)})
    context = {"proposed": _proposed(proposed, names), "bereaved": _bereaved(bereaved, names)}
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


def _case(case: Case, names: dict[str, str]) -> list[dict[str, Any]]:
    who = case.member.name if case.member else case.application.applicant_name
    return [
        text(case.number, reverse("desk:case", args=[case.number])), text(programme_label(case.programme)), text(who),
        text(names[case.place]),
    ]  # fmt: skip
