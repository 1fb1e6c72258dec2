"""The document of a standard goes with it: to who signs, to auditors; and the published to the packs."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.http import HttpResponse

import doudi.rules
from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.policy.drafting import laid_over
from doudi.policy.rulebook import collect
from doudi.policy.snapshot import LawSnapshot
from doudi.standards.models import Release
from doudi.standards.packs_folder import packs_root
from tests.desk.standards import NEW, NOTICE, RURAL, SIGN, SIGNER, own, paper, send
from tests.fixtures.applications import COUNTY, PDF
from tests.fixtures.desks import FIRST_DAY, Desk
from tests.fixtures.people import MakeOfficer


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
