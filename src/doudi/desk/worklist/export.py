"""导出清单: the list as it is filtered, with the columns of the page, as CSV; it leaves an event.

Numbers stay masked, and the database shows what it shows on the page. A list that is too long is refused, not cut off.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework.clocks import calendar
from doudi.casework.queries import worklist
from doudi.desk.frame import posts_here
from doudi.desk.pages import asking, place
from doudi.desk.worklist.rows import Row, rows_of
from doudi.desk.worklist.sought import asked_of, filters_of, names_for
from doudi.kernel.errors import Refused

MOST = 1000
COLUMNS = (
    "本环节期限", "办件编号", "项目", "申请人", "证件号", "村（社区）", "人数", "环节", "全程剩余", "提示", "受理日期",
    "受理人",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be computed by a spreadsheet."""


class ListTooLong(Refused):
    """More cases are asked for than a list is exported with."""

    code = "desk.list_too_long"
    sentence = "符合条件的超过 {most} 件，请先用筛选条件缩小范围，再导出。"


@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the list as a file. Raises MayNot, ListTooLong."""
    somebody = asking(request, Act.READ_CASE)
    asked = asked_of(somebody, request.GET)
    working_days = calendar()
    filters = filters_of(somebody, asked, working_days)
    found = worklist(posts_here(somebody), filters, on=somebody.on, size=MOST)
    if found.next_mark:
        raise ListTooLong(most=MOST)
    rows, persons = rows_of(found.cases, names_for(somebody, found.cases), working_days, on=somebody.on)
    record(
        "casework.list_exported", on=somebody.on, place=place(somebody), purpose="导出清单", persons=persons,
        details={"cases": len(rows)},
    )  # fmt: skip
    headers = {"Content-Disposition": f'attachment; filename="worklist-{somebody.on.isoformat()}.csv"'}
    return HttpResponse(_written(rows), content_type="text/csv; charset=utf-8", headers=headers)


def _written(rows: list[Row]) -> bytes:
    """Write them for a spreadsheet, which knows UTF-8 by the mark at its beginning."""
    text = StringIO(newline="")
    sheet = csv.writer(text)
    sheet.writerow(COLUMNS)
    sheet.writerows([_harmless(cell) for cell in _cells(row)] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cells(row: Row) -> Iterator[str]:
    yield from (row.limit.text, row.number, row.programme, row.name, row.identity, row.place, str(row.people))
    yield from (row.step_label, row.whole, "、".join(badge.text for badge in row.flags), row.opened, row.acceptor)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
