"""What the pages of acceptance show: the list, the programmes that may be asked for, the small forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from doudi.desk.labels import place_names
from doudi.faces.badges import Badge
from doudi.faces.fields import Field, in_chinese
from doudi.faces.tables import badge, number, table, text
from doudi.flows.accept_application import Wanted
from doudi.intake.models import Application, FamilyMember
from doudi.policy.entities import member as person
from doudi.standards import lawbook

MADE_UP = ":"
"""Between a programme and the member it is asked for: `tekun:42`."""


def waiting_table(applications: Sequence[Any], on: date) -> dict[str, Any]:
    """Draw what waits."""
    names = place_names({each.place for each in applications}, on)
    rows = [
        [
            text(each.number, reverse("desk:application", args=[each.number])), text(each.applicant_name),
            text(names[each.place]), number(each.people), text(each.get_channel_display()),
            text(in_chinese(each.submitted_on)), badge(_state(each)),
        ]
        for each in applications
    ]  # fmt: skip
    columns = ("申请编号", "申请人", "村（社区）", "人数>", "渠道", "提交日期", "情况")
    return table("待受理的申请", columns, rows, empty="没有待受理的申请。")


def _state(application: Application) -> Badge:
    supplement = getattr(application, "supplement", None)
    if supplement is not None:
        return Badge("warn", f"{supplement.told_on.month}月{supplement.told_on.day}日已告知补正", "clock")
    if application.confirmed_on is None and (application.mandate_id or application.channel != "portal"):
        return Badge("info", "代为提出") if application.channel != "window" else Badge("mute", "新申请")
    return Badge("mute", "新申请")


def programme_choices(application: Application, members: Iterable[FamilyMember]) -> list[tuple[str, str]]:
    """List what may be asked for: programmes of the family, and those of single persons by member."""
    people = list(members)
    choices: list[tuple[str, str]] = []
    for programme in lawbook.packs().programmes:
        if not (programme.handled and programme.covers(application.submitted_on)):
            continue
        if programme.unit is person:
            choices += [(f"{programme.id}{MADE_UP}{each.pk}", f"{programme.label}（{each.name}）") for each in people]
        else:
            choices.append((programme.id, programme.label))
    return choices


def wanted_of(application: Application, chosen: Iterable[str]) -> list[Wanted]:
    """Read what was ticked; a member of another family is nobody."""
    members = {str(each.pk): each for each in FamilyMember.objects.filter(application=application).order_by("pk")}
    wanted = []
    for each in dict.fromkeys(chosen):
        programme, _, key = each.partition(MADE_UP)
        wanted.append(Wanted(programme, members.get(key) if key else None))
    return wanted


def forms_of(given: Mapping[str, str]) -> dict[str, Field]:
    """Return the boxes of the small forms, with what was written in them."""
    return {
        "near": Field(name="near_relative_of", label="与谁有近亲属关系（没有就不填）",
                      hint="经办人员或者村（居）委会成员的近亲属申请，要单独登记",
                      value=given.get("near_relative_of", "")),
        "due_on": Field(name="due_on", label="补齐期限", kind="date", value=given.get("due_on", "")),
        "reason": Field(name="reason", label="原因", value=given.get("reason", "")),
        "how": Field(name="how", label="申请人怎样确认的", hint="短信验证码、当面签字等", value=given.get("how", "")),
    }  # fmt: skip
