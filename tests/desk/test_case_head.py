"""The head of a case and the page that confirms it: the days, the figures, the neighbours, the notice."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.clocks import calendar, day_kind, kinds_of
from doudi.casework.models import Case, Objection
from doudi.casework.queries import last_notices
from doudi.casework.steps import NOTICES, TermKind
from doudi.desk.days import soon_by
from doudi.desk.worklist.rows import rows_of
from doudi.kernel.workdays import WorkCalendar
from tests.desk.test_worklist import many
from tests.fixtures.desks import DECIDED, FIRST_DAY, Desk


def head(desk: Desk, case: Case, role: str = Role.INVESTIGATOR) -> dict[str, str]:
    """The facts on top of a case."""
    return dict(desk.get(role, f"/desk/cases/{case.number}/").context["header"].facts)


def test_income_and_standard_stand_on_top_once_they_are_determined(desk: Desk) -> None:
    (undetermined,) = many(desk, 1, start=9)

    before, after = head(desk, undetermined), head(desk, desk.proposed())

    assert "人均月收入" not in before
    assert after["人均月收入"] == "约 ¥83.33（低保标准 ¥400.00）"
    assert after["测算金额"].endswith(" / 月")


def test_a_case_that_is_closed_says_since_when(desk: Desk) -> None:
    case = desk.granted()

    facts = head(desk, case)

    assert facts["受理 / 办结"] == "2022年4月18日 / 办结于 2022年4月26日"
    assert not any("未定" in value for value in facts.values())


def test_before_the_button_stand_income_standard_amount_and_what_the_notice_came_to(desk: Desk) -> None:
    case = desk.proposed()
    desk.on(DECIDED)

    page = desk.get(Role.TOWNSHIP_HEAD, f"/desk/cases/{case.number}/do/confirm/").content.decode()

    told, _, button = page.partition("</ul>")
    assert "人均月收入 约 ¥83.33（低保标准 ¥400.00）。" in told
    assert "月救助金额 ¥" in told
    assert "人民币" in told
    assert "2022年4月18日至2022年4月25日公示：没有人提出异议。" in told
    assert "确认同意" in button


def test_an_objection_is_told_with_what_became_of_it(desk: Desk) -> None:
    case, by = desk.proposed(), desk.officers[Role.INVESTIGATOR]
    with acting(Actor.system("test"), on=FIRST_DAY):
        notice = last_notices([case])[case.pk]
        Objection.objects.create(
            notice=notice, raised_on=FIRST_DAY, text="他家有车", recorded_by=by, settled_on=FIRST_DAY, settled_by=by,
            settlement="查无车辆登记",
        )  # fmt: skip
    desk.on(DECIDED)

    page = desk.get(Role.TOWNSHIP_HEAD, f"/desk/cases/{case.number}/do/confirm/").content.decode()

    assert "公示：1 件异议：“他家有车”，处理结果：查无车辆登记。" in page


def test_the_cases_before_and_after_are_those_of_the_worklist(desk: Desk) -> None:
    first, second, third = (case.number for case in many(desk, 3))

    def goes(number: str, way: str) -> str:
        return desk.get(Role.INVESTIGATOR, f"/desk/cases/{number}/{way}/").headers["Location"]

    page = desk.get(Role.INVESTIGATOR, f"/desk/cases/{second}/").content.decode()
    assert [goes(second, way) for way in ("before", "after")] == [f"/desk/cases/{each}/" for each in (first, third)]
    assert goes(first, "before") == f"/desk/cases/{first}/"
    assert "前面没有等您办理的办件了。" in desk.get(Role.INVESTIGATOR, goes(first, "before")).content.decode()
    assert f'href="/desk/cases/{second}/before/"' in page
    assert f'href="/desk/cases/{second}/after/"' in page


@pytest.mark.parametrize(("day", "left"), [(FIRST_DAY, "剩 3 个工作日"), (date(2022, 4, 22), "超期 1 个工作日")])
def test_days_left_are_working_days_on_the_list_as_on_the_page(desk: Desk, day: date, left: str) -> None:
    """Until 21 April; the Sunday before Labour Day is a working day, the Saturday is not."""
    case = desk.accepted()
    desk.on(day)

    (row,) = desk.get(Role.INVESTIGATOR, "/desk/?all=1").context["rows"]
    badges = [
        badge.text for badge in desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/").context["header"].badges
    ]

    assert row.limit.text == left
    assert f"本环节{left}" in badges
    assert f"全程剩 {row.whole}" in badges


def test_the_list_counts_the_days_that_the_clocks_of_a_case_count(desk: Desk) -> None:
    (surveyed,) = many(desk, 1, start=9)
    for case in (surveyed, desk.proposed()):
        now = desk.seen(case)
        with acting(Actor.system("test"), on=FIRST_DAY):
            running = {term.kind: day_kind(term) for term in now.terms.filter(ended_on=None).order_by("pk")}
            rows, _ = rows_of([now], {}, calendar(), on=FIRST_DAY)

        step, whole = kinds_of(now)
        assert whole == running[TermKind.WHOLE]
        assert now.step in NOTICES or step == running[TermKind.STAGE]
        assert rows[0].whole.endswith("个工作日")


def test_near_is_what_ends_within_three_days_that_the_clock_counts() -> None:
    assert soon_by(date(2022, 4, 29), WorkCalendar.seed()) == date(2022, 5, 7)  # Labour Day lasts until 4 May
