"""Applying by phone: five steps, a draft at each, nothing lost, nothing sent twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from doudi.accounts.models import Citizen
from doudi.audit.actor import Actor, acting
from doudi.intake.models import Application, DeclaredFact, Document, Draft, Mandate
from doudi.intake.queries import household_document
from doudi.kernel.residentid import ResidentNumber, Sex
from doudi.verification.models import Consent
from tests.fixtures.applications import PDF, VILLAGE, Applications
from tests.fixtures.browsing import SignedInAs
from tests.fixtures.people import TODAY, MakeCitizen
from tests.portal import applying

PRINCIPAL = ResidentNumber.reserved(born=date(1948, 2, 3), sex=Sex.FEMALE, serial=91)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_MODE", "test")
    monkeypatch.setenv("DOUDI_TODAY", TODAY.isoformat())


@pytest.fixture
def client(signed_in_as: SignedInAs, applications: Applications) -> Client:
    """The phone of the citizen who applies."""
    return signed_in_as(applications.citizen)


def test_a_family_of_three_applies_and_is_told_what_happens_next(client: Client) -> None:
    draft = applying.fill(client)

    response = applying.hand_in(client, draft)

    page = client.get(response["Location"]).content.decode()
    back = client.get(f"/apply/{draft}/check/")
    assert (back.status_code, back["Location"]) == (302, response["Location"].removesuffix("?sent=1"))
    assert "已收到您的申请" in page
    assert "受理以后才开始算办理期限" in page
    with acting(Actor.system("test"), on=TODAY):
        application = Application.objects.get()
        assert (application.place, application.channel, application.reason) == (VILLAGE, "portal", "家里有人生病")
        assert list(application.members.order_by("position").values_list("name", "relation")) == [
            ("张某甲", "applicant"), ("李某乙", "spouse"), ("张某丙", "child"),
        ]  # fmt: skip
        assert DeclaredFact.objects.filter(fact="wage", value=300000).exists()
        assert sorted(Consent.objects.values_list("signer", flat=True)) == ["guardian", "self", "self"]
        assert not Draft.objects.exists()


def test_sending_twice_makes_one_application(client: Client) -> None:
    draft = applying.fill(client)
    key = applying.key_of(client, draft)

    first = client.post(f"/apply/{draft}/check/", {"do": "send", "key": key})
    second = client.post(f"/apply/{draft}/check/", {"do": "send", "key": key})

    assert second["Location"] == first["Location"]
    with acting(Actor.system("test"), on=TODAY):
        assert Application.objects.count() == 1
        assert Consent.objects.count() == 3


def test_a_draft_goes_on_where_it_was_left_with_everything_that_was_typed(client: Client) -> None:
    draft = applying.placed(client)
    applying.fill_family(client, draft)

    page = client.get("/apply/").content.decode()

    assert f"/apply/{draft}/money_m1/" in page
    assert "填到第 3 步，共 5 步" in page
    assert "李某乙" in client.get(f"/apply/{draft}/family/").content.decode()


def test_what_is_wrong_is_said_on_top_and_at_the_field_and_stays_as_typed(client: Client) -> None:
    draft = applying.placed(client)
    applying.send(client, draft, "family", do="add-member")

    wrong = {"household.register": "rural", "m2.name": "李某乙", "m2.number": "123", "m2.relation": "spouse"}
    sent = client.post(f"/apply/{draft}/family/", {"do": "next", **wrong}, headers={"Accept": "text/html"})
    response = client.get(sent["Location"])

    page = response.content.decode()
    assert (sent.status_code, response.status_code) == (303, 422)
    assert 'value="123"' in client.get(f"/apply/{draft}/family/").content.decode()
    assert "有 1 处需要改正" in page
    assert 'href="#m2-number"' in page
    assert 'id="m2-number-error"' in page
    assert 'value="123"' in page


def test_an_amount_that_cannot_be_read_is_refused_where_it_was_typed(client: Client) -> None:
    draft = applying.placed(client)
    applying.fill_family(client, draft)

    page = applying.send(client, draft, "money_m1", m1__wage="三千", m1__incomes="complete").content.decode()

    assert 'href="#m1-wage"' in page
    assert 'value="三千"' in page


def test_nothing_told_of_income_is_not_no_income(client: Client) -> None:
    draft = applying.placed(client)

    page = applying.send(client, draft, "money_m1").content.decode()

    assert "请填写收入；没有收入的，请打勾" in page


def test_to_have_nobody_who_must_support_one_is_an_answer_and_to_say_nothing_is_not(client: Client) -> None:
    draft = applying.fill(client)
    applying.send(client, draft, "situation", m1__disease="other", m1__situation="complete", m1__no_obligors="true",
                  m2__situation="complete", m3__schooling="compulsory", m3__situation="complete")  # fmt: skip

    applying.hand_in(client, draft)

    with acting(Actor.system("test"), on=TODAY):
        told = household_document(Application.objects.get())["members"]
    assert [member.get("obligors") for member in told] == [[], None, None]


def test_the_last_screen_lists_what_is_missing_and_does_not_send(client: Client) -> None:
    draft = applying.begin(client)
    applying.send(client, draft, "who", who="self")

    page = applying.hand_in(client, draft).content.decode()

    assert "改正以后才能提交" in page
    assert f"/apply/{draft}/place/#county" in page
    with acting(Actor.system("test"), on=TODAY):
        assert not Application.objects.exists()


def test_a_daughter_applies_for_her_mother_who_has_to_confirm(
    client: Client, applications: Applications, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Her mandate holds on the whole of the day that was written, and no longer."""
    draft = applying.begin(client)
    applying.send(client, draft, "who", who="daughter")
    mother = {"m1__name": "王某丁", "m1__number": PRINCIPAL.full, "until": "2025-03-01"}
    applying.send(client, draft, "who", who="daughter", **mother)
    applying.fill_place(client, draft)
    applying.send(client, draft, "family", household__register="rural", reason="年老")
    applying.send(client, draft, "money_m1", m1__incomes="complete")
    applying.send(client, draft, "property", household__assets="complete")
    asked = client.get(f"/apply/{draft}/situation/").content.decode()
    applying.send(client, draft, "situation", m1__situation="complete")
    read_back = client.get(f"/apply/{draft}/check/").content.decode()
    response = applying.hand_in(client, draft)
    page = client.get(response["Location"]).content.decode()

    assert "您也是法定义务人，请写上您自己" in asked
    assert all(each in read_back for each in ("委托到哪一天", "还没有人签名"))
    assert all("等申请人本人确认" in each for each in (page, client.get("/my/").content.decode()))
    assert "是我的意思" not in page
    with acting(Actor.system("test"), on=TODAY):
        mandate = Mandate.objects.get()
        told = (mandate.kind, mandate.account_id, mandate.confirmed_at)
    assert told == ("daughter", applications.citizen.account_id, None)
    for day, status in (("2025-03-01", 200), ("2025-03-02", 404)):
        monkeypatch.setenv("DOUDI_TODAY", day)
        assert client.get(response["Location"]).status_code == status


def test_the_helpers_own_number_is_neither_filled_in_nor_taken_as_the_applicants(
    client: Client, applications: Applications
) -> None:
    own, draft = applications.number.full, applying.begin(client)
    applying.send(client, draft, "who")
    applying.send(client, draft, "who", who="daughter")
    asked = client.get(f"/apply/{draft}/who/").content.decode()

    told = {"who": "daughter", "m1__name": "王某丁", "until": "2024-09-01"}
    mine = applying.send(client, draft, "who", **told, m1__number=own).content.decode()
    short = applying.send(client, draft, "who", **told, m1__number=PRINCIPAL.full[:15]).content.decode()
    late = applying.send(
        client, draft, "who", **(told | {"until": YESTERDAY.isoformat()}), m1__number=PRINCIPAL.full
    ).content.decode()
    never = applying.send(client, draft, "who", **(told | {"until": "9999-12-31"}), m1__number=PRINCIPAL.full)

    assert "申请人身份证号" in asked
    assert own not in asked
    assert "张某甲" not in asked
    assert '<a href="#m1-number">' in mine
    assert "申请人身份证号不能是您自己的" in mine
    assert "应为 18 位，现在写了 15 位" in short
    assert '<a href="#until">委托您办到哪一天，不能早于今天</a>' in late
    assert '<a href="#until">请填写委托到哪一天</a>' in never.content.decode()


@pytest.mark.parametrize("typed", ["-5", "－5", "-0.5"])
def test_an_amount_below_zero_is_said_to_be_one(client: Client, typed: str) -> None:
    draft = applying.begin(client)
    applying.send(client, draft, "who", who="self")

    page = applying.send(client, draft, "money_m1", m1__wage=typed, m1__incomes=applying.DONE).content.decode()

    assert '<a href="#m1-wage">' in page
    assert "不能是负数" in page
    assert "应在" not in page


def test_leave_to_check_is_signed_before_its_paper_is_asked_for(client: Client) -> None:
    draft = applying.fill(client)

    after = applying.send(
        client, draft, "situation", m1__disease="other", m1__situation=applying.DONE, m2__situation=applying.DONE,
        m3__schooling="compulsory", m3__situation=applying.DONE,
    )  # fmt: skip
    leave = client.get(f"/apply/{draft}/consent/").content.decode()
    signed = applying.send(client, draft, "consent", m1__sign="张某甲", m2__sign="李某乙", m3__sign="")
    page = client.get(signed["Location"]).content.decode()

    assert after["Location"] == f"/apply/{draft}/consent/"
    assert "我们同意大通湖区示例镇示例村" in leave
    assert signed["Location"] == f"/apply/{draft}/papers/"
    assert f'张某丙还没有签名：<a href="/apply/{draft}/consent/">去签名</a>' in page


def test_a_photo_is_kept_in_the_draft_and_handed_in_with_it(client: Client) -> None:
    draft = applying.fill(client)
    paper = SimpleUploadedFile("诊断.pdf", PDF, "application/pdf")
    client.post(f"/apply/{draft}/papers/", {"do": "upload", "paper.diagnosis.m1": paper})

    applying.hand_in(client, draft)

    with acting(Actor.system("test"), on=TODAY):
        (document,) = Document.objects.select_related("member")
        assert document.member is not None
        assert (document.kind, document.member.name, document.title) == ("diagnosis", "张某甲", "诊断.pdf")


def test_a_file_that_is_no_picture_is_refused_at_its_field(client: Client) -> None:
    draft = applying.fill(client)
    paper = SimpleUploadedFile("诊断.jpg", b"MZ not a picture", "image/jpeg")

    page = client.post(f"/apply/{draft}/papers/", {"do": "upload", "paper.diagnosis.m1": paper}).content.decode()

    assert 'href="#paper-diagnosis-m1"' in page
    assert "内容不是 JPG、PNG、HEIC 图片或者 PDF" in page


def test_what_an_officer_can_look_up_is_not_asked_for(client: Client) -> None:
    draft = applying.fill(client)

    page = client.get(f"/apply/{draft}/papers/").content.decode()

    assert "疾病诊断证明" in page
    assert "居民户口簿" not in page


def test_a_draft_of_somebody_else_is_not_there(client: Client, signed_in_as: SignedInAs, citizen: MakeCitizen) -> None:
    draft = applying.begin(client)
    stranger: Citizen = citizen(name="赵某戊", phone="13800000009")

    response = signed_in_as(stranger).get(f"/apply/{draft}/who/")
    client.post(f"/apply/{draft}/discard/")
    gone = [each.get(f"/apply/{draft}/who/") for each in (client, signed_in_as(stranger))]

    assert [each.status_code for each in (response, *gone)] == [404, 302, 404]
    assert gone[0]["Location"] == "/apply/"


def test_who_has_not_entered_is_sent_to_the_door_and_back(db: None) -> None:
    response = Client().get("/apply/")

    assert response.status_code == 302
    assert response["Location"].startswith("/enter/?next=%2Fapply%2F")


def test_a_screen_says_which_of_five_steps_it_is(client: Client) -> None:
    draft = applying.begin(client)

    for number, screen in ((1, "who"), (5, "check")):
        assert f"第 {number} 步，共 5 步" in client.get(f"/apply/{draft}/{screen}/").content.decode()


def test_the_text_size_is_switched_without_losing_what_was_typed(client: Client) -> None:
    draft = applying.placed(client)

    response = applying.send(client, draft, "family", do="size:large", household__register="rural", reason="病了")

    assert response.cookies["doudi-size"].value == "large"
    assert "病了" in client.get(f"/apply/{draft}/family/").content.decode()
