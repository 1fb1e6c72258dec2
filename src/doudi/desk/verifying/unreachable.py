"""A member whose leave to be asked about cannot be had: missing, in prison. Nothing is asked about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from doudi.desk.case.opened import Opened
from doudi.desk.doing.deeds import chosen_of, needed
from doudi.desk.pages import officer
from doudi.faces.fields import Field, Group, Option
from doudi.intake.models import FamilyMember
from doudi.verification.queries import consents_of, unreachable_of
from doudi.verification.services.sign_consent import note_unreachable

WHO, REASON = "who", "reason"


def without_leave(found: Opened) -> list[FamilyMember]:
    """List the members who have not signed and are not noted as unreachable."""
    application = found.case.application
    told = {consent.member_id for consent in consents_of(application, found.on)} | set(unreachable_of(application))
    return [member for member in found.members if member.pk not in told]


def asked(found: Opened, given: Mapping[str, Any]) -> list[Field]:
    """Ask who, and why."""
    options = tuple(Option(str(each.pk), each.name, str(each.pk) == given.get(WHO)) for each in without_leave(found))
    return [
        Field(name=WHO, is_needed=True, label="谁的授权无法取得？", shape="select", groups=(Group("", options),)),
        Field(name=REASON, is_needed=True, label="原因", hint="失踪、服刑等，写明怎样知道的；不会向任何来源查询这个人",
              value=str(given.get(REASON, ""))),
    ]  # fmt: skip


def note(found: Opened, given: Mapping[str, Any]) -> str:
    """Note it, and say so. Raises AnswerNeeded, and what `note_unreachable` raises."""
    member = chosen_of(without_leave(found), given, WHO, "谁的授权无法取得")
    reason = needed(given, REASON, "原因")
    note_unreachable(member=member, reason=reason, by=officer(found.somebody), on=found.on)
    return f"已登记无法取得{member.name}的授权。"
