"""Standards are proposed by one policy officer and signed by another, each with their account; refused at the field."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

import doudi.rules
from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.policy.drafting import laid_over
from doudi.policy.rulebook import collect
from doudi.policy.snapshot import LawSnapshot
from doudi.standards.drafts import Document, Draft, Signer
from doudi.standards.models import Proposal, Release
from doudi.standards.packs_folder import packs_root
from doudi.standards.queries import current_snapshot
from doudi.standards.services.propose import propose
from tests.fixtures.applications import COUNTY, PDF
from tests.fixtures.desks import FIRST_DAY, Desk
from tests.fixtures.people import MakeOfficer

NEW, SIGNER = "/desk/policy/new/", "signer"
RURAL = "dibao.standard.rural"
SIGN = {"do": "sure", "seen": "yes"}
NOTICE = {
    "parameter": RURAL, "place": COUNTY, "authority": "430900", "value": "5,400.00", "per": "year",
    "since": "2022-07-01", "until": "", "title": "示例：关于提高低保标准的通知", "number": "示民〔2022〕3号",
    "dated": "2022-04-10", "cites": "", "replaces": "",
}  # fmt: skip


@pytest.fixture
def policy(desk: Desk, officer: MakeOfficer) -> Desk:
    """The desk with two policy officers of one name at the county, and one of another county."""
    desk.officers[Role.POLICY_OFFICER] = officer(Role.POLICY_OFFICER, COUNTY, name="张某甲")
    desk.officers[SIGNER] = officer(Role.POLICY_OFFICER, COUNTY, name="张某甲")
    desk.officers["elsewhere"] = officer(Role.POLICY_OFFICER, "371702")
    return desk


def paper(content: bytes = PDF, name: str = "示民〔2022〕3号.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(desk: Desk, do: str = "sure", **changed: Any) -> HttpResponse:
    return desk.post(Role.POLICY_OFFICER, NEW, {**NOTICE, **changed, "do": do})


def own() -> list[Proposal]:
    return list(Proposal.objects.filter(place=COUNTY).order_by("pk"))


def test_one_officer_proposes_and_another_signs_and_then_it_is_the_law_of_the_place(policy: Desk) -> None:
    asked = send(policy, "").content.decode()
    before = own()
    made, twice = (send(policy) for _ in range(2))
    (proposal,) = own()
    page = made["Location"]
    alone = policy.post(Role.POLICY_OFFICER, page, SIGN)
    unseen = (policy.get("elsewhere", page), policy.post("elsewhere", page, SIGN))
    shown = policy.get(SIGNER, page).content.decode()
    signed, again = (policy.post(SIGNER, page, SIGN) for _ in range(2))

    assert "提出这项标准？" in asked
    assert (before, made["Location"]) == ([], twice["Location"])
    assert [each.status_code for each in (alone, *unseen, signed, again)] == [409, 404, 404, 302, 302]
    assert "提出人不能签发自己提出的标准" in alone.content.decode()
    assert all(told in shown for told in (
        "示民〔2022〕3号", "5,400.00 元 / 年", "4,800.00 元 / 年（2022年1月1日起）", "增加 600.00 元 / 年（+12.5%）",
    ))  # fmt: skip
    release = Release.objects.get(proposal=proposal)
    assert (proposal.proposer, release.signer) == (policy.officers[Role.POLICY_OFFICER], policy.officers[SIGNER])
    assert current_snapshot().resolve(RURAL, COUNTY, date(2022, 7, 1)).value == 540_000
    home = policy.get(SIGNER, "/desk/policy/").content.decode()
    assert "张某甲提出，张某甲签发" in home
    assert "示例甲提出（命令行），示例乙签发（命令行）" in home
    with acting(Actor.system("test"), on=FIRST_DAY):
        acts = Event.objects.filter(subject_kind="standards.proposal", subject_id=proposal.pk).order_by("pk")
        assert [each.act for each in acts] == ["standards.proposed", "standards.signed"]


def test_who_proposed_takes_it_back_and_another_declines_each_with_the_reason(policy: Desk) -> None:
    page = send(policy)["Location"]
    silent = policy.post(Role.POLICY_OFFICER, page, {"do": "drop", "reason": ""})
    back, twice = (policy.post(Role.POLICY_OFFICER, page, {"do": "drop", "reason": "写错了"}) for _ in range(2))
    late = policy.post(SIGNER, page, SIGN)
    other = send(policy, value="5,500.00")["Location"]
    asked = policy.get(SIGNER, other).content.decode()
    declined = policy.post(SIGNER, other, {"do": "drop", "reason": "与文件不符"})

    assert [each.status_code for each in (silent, back, twice, late, declined)] == [409, 302, 302, 409, 302]
    assert "请写明理由" in silent.content.decode()
    assert "已经撤回，理由：写错了" in late.content.decode()
    assert "不予签发的理由" in asked
    assert 'name="reason"' not in policy.get(SIGNER, page).content.decode()
    home = policy.get(SIGNER, "/desk/policy/").content.decode()
    assert "撤回：写错了" in home
    assert "不予签发：与文件不符" in home
    assert not Release.objects.filter(proposal__in=own()).exists()


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"value": "5400.005"}, "value", "金额“5400.005”有误"), ({"value": "五千"}, "value", "金额“五千”有误"),
        ({"value": ""}, "value", "须写明标准的值"), ({"per": ""}, "value", "须写明每月"),
        ({"number": ""}, "number", "“文号”没有填写"), ({"title": " "}, "title", "“文件标题”没有填写"),
        ({"title": "《》"}, "title", "须写明公布这个标准的文件标题"), ({"dated": ""}, "dated", "“文件日期”没有填写"),
        ({"dated": "2022-05-01"}, "dated", "晚于今天"), ({"dated": "昨天"}, "dated", "2024-03-01 的样子"),
        ({"since": ""}, "since", "“施行日期”没有填写"), ({"until": "2022-07-01"}, "until", "应晚于开始日"),
        ({"cites": "no-such-law#1"}, "cites", "找不到"), ({"cites": "第一条"}, "cites", "有误"),
        ({"place": "371702"}, "place", "不能在这里办理"), ({"place": "999999"}, "place", "不能在这里办理"),
        ({"authority": "000000"}, "authority", "不能设定"), ({"parameter": "no.such"}, "parameter", "没有参数"),
        ({"replaces": "12"}, "replaces", "第 12 号不是"), ({"replaces": "x"}, "replaces", "应是编号"),
        ({"title": "示" * 201}, "title", "最多 200 字"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_proposal_is_said_at_its_field_and_nothing_is_written(
    policy: Desk, changed: dict[str, str], field: str, sentence: str
) -> None:
    answer = send(policy, **changed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in page
    assert sentence in page
    assert own() == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"value": "5640", "per": "month"},
            ("67,680.00 元 / 年（文件写的是 5640 元 / 月）", "超过原来的 2 倍", "增加 62,880.00 元 / 年（+1,310.0%）"),
        ),
        ({"value": "4700.00"}, ("4,700.00 元 / 年", "比原来低", "减少 100.00 元 / 年（-2.1%）")),
        ({"value": "9600.01"}, ("超过原来的 2 倍", "（+100.0%）")),
    ],
)
def test_a_value_lower_or_far_higher_than_the_one_on_record_is_proposed_only_by_who_says_it_was_checked(
    policy: Desk, changed: dict[str, str], told: tuple[str, ...]
) -> None:
    asked = send(policy, "", **changed).content.decode()
    unsure = send(policy, **changed)
    before = own()
    made = send(policy, **changed, checked="yes")
    shown = policy.get(SIGNER, made["Location"]).content.decode()

    assert all(each in page for each in (*told, "4,800.00 元 / 年（2022年1月1日起）") for page in (asked, shown))
    assert 'name="checked"' in asked
    assert (unsure.status_code, before, made.status_code) == (422, [], 302)
    assert '<a href="#checked">' in unsure.content.decode()


def test_twice_the_value_on_record_is_no_reason_to_look_twice(policy: Desk) -> None:
    asked = send(policy, "", value="800", per="month", file=paper()).content.decode()

    assert "9,600.00 元 / 年（文件写的是 800 元 / 月）" in asked
    assert "增加 4,800.00 元 / 年（+100.0%）" in asked
    assert "请核对。" not in asked
    assert 'name="checked"' not in asked


def test_two_values_from_one_day_are_refused_and_a_correction_names_the_one_it_replaces(policy: Desk) -> None:
    first = send(policy)["Location"]
    second = send(policy, value="5500.00")["Location"]
    policy.post(SIGNER, first, SIGN)

    rival = policy.post(SIGNER, second, SIGN)
    proposed = send(policy, value="5600.00")
    corrected = send(policy, value="5600.00", replaces=str(own()[0].pk))
    policy.post(SIGNER, corrected["Location"], SIGN)

    assert (rival.status_code, proposed.status_code, corrected.status_code) == (409, 422, 302)
    assert "已公布同一标准" in rival.content.decode()
    assert '<a href="#since">' in proposed.content.decode()
    assert current_snapshot().resolve(RURAL, COUNTY, date(2022, 7, 1)).value == 560_000


def test_what_was_proposed_on_the_command_line_is_not_signed_by_an_officer_of_the_same_name(policy: Desk) -> None:
    document = Document("示例通知", FIRST_DAY)
    drafted = Draft(
        place=COUNTY,
        parameter=RURAL,
        value="5400.00",
        per="year",
        document=document,
        in_force_on=date(2022, 7, 1),
        authority="430900",
    )
    made = propose(draft=drafted, by=Signer("张某甲", "示例民政局"), on=FIRST_DAY)

    answer = policy.post(SIGNER, f"/desk/policy/{made.pk}/", SIGN)

    assert answer.status_code == 409
    assert not Release.objects.filter(proposal=made).exists()


def kept(answer: HttpResponse) -> str:
    """Return what names the file on the next page."""
    found = re.search(r'name="kept" value="([^"]+)"', answer.content.decode())
    assert found is not None
    return found[1]


def test_the_second_signer_reads_the_very_file_and_confirms_one_sentence(policy: Desk) -> None:
    asked = send(policy, "", file=paper())
    token = kept(asked)
    edited = send(policy, "edit", kept=token)
    page = send(policy, kept=kept(edited))["Location"]
    shown = policy.get(SIGNER, page).content.decode()
    file = policy.get(SIGNER, f"{page}document/")
    confirm = policy.post(SIGNER, page, {"do": "sign"})
    unsigned = Release.objects.filter(proposal__place=COUNTY).exists()
    back = policy.post(SIGNER, page, {"do": "back"})
    signed = policy.post(SIGNER, page, {"do": "sure"})

    digest = sha256(PDF).hexdigest()
    assert "没有上传文件原文" not in asked.content.decode()
    assert "已收到“示民〔2022〕3号.pdf”" in edited.content.decode()
    assert digest in shown
    assert (file.content, file["Content-Type"]) == (PDF, "application/pdf")
    assert file["Content-Disposition"].startswith("attachment")
    assert (
        "签发以后，示例县的“农村低保标准”从2022年7月1日起定为 5,400.00 元 / 年，"
        "依据《示例：关于提高低保标准的通知》（示民〔2022〕3号，2022年4月10日）。"
    ) in confirm.content.decode().replace("大通湖区", "示例县")
    assert 'name="seen"' not in confirm.content.decode()
    assert (unsigned, back.status_code, signed.status_code) == (False, 302, 302)
    (proposal,) = own()
    with acting(Actor.system("test"), on=FIRST_DAY):
        events = Event.objects.filter(subject_kind="standards.proposal", subject_id=proposal.pk).order_by("pk")
        assert [(each.act, each.details["sha256"]) for each in events] == [
            ("standards.proposed", digest), ("standards.document_seen", digest), ("standards.signed", digest),
        ]  # fmt: skip


def test_without_a_file_who_signs_says_to_have_seen_the_original_and_that_stays_on_record(policy: Desk) -> None:
    asked = send(policy, "").content.decode()
    page = send(policy)["Location"]
    confirm = policy.post(SIGNER, page, {"do": "sign"})
    unseen = policy.post(SIGNER, page, {"do": "sure"})
    none = policy.get(SIGNER, f"{page}document/")
    signed = policy.post(SIGNER, page, SIGN)

    assert "没有上传文件原文：签发的人无从核对" in asked
    assert "我在别处看过《示例：关于提高低保标准的通知》（示民〔2022〕3号）的原件" in confirm.content.decode()
    assert (confirm.status_code, unseen.status_code, none.status_code, signed.status_code) == (200, 422, 404, 302)
    assert '<a href="#seen">' in unseen.content.decode()
    assert "没有上传；张某甲签发时写明在别处看过原件" in policy.get(SIGNER, page).content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"<script>", "内容不是 JPG、PNG、HEIC 图片或者 PDF"), (b"", "是空的")]
)
def test_what_is_no_document_is_refused_at_its_field_whatever_its_name_says(
    policy: Desk, content: bytes, sentence: str
) -> None:
    answer = send(policy, "", file=paper(content))

    assert answer.status_code == 422
    assert '<a href="#file">' in answer.content.decode()
    assert sentence in answer.content.decode()


def test_the_file_of_a_form_is_named_by_us_for_one_account_and_by_nobody_else(policy: Desk) -> None:
    token = kept(send(policy, "", file=paper()))

    stolen = policy.post(SIGNER, NEW, {**NOTICE, "kept": token, "do": "sure"})
    forged = send(policy, kept=f"{token}x")

    assert (stolen.status_code, forged.status_code, own()) == (422, 422, [])
    assert "请重新选择文件" in forged.content.decode()


def test_an_auditor_reads_what_was_proposed_and_published_with_its_file_and_changes_nothing(
    policy: Desk, officer: MakeOfficer
) -> None:
    policy.officers["auditor"] = officer(Role.AUDITOR, COUNTY)
    page = send(policy, file=paper())["Location"]
    (number,) = (each.pk for each in own())

    home = policy.get("auditor", "/desk/policy/").content.decode()
    shown = policy.get("auditor", page)
    file = policy.get("auditor", f"{page}document/")
    refused = [policy.post("auditor", page, {"do": do}) for do in ("sign", "sure", "drop")]
    lines = policy.get("auditor", "/desk/audit/").content.decode()

    assert page in home
    assert "提出标准</" not in home
    assert shown.status_code == 200
    assert 'name="do"' not in shown.content.decode()
    assert file.content == PDF
    assert [each.status_code for each in refused] == [403, 403, 403]
    assert f"第 {number} 号标准：大通湖区农村低保标准 5,400.00 / 年" in lines


def test_what_a_county_published_is_downloaded_as_a_draft_that_the_packs_take(policy: Desk, tmp_path: Path) -> None:
    page = send(policy)["Location"]
    policy.post(SIGNER, page, SIGN)

    answer = policy.get(SIGNER, "/desk/policy/export/")
    ZipFile(BytesIO(answer.content)).extractall(tmp_path)
    drafted = laid_over(packs_root(), tmp_path / f"standards-{COUNTY}", collect(doudi.rules))

    assert answer["Content-Disposition"] == f'attachment; filename="standards-{COUNTY}.zip"'
    day = date(2022, 7, 1)
    assert LawSnapshot.of(drafted).resolve(RURAL, COUNTY, day).value == 540_000
    assert "/desk/policy/export/" in policy.get(SIGNER, "/desk/policy/").content.decode()
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert Event.objects.filter(act="standards.exported", place=COUNTY).count() == 1
