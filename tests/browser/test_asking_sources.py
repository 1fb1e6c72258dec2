"""向各来源查询 in a real browser: the results come by themselves, nobody presses reload."""

from __future__ import annotations

import pytest

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.jobs.source_queries import ask_source
from doudi.verification.models import CheckRequest
from doudi.verification.services.connect_source import Line, connect_source
from tests.browser.test_accessibility import overhang, violations
from tests.browser.test_desk import enter
from tests.desk.test_a_case_from_window_to_letter import consents
from tests.fixtures.browser import Opened
from tests.fixtures.departments import Running
from tests.fixtures.desks import FIRST_DAY, Desk

SOURCES = ("household_register", "bank_deposits", "tax_record")


@pytest.mark.usefixtures("transactional_db")
def test_an_investigator_asks_and_sees_what_comes(opened: Opened, desk: Desk, department: Running) -> None:
    case = desk.accepted()
    consents(desk, case)
    desk.do(Role.INVESTIGATOR, case, "start")
    with acting(Actor.system("test"), on=FIRST_DAY):
        for source in SOURCES:
            line = Line(url=department.url, holder=department.holder, per_minute=6_000)
            connect_source(source=source, line=line, on=FIRST_DAY)
        check = CheckRequest.objects.get(application=case.application_id).pk
    department.faults.set("tax_record", "wrong_schema")
    page = enter(opened, desk, Role.INVESTIGATOR, f"/desk/cases/{case.number}/?tab=papers", width=1440)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.click("text=向各来源查询")
    page.wait_for_selector("text=已有结果 0 项")
    under_way = violations(page)
    ask_source(check=check, source=SOURCES[0])
    page.wait_for_selector("text=已有结果 3 项")
    for source in SOURCES[1:]:
        ask_source(check=check, source=source)
    page.wait_for_selector("text=有查询没有成功，不等于查无记录。")
    page.wait_for_selector("text=正在向各来源查询", state="detached")  # the other members' queries end after the first

    assert "正在向各来源查询" not in page.inner_text("main")
    assert "纳税记录（张某甲、李某乙、张某丙）：答复有误：“as_of”不符合约定的格式" in page.inner_text("main")
    assert (under_way, violations(page)) == ([], [])
    page.set_viewport_size({"width": 390, "height": 844})
    assert overhang(page) <= 0
    assert said == []
