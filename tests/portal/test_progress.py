"""My matters: the family reads where it is, what it must do, what came out and why; nobody else learns it exists."""

from __future__ import annotations

import json
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from doudi.accounts.models import Citizen
from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.casework.models import Case
from doudi.casework.services.open_case import open_case
from doudi.casework.steps import Step
from doudi.determination.models import Determination
from doudi.determination.services.assess import assess
from doudi.intake.models import Application
from doudi.intake.queries import missing_papers
from doudi.intake.services.confirm_by_applicant import open_to_applicant
from doudi.intake.services.grant_mandate import Principal, grant_mandate
from doudi.intake.services.submit import submit
from doudi.intake.services.tell_missing import tell_missing
from doudi.kernel.spans import Span
from doudi.policy.report import as_json
from tests.architecture.repository import ROOT
from tests.casework import given
from tests.casework.given import Walk
from tests.fixtures.applications import PDF, VILLAGE, Applications, family
from tests.fixtures.browsing import SignedInAs
from tests.fixtures.people import TODAY, MakeCitizen

UNKNOWN = "430971-2024-999999"
DECLARED = ("¥3,000.00", "¥4,200.00", "¥2,000.00", "肢体", "没写的")
ONE_REASON = {"text": "家庭人均年收入 ¥9,600.00，不低于当地低保标准 ¥8,400.00（每人每年）", "cites": []}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_MODE", "test")
    monkeypatch.setenv("DOUDI_TODAY", TODAY.isoformat())


@pytest.fixture
def client(signed_in_as: SignedInAs, applications: Applications) -> Client:
    """The phone of the citizen who applied."""
    return signed_in_as(applications.citizen)


def outcome(status: str = "eligible") -> dict[str, Any]:
    """What the engine says of the example family of Heze; or a refusal."""
    document = json.loads(Path(ROOT / "examples" / "heze-2024.json").read_text())
    found = as_json(assess(document=document, place="371703", on=date(2024, 3, 1)))["outcomes"][0]
    if status == "eligible":
        return found
    return {**found, "status": status, "amount_fen": None, "amount": None, "reasons": [ONE_REASON]}


def case_of(application: Application, status: str = "eligible") -> Walk:
    """The case of an accepted application, on its first day."""
    staff = given.staff_of(application.place)
    case = open_case(application=application, programme="dibao", by=staff[Role.ACCEPTOR], on=TODAY, register="rural")
    walk = Walk(case, staff, TODAY, status=status)
    walk.determination = _determined(case, outcome(status))
    return walk


def _determined(case: Case, told: dict[str, Any]) -> Determination:
    made = given.determined(case, told["status"], told["amount_fen"])
    fields = {
        field.attname: getattr(made, field.attname)
        for field in Determination._meta.concrete_fields
        if field.attname not in ("id", "made_at")
    }
    return Determination.objects.create(**fields | {"trace": zlib.compress(json.dumps({"outcomes": [told]}).encode())})


def page_of(client: Client, application: Application) -> str:
    """The page of an application."""
    response = client.get(f"/my/{application.number}/")
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def test_before_acceptance_no_clock_is_shown_and_what_is_missing_stands_there_each_with_its_own_upload(
    client: Client, applications: Applications
) -> None:
    household = family()
    household["members"][0]["situation"]["disease"] = "other"
    application = applications.submitted(household=household)
    with acting(Actor.system("test"), on=TODAY):
        lacking = missing_papers(application)
    names = [f"paper.{each.item}.{each.member}" if each.member else f"paper.{each.item}" for each in lacking]

    before = page_of(client, application)
    client.post(f"/my/{application.number}/papers/", {names[0]: SimpleUploadedFile("a.pdf", PDF, "application/pdf")})
    between = page_of(client, application)
    applications.hand_in(application)
    after = page_of(client, application)

    assert len(lacking) > 1
    assert f"已收到您的申请，还差 {len(lacking)} 项" in before
    assert all(f'name="{name}"' in before and each.label in before for name, each in zip(names, lacking, strict=True))
    assert "现在您不用做什么" not in before
    assert "受理以后才开始算办理期限" in before
    assert "最晚" not in before.replace("最晚哪天有结果", "")
    assert f"还差 {len(lacking) - 1} 项" in between
    assert f'name="{names[0]}"' not in between
    assert "现在您不用做什么" in after
    assert 'name="paper.other"' in after


def test_what_is_missing_is_told_once_with_its_day_and_handed_in_from_the_page(
    client: Client, applications: Applications
) -> None:
    application = applications.submitted()
    with acting(Actor.system("test"), on=TODAY):
        told = tell_missing(application=application, by=applications.acceptor, on=TODAY, due_on=date(2024, 3, 8))

    before = page_of(client, application)
    name = before.split('type="file"')[1].split('name="')[1].split('"')[0]
    client.post(f"/my/{application.number}/papers/", {name: SimpleUploadedFile("a.pdf", PDF, "application/pdf")})
    after = page_of(client, application)

    assert f"还差 {len(told.items)} 项" in before
    assert "请在 2024年3月8日前补上" in before
    assert "已经交了" in after


def test_a_case_under_way_says_by_when_and_that_nothing_is_to_be_done(
    client: Client, applications: Applications
) -> None:
    application = applications.accepted()
    with acting(Actor.system("test"), on=TODAY):
        walk = case_of(application).to(Step.OPINION)

    page = page_of(client, application)

    due = walk.case.due_on
    assert due is not None
    assert "镇里正在审核" in page
    assert f"最晚 {due.year}年{due.month}月{due.day}日" in page
    assert "现在您不用做什么" in page
    assert 'aria-current="step"' in page
    assert "下载通知书" not in page


def test_a_result_is_not_told_before_its_letter(client: Client, applications: Applications) -> None:
    application = applications.accepted()
    with acting(Actor.system("test"), on=TODAY):
        case_of(application).to(Step.LETTER)

    page = page_of(client, application)

    assert "已经作出决定，正在制作通知书" in page
    assert "¥" not in page


def test_a_grant_shows_the_sum_how_it_comes_about_and_its_letter(client: Client, applications: Applications) -> None:
    application = applications.accepted()
    with acting(Actor.system("test"), on=TODAY):
        case_of(application).to(Step.CLOSED)

    page = page_of(client, application)
    address = f"/my/{application.number}/letter/" + page.split(f"/my/{application.number}/letter/")[1].split('"')[0]
    letter = client.get(address)

    assert "批准了，每月 ¥666.00" in page
    assert "减去家庭月收入 ¥1,617.00，合计 ¥666.00" in page
    assert "不同意怎么办" in page
    assert letter["Content-Type"] == "application/pdf"
    assert letter.content.startswith(b"%PDF-")
    with acting(Actor.system("test"), on=TODAY):
        assert Event.objects.filter(act="portal.letter_read").count() == 1


def test_a_refusal_says_why_in_plain_words_and_what_can_be_done(client: Client, applications: Applications) -> None:
    application = applications.accepted()
    with acting(Actor.system("test"), on=TODAY):
        case_of(application, "ineligible").to(Step.CLOSED)

    page = page_of(client, application)

    assert "这次没有批准" in page
    assert "不低于当地低保标准" in page
    assert "行政复议" in page


def test_an_unknown_number_and_one_of_somebody_else_answer_alike(
    applications: Applications, signed_in_as: SignedInAs, citizen: MakeCitizen
) -> None:
    application = applications.submitted()
    stranger = signed_in_as(citizen(name="赵某戊", phone="13800000009"))

    theirs = [stranger.get(f"/my/{application.number}/{page}") for page in ("", "withdraw/", "letter/1/")]
    unknown = [stranger.get(f"/my/{UNKNOWN}/{page}") for page in ("", "withdraw/", "letter/1/")]

    assert [each.status_code for each in theirs] == [404, 404, 404]
    assert [_plain(each, application.number) for each in theirs] == [_plain(each, UNKNOWN) for each in unknown]
    assert application.number not in stranger.get("/my/").content.decode()


def _plain(response: HttpResponse, number: str) -> str:
    """An answer without the address that was asked for, which the link of the text size repeats."""
    return response.content.decode().replace(number, "")


def test_a_family_takes_its_application_back(client: Client, applications: Applications) -> None:
    application = applications.submitted()

    asked = client.get(f"/my/{application.number}/withdraw/").content.decode()
    client.post(f"/my/{application.number}/withdraw/", {"reason": "找到工作了"})
    again = client.get(f"/my/{application.number}/withdraw/").content.decode()

    assert "要撤回这份申请吗" in asked
    assert "这份申请已经在 2024年" in again
    assert "要撤回这份申请吗" not in again
    assert "您已经撤回了申请" in page_of(client, application)


def test_the_applicant_confirms_what_a_helper_filed(
    applications: Applications, signed_in_as: SignedInAs, citizen: MakeCitizen
) -> None:
    helper = citizen(name="李某己", phone="13800000008")
    filed = _filed_for(applications, helper)
    with acting(Actor.system("test"), on=TODAY):
        open_to_applicant(
            application=filed, account=applications.citizen.account, how="窗口打印的码",
            span=Span(TODAY, date(2024, 4, 1)), on=TODAY,
        )  # fmt: skip
    applicant = signed_in_as(applications.citizen)

    before = " ".join(page_of(applicant, filed).split())
    applicant.post(f"/my/{filed.number}/confirm/")
    after = page_of(applicant, filed)

    assert "请您确认这份申请" in before
    for told in (
        "李某己（其他亲属）",
        "2024年8月31日",
        "张某甲（申请人本人）",
        "李某乙（配偶）",
        "张某丙（子女）",
        *DECLARED,
    ):
        assert told in before, told
    assert "已收到您的申请" in after
    assert "¥" not in after


def test_the_helper_is_told_that_a_code_of_the_window_lets_the_applicant_confirm(
    applications: Applications, signed_in_as: SignedInAs, citizen: MakeCitizen
) -> None:
    helper = citizen(name="李某己", phone="13800000008")

    page = page_of(signed_in_as(helper), _filed_for(applications, helper))

    assert "打印一张查询码" in page
    assert "只用手机验证码进入，看不到这份申请" in page
    assert "自己登录确认" not in page


def _filed_for(applications: Applications, helper: Citizen) -> Application:
    """An application that a helper filed under a mandate."""
    with acting(Actor.citizen(helper.account_id), on=TODAY):
        mandate = grant_mandate(
            helper=helper.account, kind="relative", principal=Principal("张某甲", applications.number, VILLAGE),
            span=Span(TODAY, date(2024, 9, 1)), on=TODAY, by=helper.account,
        )  # fmt: skip
        return submit(filing=applications.filing(mandate=mandate), by=helper.account, on=TODAY)
