"""The page of a case: its tabs, its numbers masked, its acts refused to the slower of two officers."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.casework.steps import Step
from doudi.intake.models import FamilyMember
from doudi.verification.facts import Entered
from doudi.verification.models import AdoptedFact, CheckRequest
from doudi.verification.services.record_answer import Answer, record_answer
from tests.desk.test_a_case_from_window_to_letter import consents
from tests.fixtures.desks import FIRST_DAY, Desk

TABS = ("members", "income", "calculation", "papers", "history")


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_and_costs_a_bounded_number_of_queries(desk: Desk, tab: str) -> None:
    case = desk.accepted()
    path = f"/desk/cases/{case.number}/?tab={tab}"
    desk.get(Role.INVESTIGATOR, path)

    with CaptureQueriesContext(connection) as captured:
        page = desk.get(Role.INVESTIGATOR, path)

    assert page.status_code == 200
    assert len(captured) <= 60
    assert "张某甲户" in page.content.decode()


def test_two_determinations_are_compared_where_somebody_asks(desk: Desk) -> None:
    case = desk.accepted()
    for _ in range(2):
        desk.post(Role.INVESTIGATOR, f"/desk/cases/{case.number}/determine/", {})
    path = f"/desk/cases/{case.number}/?tab=calculation"

    plain = desk.get(Role.INVESTIGATOR, path).content.decode()
    earlier = re.findall(r"compare=([0-9]+)#difference", plain)
    compared = desk.get(Role.INVESTIGATOR, f"{path}&compare={earlier[0]}").content.decode()

    assert len(earlier) == 1
    assert "两次测算的差别" not in plain
    assert "两次测算的差别" in compared
    assert "结果没有变化" in compared


def test_a_number_is_shown_in_full_only_after_it_was_said_what_for(desk: Desk) -> None:
    case = desk.accepted()
    with acting(Actor.system("test"), on=FIRST_DAY):
        applicant = FamilyMember.objects.get(application=case.application_id, relation="applicant")
    path = f"/desk/cases/{case.number}/identity/{applicant.pk}/"

    asked, silent = desk.get(Role.INVESTIGATOR, path), desk.post(Role.INVESTIGATOR, path, {"purpose": " "})
    told = desk.post(Role.INVESTIGATOR, path, {"purpose": "核对户口簿"})

    number = str(applicant.number)
    assert number not in asked.content.decode() + silent.content.decode()
    assert (silent.status_code, told.status_code) == (422, 200)
    assert number in told.content.decode()
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert Event.objects.get(act="intake.number_seen").purpose == "核对户口簿"


def test_of_two_officers_the_second_is_told_that_somebody_was_faster(desk: Desk) -> None:
    case = desk.accepted()
    consents(desk, case)
    path = f"/desk/cases/{case.number}/do/start/"
    version = desk.seen(case).version

    first = desk.post(Role.INVESTIGATOR, path, {"version": version})
    second = desk.post("colleague", path, {"version": version})

    assert (first.status_code, second.status_code) == (302, 409)
    assert "另一位工作人员已经办理了" in second.content.decode()


def test_an_act_that_is_not_ones_own_changes_nothing(desk: Desk) -> None:
    case = desk.accepted()

    refused = desk.do(Role.TOWNSHIP_HEAD, case, "start")

    assert refused.status_code in (403, 409)
    assert desk.seen(case).step == Step.START_SURVEY


def test_an_empty_form_comes_back_with_its_sentence(desk: Desk) -> None:
    case = desk.accepted()

    answer = desk.do(Role.TOWNSHIP_HEAD, case, "extend")

    assert answer.status_code == 422
    assert "“理由”没有填写" in answer.content.decode()


def test_there_is_no_act_of_another_name(desk: Desk) -> None:
    case = desk.accepted()

    assert desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/do/nothing/").status_code == 404


def test_a_difference_is_settled_with_a_reason(desk: Desk) -> None:
    case = desk.accepted()
    consents(desk, case)
    desk.do(Role.INVESTIGATOR, case, "start")
    with acting(Actor.system("test"), on=FIRST_DAY):
        applicant = FamilyMember.objects.get(application=case.application_id, relation="applicant")
        check = CheckRequest.objects.get(application=case.application_id)
        told = Answer(source="social_insurance", outcome="answered", facts=(Entered("wage", "9600.00", applicant),))
        record_answer(
            request=check, member=applicant, answer=told, by=desk.officers[Role.INVESTIGATOR], on=FIRST_DAY
        )  # fmt: skip
    path = f"/desk/cases/{case.number}/settle/"
    sent = {"fact": "wage", "member": applicant.pk, "supporter": "", "replaces": "", "ground": "declared"}

    page = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/").content.decode()
    silent = desk.post(Role.INVESTIGATOR, path, sent)
    told_why = desk.post(Role.INVESTIGATOR, path, {**sent, "reason": "社保为代缴，本人没有领工资"})

    assert "1 项申报与核对、入户不一致" in page
    assert (silent.status_code, told_why.status_code) == (422, 302), told_why.content.decode()
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert AdoptedFact.objects.get(application=case.application_id).adopted == 0


def test_a_paper_is_given_to_who_may_see_it_and_to_nobody_else(desk: Desk) -> None:
    case = desk.accepted()
    with acting(Actor.system("test"), on=FIRST_DAY):
        paper = case.application.documents.order_by("pk")[0]

    given = desk.get(Role.INVESTIGATOR, f"/desk/papers/{paper.pk}/")

    assert (given.status_code, given["Content-Type"]) == (200, "application/pdf")
    assert desk.get("stranger", f"/desk/papers/{paper.pk}/").status_code == 404
