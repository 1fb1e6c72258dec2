"""Wrong orders, wrong addresses and wrong characters at the desk: a sentence each, and nothing done."""

from __future__ import annotations

import pytest
from django.test import Client

from doudi.accounts.roles import Role
from tests.fixtures.desks import Desk

pytestmark = pytest.mark.django_db


def test_an_act_that_is_not_up_is_not_asked(desk: Desk) -> None:
    case = desk.accepted()

    early = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/do/post/")
    not_theirs = desk.get(Role.ACCEPTOR, f"/desk/cases/{case.number}/do/confirm/")

    assert (early.status_code, not_theirs.status_code) == (409, 409)
    assert "还没有到这一步，或者不由您办理" in early.content.decode()


def test_who_goes_back_after_confirming_reads_what_was_done(desk: Desk) -> None:
    case = desk.granted()

    back = desk.get(Role.TOWNSHIP_HEAD, f"/desk/cases/{case.number}/do/confirm/")

    assert back.status_code == 409
    assert "已经办过的最近一步：2022年4月26日" in back.content.decode()


@pytest.mark.parametrize("path", ["/desk/?q=%00", "/desk/audit/?q=%00"])
def test_a_character_that_is_none_is_refused_in_an_address(desk: Desk, path: str) -> None:
    answer = desk.get(Role.AUDITOR if "audit" in path else Role.INVESTIGATOR, path)

    assert answer.status_code == 422
    assert "不能识别的字符" in answer.content.decode()


def test_a_character_that_is_none_is_refused_in_a_form(desk: Desk) -> None:
    case = desk.accepted()

    answer = desk.post(Role.INVESTIGATOR, f"/desk/cases/{case.number}/visit/", {"findings": "土木\x00结构"})
    nobody = Client().post("/desk/sign-in/", {"login": "a\x00b", "password": "x"})

    assert (answer.status_code, nobody.status_code) == (422, 422)


def test_an_address_that_is_only_sent_to_says_so_and_leads_back_to_the_desk(desk: Desk) -> None:
    answer = desk.get(Role.FINANCE_CHECKER, "/desk/batches/1/approve/")

    shown = answer.content.decode()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "只用来提交表单" in shown
    assert 'href="/desk/"' in shown


def test_what_was_done_is_told_as_done(desk: Desk) -> None:
    case = desk.accepted()

    shown = desk.client(Role.INVESTIGATOR).post(f"/desk/cases/{case.number}/determine/", follow=True)

    assert "notice-info" in shown.content.decode()
