"""A standard as a policy officer of the county proposes it at the desk; `policy` is in conftest."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from doudi.accounts.roles import Role
from doudi.standards.models import Proposal
from tests.fixtures.applications import COUNTY, PDF
from tests.fixtures.desks import Desk

NEW, SIGNER = "/desk/policy/new/", "signer"
RURAL = "dibao.standard.rural"
SIGN = {"do": "sure", "seen": "yes"}
NOTICE = {
    "parameter": RURAL, "place": COUNTY, "authority": "430900", "value": "5,400.00", "per": "year",
    "since": "2022-07-01", "until": "", "title": "示例：关于提高低保标准的通知", "number": "示民〔2022〕3号",
    "dated": "2022-04-10", "cites": "", "replaces": "",
}  # fmt: skip


def paper(content: bytes = PDF, name: str = "示民〔2022〕3号.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(desk: Desk, do: str = "sure", **changed: Any) -> HttpResponse:
    return desk.post(Role.POLICY_OFFICER, NEW, {**NOTICE, **changed, "do": do})


def own() -> list[Proposal]:
    return list(Proposal.objects.filter(place=COUNTY).order_by("pk"))
