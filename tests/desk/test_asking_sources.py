"""向各来源查询 from the case page: one click, what is under way, what came, what failed; typed answers as before."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.casework.models import Case
from doudi.jobs.source_queries import ask_source
from doudi.verification.models import CheckRequest, SourceAnswer
from doudi.verification.services.connect_source import Line, connect_source
from tests.desk.test_a_case_from_window_to_letter import consents
from tests.fixtures.departments import Running
from tests.fixtures.desks import FIRST_DAY, Desk

SOURCES = ("household_register", "bank_deposits")


@pytest.fixture
def case(desk: Desk, department: Running) -> Case:
    """A case whose check has two sources that are connected."""
    made = desk.accepted()
    consents(desk, made)
    desk.do(Role.INVESTIGATOR, made, "start")
    with acting(Actor.system("test"), on=FIRST_DAY):
        for source in SOURCES:
            line = Line(url=department.url, holder=department.holder, per_minute=6_000)
            connect_source(source=source, line=line, on=FIRST_DAY)
    return desk.seen(made)


def page_of(case: Case) -> str:
    return f"/desk/cases/{case.number}/?tab=papers"


def address(case: Case) -> str:
    return f"/desk/cases/{case.number}/queries/"


def work(case: Case) -> None:
    """Let the jobs of the click run, as the worker does."""
    with acting(Actor.system("test"), on=FIRST_DAY):
        check = CheckRequest.objects.get(application=case.application_id).pk
    for source in SOURCES:
        ask_source(check=check, source=source)


def shown(desk: Desk, case: Case) -> str:
    return desk.get(Role.INVESTIGATOR, page_of(case)).content.decode()


def test_one_click_asks_and_the_answers_stand_on_the_page_with_their_day(desk: Desk, case: Case) -> None:
    before = shown(desk, case)
    clicked = desk.post(Role.INVESTIGATOR, address(case))
    waiting = shown(desk, case)
    work(case)
    after = shown(desk, case)

    assert "可以直接查询、还没有结果的来源：户籍、银行存款" in before
    assert (clicked.status_code, clicked["Location"]) == (302, page_of(case))
    assert "已向 2 个来源提出 6 项查询。" in waiting
    assert "正在向各来源查询：6 项，已有结果 0 项。" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    assert "hx-trigger" not in after
    assert "户籍（数据截至 2022年4月17日）" in after
    assert "向各来源查询" not in after
    assert after.count("待答复") == before.count("待答复") - 6


def test_while_nothing_new_has_come_the_page_asks_in_vain_and_leaves_no_event(desk: Desk, case: Case) -> None:
    desk.post(Role.INVESTIGATOR, address(case))
    client = desk.client(Role.INVESTIGATOR)
    headers = {"HX-Request": "true"}

    nothing = client.get(f"{address(case)}?seen=0", headers=headers)
    stale = client.get(f"{address(case)}?seen=5", headers=headers)
    work(case)
    last = client.get(f"{address(case)}?seen=0", headers=headers)

    with acting(Actor.system("test"), on=FIRST_DAY):
        seen = Event.objects.filter(act="casework.case_seen", purpose="联网查询结果").count()
    assert (nothing.status_code, stale.status_code, last.status_code) == (204, 200, 200)
    assert last["HX-Refresh"] == "true"
    assert seen == 2


def test_a_failure_is_shown_with_its_reason_and_can_be_asked_again(desk: Desk, case: Case, department: Running) -> None:
    department.faults.set("bank_deposits", "wrong_schema")
    desk.post(Role.INVESTIGATOR, address(case))
    work(case)
    failed = shown(desk, case)
    department.faults.set("bank_deposits", "")
    desk.post(Role.INVESTIGATOR, address(case))
    work(case)

    again = shown(desk, case)

    assert "有查询没有成功，不等于查无记录。" in failed
    assert "银行存款（张某甲、李某乙、张某丙）：答复有误：“as_of”不符合约定的格式" in failed
    assert "可以直接查询、还没有结果的来源：银行存款。" in failed
    assert "有查询没有成功" not in again


def test_where_there_is_nothing_to_ask_it_says_so_and_writes_nothing(desk: Desk, case: Case) -> None:
    desk.post(Role.INVESTIGATOR, address(case))
    work(case)

    desk.post(Role.INVESTIGATOR, address(case))

    assert "没有可以查询的" in shown(desk, case)
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert SourceAnswer.objects.count() == 6


def test_only_who_checks_may_ask_and_only_here(desk: Desk, case: Case) -> None:
    assert desk.post(Role.TOWNSHIP_HEAD, address(case)).status_code == 403
    assert desk.post("stranger", address(case)).status_code == 404
    assert ProcrastinateJob.objects.filter(args__has_key="source").count() == 0
    assert "向各来源查询" not in desk.get(Role.TOWNSHIP_HEAD, page_of(case)).content.decode()


def test_a_connected_source_that_has_answered_is_asked_again_about_a_difference(desk: Desk, case: Case) -> None:
    desk.post(Role.INVESTIGATOR, address(case))
    work(case)
    again = f"/desk/cases/{case.number}/ask-again/"
    income = f"/desk/cases/{case.number}/?tab=income"
    before = counted()

    desk.post(Role.INVESTIGATOR, again, {"fact": "financial_assets", "member": ""})
    asked = shown(desk, case)
    desk.post(Role.INVESTIGATOR, again, {"fact": "financial_assets", "member": ""})
    busy = desk.get(Role.INVESTIGATOR, income).content.decode()
    work(case)

    assert "已再向来源提出 3 项查询" in asked
    assert "没有可以联网再查的来源" in busy
    assert counted() == before + 3


def counted() -> int:
    with acting(Actor.system("test"), on=FIRST_DAY):
        return SourceAnswer.objects.count()
