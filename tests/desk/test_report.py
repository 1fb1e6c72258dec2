"""The report of a check is read as page, PDF and JSON; whoever holds it learns whether it is genuine, and no more."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.test import Client
from pypdf import PdfReader

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.casework.models import Case
from doudi.verification.facts import Entered
from doudi.verification.models import AnswerKind, CheckRequest, Report
from doudi.verification.services.make_report import make_report
from doudi.verification.services.record_answer import Answer, record_answer
from doudi.verification.services.record_nothing_found import record_nothing_found
from tests.fixtures.desks import Desk


@pytest.fixture
def reported(desk: Desk) -> tuple[Case, Report]:
    """A family of which the tax office failed, the bank knows savings, and nobody else anything."""
    case, by = desk.proposed(), desk.officers[Role.INVESTIGATOR]
    with acting(Actor.system("test"), on=desk.day):
        check = CheckRequest.objects.get(application=case.application)
        first, *_ = members = list(case.application.members.order_by("position"))
        saved = Entered(fact="financial_assets", value="12000.00")
        for answer in (
            Answer(source="bank_deposits", outcome=AnswerKind.ANSWERED, reference="示例行 0001", facts=(saved,)),
            Answer(source="tax_record", outcome=AnswerKind.FAILED, reference="接口超时"),
        ):
            record_answer(request=check, member=first, answer=answer, by=by, on=desk.day)
        record_nothing_found(request=check, members=members, sources=list(check.sources), by=by, on=desk.day)
        return case, make_report(request=check, by=by, on=desk.day)


def test_a_report_says_who_knew_what_who_failed_and_where_it_differs(desk: Desk, reported: tuple[Case, Report]) -> None:
    case, report = reported
    address = f"/desk/cases/{case.number}/reports/{report.pk}/"

    page = desk.get(Role.INVESTIGATOR, address).content.decode()
    pdf = desk.get(Role.INVESTIGATOR, f"{address}pdf/")
    kept = desk.client(Role.INVESTIGATOR).get(f"{address}json/").json()
    papers = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/?tab=papers").content.decode()

    words = "".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf.content)).pages)
    for told in (page, words):
        plain = "".join(told.split())
        for part in ("查询失败不等于没有", "接口超时", "12,000.00", "银行存款", f"{case.application.number}-1号"):
            assert part in plain, part
    assert kept["digest"] == report.digest
    assert kept["content"] == report.content
    assert f'href="{address}"' in papers
    with acting(Actor.system("test"), on=desk.day):
        assert Event.objects.filter(act="verification.report_read").count() == 3


def test_a_report_of_another_case_or_place_is_not_there(desk: Desk, reported: tuple[Case, Report]) -> None:
    case, report = reported
    for kind in ("", "pdf/", "json/"):
        assert (
            desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/reports/{report.pk + 1}/{kind}").status_code == 404
        )
        assert desk.get("stranger", f"/desk/cases/{case.number}/reports/{report.pk}/{kind}").status_code == 404


def test_whoever_holds_a_report_learns_that_it_is_genuine_and_nothing_of_what_it_says(
    client: Client, desk: Desk, reported: tuple[Case, Report]
) -> None:
    case, report = reported
    printed = " ".join(report.digest[at : at + 8] for at in range(0, 64, 8)).upper()

    known = client.get("/reports/", {"code": printed}).content.decode()
    strange = client.get("/reports/", {"code": report.digest[::-1]})
    short = client.get("/reports/", {"code": "123"})
    empty = client.get("/reports/")

    assert f"核对〔{desk.day.year}〕{case.application.number}-1号" in known
    assert date.strftime(desk.day, "%Y年") in known
    with acting(Actor.system("test"), on=desk.day):
        names = [each.name for each in case.application.members.all()]
    assert not any(name in known for name in names)
    assert [each.status_code for each in (strange, short, empty)] == [404, 404, 200]
    assert "没有这份报告" in strange.content.decode()
    assert "64 位" in short.content.decode()
