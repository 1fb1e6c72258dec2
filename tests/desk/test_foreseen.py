"""暂估 on the case and in its report, how long a report is valid, and how to ask before settling."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.casework.models import Case
from doudi.verification.facts import Entered
from doudi.verification.models import AnswerKind, CheckRequest, Report
from doudi.verification.services.record_answer import Answer, record_answer
from doudi.verification.services.record_nothing_found import record_nothing_found
from doudi.verification.sources import Grant, sourcebook
from tests.fixtures.desks import Desk

DAYS, ARTICLE = 90, "minfa-2021-57#17"


@pytest.fixture
def checked(desk: Desk) -> Case:
    """A family of whose applicant the insurance knows a pension that was not declared; every other source nothing."""
    case, by = desk.proposed(), desk.officers[Role.INVESTIGATOR]
    with acting(Actor.system("test"), on=desk.day):
        check = CheckRequest.objects.get(application=case.application)
        members = list(case.application.members.order_by("position"))
        told = Answer(
            source="social_insurance", outcome=AnswerKind.ANSWERED, reference="示例",
            facts=(Entered("pension", "60000.00", members[0]),),
        )  # fmt: skip
        record_answer(request=check, member=members[0], answer=told, by=by, on=desk.day)
        record_nothing_found(request=check, members=members, sources=list(check.sources), by=by, on=desk.day)
    return case


def reported(desk: Desk, case: Case) -> Report:
    desk.post(Role.INVESTIGATOR, f"/desk/cases/{case.number}/report/")
    with acting(Actor.system("test"), on=desk.day):
        return Report.objects.get(request__application=case.application)


def test_the_case_shows_both_outcomes_and_the_rule_behind_each_difference(desk: Desk, checked: Case) -> None:
    page = desk.get(Role.INVESTIGATOR, f"/desk/cases/{checked.number}/?tab=income").content.decode()

    for part in ("暂估，不是决定", "按申报", "查到有离退休金、养老金，申报时没有写。", "第十三条", "有变化"):
        assert part in page, part


def test_the_evaluation_costs_as_many_queries_for_many_differences_as_for_one(desk: Desk, checked: Case) -> None:
    path = f"/desk/cases/{checked.number}/?tab=income"
    desk.get(Role.INVESTIGATOR, path)
    with CaptureQueriesContext(connection) as few:
        desk.get(Role.INVESTIGATOR, path)
    with acting(Actor.system("test"), on=desk.day):
        check = CheckRequest.objects.get(application=checked.application)
        for member in checked.application.members.all():
            told = Answer(
                source="social_insurance", outcome=AnswerKind.ANSWERED, reference="示例",
                facts=(Entered("wage", "900.00", member), Entered("pension", "700.00", member)),
            )  # fmt: skip
            record_answer(
                request=check, member=member, answer=told, by=desk.officers[Role.INVESTIGATOR], on=desk.day
            )  # fmt: skip

    with CaptureQueriesContext(connection) as many:
        desk.get(Role.INVESTIGATOR, path)

    assert len(many) == len(few) <= 60


def test_a_report_keeps_the_evaluation_by_keys_and_says_that_the_place_sets_no_period(
    client: Client, desk: Desk, checked: Case
) -> None:
    report = reported(desk, checked)
    address = f"/desk/cases/{checked.number}/reports/{report.pk}/"

    page = desk.get(Role.INVESTIGATOR, address).content.decode()
    pdf = PdfReader(io.BytesIO(desk.get(Role.INVESTIGATOR, f"{address}pdf/").content))
    known = client.get("/reports/", {"code": report.digest}).content.decode()

    kept = report.content["provisional"]
    assert {each["rule"] for each in kept["differences"]} >= {"has_no_pension", "is_below_dibao_standard"}
    words = "".join("".join(each.extract_text() for each in pdf.pages).split())
    for told in ("".join(page.split()), words):
        assert "暂估，不是决定" in told
        assert "没有规定核对报告的有效期" in told
    assert "没有规定核对报告的有效期" in known
    assert "暂估" not in known
    with acting(Actor.system("test"), on=desk.day):
        assert not any(each.name in str(kept) for each in checked.application.members.all())


def test_a_report_of_a_place_that_sets_a_period_expires_and_asks_to_be_made_anew(
    client: Client, desk: Desk, checked: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = sourcebook()
    period = Grant("430971", book.grants[0].during, ARTICLE, number=DAYS)
    limited = replace(book, reports=(replace(period, place="000000", number=1), period))
    monkeypatch.setattr("doudi.verification.services.make_report.sourcebook", lambda: limited)
    report = reported(desk, checked)
    address, anew = (f"/desk/cases/{checked.number}/{each}/" for each in (f"reports/{report.pk}", "check-anew"))

    desk.on(desk.day + timedelta(days=DAYS - 1))
    valid = desk.get(Role.INVESTIGATOR, address).content.decode()
    too_soon = desk.post(Role.INVESTIGATOR, anew)
    desk.on(desk.day + timedelta(days=1))
    over = desk.get(Role.INVESTIGATOR, address).content.decode()
    known = client.get("/reports/", {"code": report.digest}).content.decode()
    asked, twice = desk.post(Role.INVESTIGATOR, anew), desk.post(Role.INVESTIGATOR, anew)

    assert report.content["valid_until"] == "2022-07-16"
    assert "有效期至2022年7月16日" in valid
    assert ("已经过期" in valid, "这份报告已经过期" in over, "已经过期" in known) == (False, True, True)
    assert [each.status_code for each in (too_soon, asked, twice)] == [409, 302, 409]


def test_the_family_is_asked_by_a_letter_that_does_not_say_what_a_source_told(desk: Desk, checked: Case) -> None:
    letter = desk.post(Role.INVESTIGATOR, f"/desk/cases/{checked.number}/ask-family/")

    words = "".join("".join(each.extract_text() for each in PdfReader(io.BytesIO(letter.content)).pages).split())
    assert "离退休金、养老金" in words
    assert "第五十九条" in words
    assert "60,000" not in words
    with acting(Actor.system("test"), on=desk.day):
        assert Event.objects.get(act="verification.family_asked").details["facts"] == ["pension", "schooling"]


def test_nobody_is_asked_to_explain_where_nothing_differs(desk: Desk) -> None:
    case = desk.proposed()

    assert desk.post(Role.INVESTIGATOR, f"/desk/cases/{case.number}/ask-family/").status_code == 409


def test_a_source_that_is_not_connected_is_asked_again_on_paper(desk: Desk, checked: Case) -> None:
    with acting(Actor.system("test"), on=desk.day):
        applicant = checked.application.members.order_by("position")[0]
    path = f"/desk/cases/{checked.number}/ask-again/"
    income = f"/desk/cases/{checked.number}/?tab=income"

    offered = desk.get(Role.INVESTIGATOR, income).content.decode()
    asked = desk.post(Role.INVESTIGATOR, path, {"fact": "pension", "member": applicant.pk})

    assert path in offered
    assert asked.status_code == 302
    assert "没有可以联网再查的来源" in desk.get(Role.INVESTIGATOR, income).content.decode()
