"""The law as data, and the work calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from doudi.jobs.calendar import year_without_notice
from doudi.kernel.workdays import WorkCalendar
from doudi.project.doctor.findings import Finding, good, note, problem
from doudi.standards import lawbook
from doudi.standards.packs_folder import packs_root

ENTER = "由政策人员在工作台的“工作日历”录入"


def packs() -> Iterator[Finding]:
    """Load the packs, which checks them; PackRefused says every flaw."""
    packs = lawbook.packs()
    yield good("政策包", f"{len(packs.by_id)} 个，{len(packs.values)} 个值（{packs_root()}）")


def calendar(*, on: date, known: WorkCalendar | None = None) -> Iterator[Finding]:
    """Say whether the holidays of the years that running terms reach are known; by default, to the product alone."""
    known = known or WorkCalendar.seed()
    year = year_without_notice(known, on=on)
    if year is None:
        yield good("工作日历", f"已确定到 {known.last_year} 年")
    elif year > on.year:
        todo = f"放假通知发布后，{ENTER}；在此之前涉及该年的期限显示为暂定"
        yield note("工作日历", f"已确定到 {known.last_year} 年，{year} 年的节假日安排还没有录入", todo)
    else:
        yield problem("工作日历", f"{year} 年的节假日安排没有录入，期限都是暂定的", ENTER)
