"""A line of the audit page: when, what, to what, of whom, by whom; the whole page with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from doudi.accounts.queries import names_of_accounts
from doudi.audit.actor import ActorKind
from doudi.audit.models import Event
from doudi.desk.audit.subjects import Subject, opened_to, subjects_of
from doudi.desk.events import act_label
from doudi.faces.fields import in_chinese
from doudi.intake.models import Application
from doudi.kernel.clock import SHANGHAI
from doudi.kernel.masking import masked_name
from doudi.registry.queries import records_of

NAMED: Final = 3
"""So many of the persons of an event stand by name; the number says how many they are."""
APPLICANT, HELPER, CITIZEN, OFFICER = "申请人本人", "帮办人", "群众", "工作人员"
HANDS: Final = {
    "entry": "群众登录入口", "prepare": "系统初始化", "demonstration": "演示数据", "doudi api": "数据接口",
    "doudi accounts": "管理员命令行",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """What a line shows."""

    at: str
    on: str
    act: str
    subject: str
    applicant: str
    who: str
    purpose: str
    persons: str
    count: str
    unregistered: bool


def rows_of(events: list[Event], *, on: date) -> list[Row]:
    """Say each event."""
    names = names_of_accounts({event.account_id for event in events if event.account_id})
    subjects = subjects_of(events)
    opened = opened_to({each.application for each in subjects.values() if each.application})
    people = records_of({key for event in events for key in event.persons[:NAMED]}, on=on)
    masked = {key: masked_name(row.name) for key, row in people.items()}
    return [_row(event, subjects[event.pk], _who(event, names, subjects[event.pk], opened), masked) for event in events]


def _row(event: Event, subject: Subject, who: str, masked: Mapping[int, str]) -> Row:
    declared = event.details.get("members") if not event.persons else None
    return Row(
        at=f"{event.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", on=in_chinese(event.business_on),
        act=act_label(event.act), subject=subject.text, applicant=subject.applicant, who=who, purpose=event.purpose,
        persons=_persons(event, masked), count=str(len(event.persons) or declared or ""),
        unregistered=declared is not None,
    )  # fmt: skip


def _persons(event: Event, masked: Mapping[int, str]) -> str:
    named = [masked[key] for key in event.persons[:NAMED] if key in masked]
    more = " 等" if named and len(event.persons) > len(named) else ""
    return "、".join(named) + more


def _who(event: Event, names: Mapping[int, str], subject: Subject, opened: set[tuple[int, int]]) -> str:
    account = event.account_id
    if account is None:
        is_job = event.actor_kind == ActorKind.JOB
        return HANDS.get(
            event.actor_name, f"系统任务（{event.actor_name}）" if is_job else f"系统（{event.actor_name}）"
        )
    if account in names:
        return names[account]
    if event.actor_kind != ActorKind.CITIZEN:
        return OFFICER
    return _citizen(account, subject.application, opened) if subject.application else CITIZEN


def _citizen(account: int, application: Application, opened: set[tuple[int, int]]) -> str:
    """Say on which side of an application a citizen stands; never who it is."""
    if application.mandate is not None and account in (application.filed_by_id, application.mandate.account_id):
        return HELPER
    is_own = account == application.filed_by_id or (application.pk, account) in opened
    return APPLICANT if is_own else CITIZEN
