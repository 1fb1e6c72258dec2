"""The policy officer enters the holidays of a year: read back, told what is counted again, refused field by field."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import HttpResponse

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import HolidayNotice
from doudi.desk.policy.days import spans_of
from doudi.jobs.cases import count_all
from doudi.kernel.workdays import WorkCalendar
from tests.fixtures.applications import COUNTY
from tests.fixtures.desks import FIRST_DAY, Desk
from tests.fixtures.people import MakeOfficer

PAGE = "/desk/calendar/"
NOTICE = {
    "year": "2027", "source": "示例：关于2027年部分节假日安排的通知", "workdays": "2月14日（周日）\n2027-10-09",
    "holidays": "元旦：1月1日至3日\n春节：2月5日（周五）至2月13日\n2027-04-05；国庆节：10月1日至7日\r\n",
}  # fmt: skip


@pytest.fixture
def policy(desk: Desk, officer: MakeOfficer) -> Desk:
    """The desk with a policy officer of the county."""
    desk.officers[Role.POLICY_OFFICER] = officer(Role.POLICY_OFFICER, COUNTY)
    return desk


def send(desk: Desk, do: str = "", **changed: str) -> HttpResponse:
    return desk.post(Role.POLICY_OFFICER, PAGE, {**NOTICE, **changed, "do": do})


def entered() -> list[HolidayNotice]:
    with acting(Actor.system("test"), on=FIRST_DAY):
        return list(HolidayNotice.objects.order_by("pk"))


def test_a_year_is_read_back_and_entered_once(policy: Desk) -> None:
    asked = policy.get(Role.POLICY_OFFICER, PAGE).content.decode()
    read_back = send(policy).content.decode()
    before = entered()

    made = send(policy, "enter")
    shown = policy.get(Role.POLICY_OFFICER, made["Location"]).content.decode()
    again = send(policy, "enter")

    assert 'value="2027"' in asked
    assert "放假 20 天" in read_back
    assert "1月1日至3日、2月5日至13日、4月5日、10月1日至7日" in read_back
    assert "2月14日、10月9日" in read_back
    assert "本地没有要重新计算的时限" in read_back
    assert (before, made.status_code, again.status_code) == ([], 302, 409)
    assert "内容一样，不用再录" in again.content.decode()
    (notice,) = entered()
    assert (len(notice.holidays), notice.workdays) == (20, [date(2027, 2, 14), date(2027, 10, 9)])
    assert "2027 年的放假安排已录入" in shown
    assert notice.source in shown


def test_whoever_corrects_a_year_is_told_which_clocks_are_counted_again_and_the_night_does_it(policy: Desk) -> None:
    case = policy.accepted()
    due = policy.seen(case).due_on
    known = next(each for each in WorkCalendar.seed().notices if each.year == 2022)
    shorter = {
        "year": "2022", "workdays": "\n".join(spans_of(known.workdays, year=2022)),
        "holidays": "\n".join(spans_of(known.holidays - {date(2022, 5, 4)}, year=2022)),
    }  # fmt: skip

    told = send(policy, **shorter).content.decode()
    made = send(policy, "enter", **shorter)
    with acting(Actor.system("test"), on=policy.day):
        count_all(on=policy.day)

    assert "今晚要重新计算的时限" in told
    assert "全程时限" in told
    assert "2022年5月24日" in told
    assert "个正在计的时限，今晚零点以后重新计算" in policy.get(Role.POLICY_OFFICER, made["Location"]).content.decode()
    assert (due, policy.seen(case).due_on) == (date(2022, 5, 24), date(2022, 5, 23))


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"year": "2030"}, "year", "请填写 2004 到 2027 之间的年份"), ({"year": "明年"}, "year", "请填写 2004 到 2027"),
        ({"holidays": ""}, "holidays", "请填写放假的日子"), ({"holidays": "春节"}, "holidays", "“春节”读不懂"),
        ({"holidays": "2月30日"}, "holidays", "“2月30日”没有这一天"),
        ({"holidays": "15日"}, "holidays", "没有写是几月"),
        ({"holidays": "1月3日至1日"}, "holidays", "结束的日子在开始以前"),
        ({"holidays": "2029年1月1日"}, "holidays", "不在 2027 年"),
        ({"holidays": "2026-05-01"}, "holidays", "不在这一年"),
        ({"workdays": "1月2日"}, "workdays", "1月2日既写了放假，又写了上班"), ({"source": " "}, "source", "请填写来源"),
        ({"workdays": "6月16日"}, "workdays", "6月16日不是周六或者周日"),
        ({"source": "示" * 201}, "source", "来源最多 200 字"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(
    policy: Desk, changed: dict[str, str], field: str, sentence: str
) -> None:
    answer = send(policy, "enter", **changed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in page
    assert sentence in page
    assert NOTICE["source"] in page or field == "source"
    assert entered() == []


def test_a_policy_officer_begins_with_what_the_place_has_published(policy: Desk) -> None:
    start = policy.get(Role.POLICY_OFFICER, "/desk/")
    page = policy.get(Role.POLICY_OFFICER, start["Location"]).content.decode()

    assert start["Location"] == "/desk/policy/"
    assert "本地公布的标准" in page
    assert "农村低保标准" in page
    assert 'href="/assess/"' in page
    assert f'href="{PAGE}"' in page
    assert policy.get(Role.ACCEPTOR, PAGE).status_code == 403
