"""日志: every step of the case, and every act and look that left an event."""

from __future__ import annotations

from typing import Any

from doudi.accounts.queries import names_of_accounts
from doudi.audit.models import Event
from doudi.audit.queries import events_of_subjects
from doudi.casework.procedure.book import procedures
from doudi.casework.queries import timeline
from doudi.casework.words import said
from doudi.desk.audit.subjects import belonging_to
from doudi.desk.case.opened import Opened
from doudi.desk.events import act_label
from doudi.faces.fields import in_chinese
from doudi.faces.tables import number, table, text
from doudi.kernel.clock import SHANGHAI


def history(found: Opened) -> dict[str, Any]:
    """Return what the tab shows."""
    steps = [
        [
            text(in_chinese(entry.day)),
            text(entry.what),
            text(entry.who),
            text(_articles(entry.cites)),
        ]
        for entry in timeline(found.case)
    ]
    events = events_of_subjects(belonging_to([found.case.application_id], [found.case.pk]))
    return {
        "steps": table("办理经过和时限", ("日期", "事项", "办理人", "依据"), steps, empty="还没有记录。"),
        "events": event_table("操作和查看", events),
    }


def last_done(found: Opened) -> str:
    """Say what was done to a case last and where it stands, for who comes back to a page of before."""
    taken = next(reversed(found.case.steps_taken.all()), None)
    if taken is None:
        return ""
    by = "" if taken.by is None else f"{taken.by.name}办理了"
    return f"已经办过的最近一步：{in_chinese(taken.taken_on)}{by}“{said(taken.deed)}”；现在是“{found.step.label}”。"


def _articles(cites: tuple[str, ...]) -> str:
    return "、".join(map(procedures().packs.sources.text, cites))


def event_table(caption: str, events: list[Event]) -> dict[str, Any]:
    """Draw events, the newest first, with who left them; one query for the names."""
    names = names_of_accounts({event.account_id for event in events if event.account_id})
    ordered = sorted(events, key=lambda event: -event.pk)
    rows = [
        [
            text(f"{event.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"), text(in_chinese(event.business_on)),
            text(act_label(event.act)), text(names.get(event.account_id or 0, event.actor_name or "群众")),
            text(event.purpose), number(len(event.persons) or ""),
        ]
        for event in ordered
    ]  # fmt: skip
    columns = ("时间", "业务日期", "事项", "谁", "用途", "涉及人数>")
    return table(caption, columns, rows, empty="没有记录。")
