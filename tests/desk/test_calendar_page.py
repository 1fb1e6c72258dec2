"""The policy officer enters the holidays of a year: read back, told what is counted again, refused field by field."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import HttpResponse

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework import clocks
from doudi.casework.models import HolidayNotice
from doudi.desk.policy.days import spans_of
from doudi.jobs.cases import count_all
from doudi.kernel.divisions import NATION
from doudi.kernel.workdays import WorkCalendar
from tests.fixtures.applications import COUNTY
from tests.fixtures.desks import FIRST_DAY, Desk
from tests.fixtures.people import MakeOfficer

PAGE = "/desk/calendar/"
NOTICE = {
    "year": "2027", "source": "示例：关于2027年部分节假日安排的通知", "workdays": "2月14日（周日）\n2027-10-09",
    "holidays": "元旦：1月1日至3日\n春节：2月5日（周五）至2月13日\n2027-04-05；国庆节：10月1日至7日\r\n",
}  # fmt: skip
USUAL = {
    "holidays": "1月1日至3日\n2月5日至13日\n4月3日至5日\n5月1日至5日\n6月9日\n10月1日至7日",
    "workdays": "2月14日\n2月20日\n4月25日\n5月8日\n10月9日",
}


@pytest.fixture
def policy(desk: Desk, officer: MakeOfficer) -> Desk:
    """The desk with a policy officer of the county."""
    desk.officers[Role.POLICY_OFFICER] = officer(Role.POLICY_OFFICER, COUNTY)
    return desk


def send(desk: Desk, do: str = "", **changed: str) -> HttpResponse:
    return desk.post(Role.POLICY_OFFICER, PAGE, {**NOTICE, "checked": "yes", **changed, "do": do})


def without(day: date) -> dict[str, str]:
    """A correction of 2022 that leaves one holiday out."""
    known = next(each for each in WorkCalendar.seed().notices if each.year == 2022)
    return {
        "year": "2022", "workdays": "\n".join(spans_of(known.workdays, year=2022)),
        "holidays": "\n".join(spans_of(known.holidays - {day}, year=2022)),
    }  # fmt: skip


def entered() -> list[HolidayNotice]:
    with acting(Actor.system("test"), on=FIRST_DAY):
        return list(HolidayNotice.objects.order_by("pk"))


def test_a_year_is_read_back_and_entered_once_however_often_it_is_sent(policy: Desk, officer: MakeOfficer) -> None:
    policy.officers[Role.POLICY_OFFICER] = officer(Role.POLICY_OFFICER, NATION)
    asked = policy.get(Role.POLICY_OFFICER, PAGE).content.decode()
    read_back = send(policy).content.decode()
    before = entered()

    made = send(policy, "enter")
    shown = policy.get(Role.POLICY_OFFICER, made["Location"]).content.decode()
    again = send(policy, "enter")

    assert 'value="2027"' in asked
    assert "20 天" in read_back
    assert "放假 20 天，比有记录的哪一年都少：2004 年以来每年 22 至 33 天" in read_back
    assert "1月1日至3日、2月5日至13日、4月5日、10月1日至7日" in read_back
    assert "2月14日、10月9日" in read_back
    assert "本地没有要重新计算的时限" in read_back
    assert (before, made.status_code, again.status_code) == ([], 302, 302)
    policy.officers[Role.POLICY_OFFICER] = officer(Role.POLICY_OFFICER, NATION)
    policy.clients.pop(Role.POLICY_OFFICER)
    other = send(policy, "enter")
    assert (other.status_code, "内容一样，不用再录" in other.content.decode()) == (409, True)
    (notice,) = entered()
    assert (len(notice.holidays), notice.workdays) == (20, [date(2027, 2, 14), date(2027, 10, 9)])
    assert "2027 年的放假安排已录入" in shown
    assert notice.source in shown


def test_whoever_corrects_a_year_is_told_which_clocks_are_counted_again_and_the_night_does_it(
    policy: Desk, officer: MakeOfficer
) -> None:
    policy.officers[Role.POLICY_OFFICER] = officer(Role.POLICY_OFFICER, NATION)
    case = policy.accepted()
    due = policy.seen(case).due_on
    shorter = without(date(2022, 5, 4))

    told = send(policy, **shorter).content.decode()
    made = send(policy, "enter", **shorter)
    with acting(Actor.system("test"), on=policy.day):
        count_all(on=policy.day)

    assert "2022年5月4日（周三）" in told
    assert "今晚要重新计算的时限" in told
    assert "全程时限" in told
    assert "2022年5月24日" in told
    assert "个正在计的时限，今晚零点以后重新计算" in policy.get(Role.POLICY_OFFICER, made["Location"]).content.decode()
    assert (due, policy.seen(case).due_on) == (date(2022, 5, 24), date(2022, 5, 23))


@pytest.mark.parametrize("agrees", [True, False])
def test_a_county_corrects_the_calendar_of_all_only_once_another_office_agrees(
    policy: Desk, officer: MakeOfficer, agrees: bool
) -> None:
    policy.officers |= {
        "colleague": officer(Role.POLICY_OFFICER, COUNTY), "far": officer(Role.POLICY_OFFICER, "371702")
    }  # fmt: skip
    day, do = date(2022, 5, 4), "agree" if agrees else "decline"

    asked = send(policy, **without(day)).content.decode()
    send(policy, "enter", **without(day))
    (notice,) = entered()
    before = clocks.calendar().is_workday(day)
    settle = {"do": do, "waiting": str(notice.pk)}
    own, colleagues = (policy.post(role, PAGE, settle) for role in (Role.POLICY_OFFICER, "colleague"))
    shown = policy.get("far", f"{PAGE}?waiting={notice.pk}").content.decode()
    listed = policy.get("far", PAGE).content.decode()
    settled, twice = (policy.post("far", PAGE, settle) for _ in range(2))

    assert "要由另一个单位的政策人员确认以后才算数" in asked
    assert (notice.needs_second, before) == (True, False)
    assert [each.status_code for each in (own, colleagues, settled, twice)] == [403, 403, 302, 404]
    assert "2022年5月4日（周三）" in shown
    assert f"waiting={notice.pk}" in listed
    assert clocks.calendar().is_workday(day) == agrees


@pytest.mark.parametrize("agrees", [True, False])
def test_a_missing_year_unlike_every_other_counts_only_once_another_office_agrees(
    policy: Desk, officer: MakeOfficer, agrees: bool
) -> None:
    policy.officers["far"] = officer(Role.POLICY_OFFICER, "371702")
    odd = {"holidays": "1月1日至12月31日", "workdays": ""}

    asked = send(policy, **odd).content.decode()
    made = send(policy, "enter", **odd)
    told = policy.get(Role.POLICY_OFFICER, made["Location"]).content.decode()
    (notice,) = entered()
    before = clocks.calendar().last_year
    settle = {"do": "agree" if agrees else "decline", "waiting": str(notice.pk)}
    own = policy.post(Role.POLICY_OFFICER, PAGE, settle)
    shown = policy.get("far", f"{PAGE}?waiting={notice.pk}").content.decode()
    settled = policy.post("far", PAGE, settle)

    assert "和以往各年都不一样的安排要由另一个单位的政策人员确认以后才算数" in asked
    assert "2027 年的放假安排已经提出，等另一个单位的政策人员确认" in told
    assert (notice.needs_second, before, own.status_code, settled.status_code) == (True, 2026, 403, 302)
    assert "放假 365 天，比有记录的哪一年都多" in shown
    assert "要录入 2027 年的放假安排" in shown
    assert clocks.calendar().last_year == (2027 if agrees else 2026)


def test_a_whole_notice_is_read_with_its_title_its_address_and_its_date(policy: Desk) -> None:
    title = "国务院办公厅关于2027年部分节假日安排的通知\n国办发明电〔2026〕7号\n各省、自治区、直辖市人民政府："
    opening = "经国务院批准，现将2027年元旦、春节等节日放假调休日期的具体安排通知如下。"
    days = "一、元旦：1月1日（周五）至3日放假调休，共3天。\n二、春节：2月5日至13日放假，共9天。2月14日上班。"
    ending = "节假日期间，各地区、各部门要妥善安排好值班和安全工作。\n国务院办公厅\n2026年11月4日"

    asked = send(policy, holidays=f"{title}\n{opening}\n{days}\n{ending}", workdays="")
    unread = send(policy, holidays=f"{days}\n元旦放大假", workdays="")

    assert asked.status_code == 200
    assert "放假 12 天" in asked.content.decode()
    assert "“元旦放大假”读不懂" in unread.content.decode()


def test_a_missing_year_like_the_others_counts_at_once_whoever_has_the_notice(policy: Desk) -> None:
    asked = send(policy, checked="", **USUAL).content.decode()
    made = send(policy, "enter", checked="", **USUAL)

    assert "请核对。" not in asked
    assert (made.status_code, [each.needs_second for each in entered()]) == (302, [False])
    assert clocks.calendar().last_year == 2027


@pytest.mark.parametrize(
    ("changed", "doubt"),
    [
        ({"holidays": "1月1日至12月31日", "workdays": ""}, "放假 365 天，比有记录的哪一年都多：2004 年以来"),
        ({"holidays": "1月1日", "workdays": ""}, "放假 1 天，比有记录的哪一年都少"),
        ({"holidays": "8月1日至24日"}, "8 月放假：2004 年以来这一个月都没有放过假"),
    ],
)  # fmt: skip
def test_an_arrangement_unlike_every_year_on_record_is_entered_only_by_who_says_it_was_checked(
    policy: Desk, changed: dict[str, str], doubt: str
) -> None:
    asked = send(policy, "enter", checked="", **changed)
    before = entered()
    sure = send(policy, "enter", **changed)

    page = asked.content.decode()
    assert (asked.status_code, before, sure.status_code) == (422, [], 302)
    assert doubt in page
    assert '<a href="#checked">' in page


def test_a_notice_is_pasted_as_it_was_published_and_the_back_button_keeps_the_source(policy: Desk) -> None:
    pasted = (
        "一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。1月4日（周一）至10日（周日）休息\n"
        "二、春节：2027-02-05—2027-02-13。2月14日（农历正月初九、周日）、27日（周六）上班。\n"
        "三、清明节：4月3日—5日放假，共3天；劳动节：5月1日放假，与周末连休。"
    )

    page = send(policy, holidays=pasted, workdays="").content.decode()

    assert "1月1日至10日、2月5日至13日、4月3日至5日、5月1日" in page
    assert "2月14日、2月27日" in page
    source = policy.get(Role.POLICY_OFFICER, PAGE).content.decode().partition('id="source"')[2]
    assert 'autocomplete="on"' in source.partition(">")[0]


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"holidays": "元旦：1月1日至3日放假，共4天"}, "holidays", "写的是共 4 天，读出来是 3 天"),
        ({"holidays": "春节\n1月1日\n二月三日"}, "holidays", "“春节”读不懂；“二月三日”读不懂"),
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
