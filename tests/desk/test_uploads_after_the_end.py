"""To what was decided and closed nobody adds papers: not at the window, not at the desk, not from the phone."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.intake.models import Document
from tests.fixtures.applications import PDF
from tests.fixtures.desks import Desk


def test_a_paper_for_a_closed_application_is_refused_with_the_day_it_was_closed_and_nothing_is_kept(desk: Desk) -> None:
    case = desk.granted()
    before = _papers(desk)
    family = desk.sign_in(desk.applications.citizen)

    answers = [
        desk.post(Role.ACCEPTOR, f"/desk/cases/{case.number}/papers/", {"kind": "other", "paper": _paper()}),
        desk.post(
            Role.ACCEPTOR, f"/desk/applications/{case.application.number}/papers/", {"kind": "other", "paper": _paper()}
        ),
        family.post(f"/my/{case.application.number}/papers/", {"paper.other": _paper()}),
    ]

    assert [each.status_code for each in answers] == [409, 409, 409]
    assert all("已于 2022-04-26 办结" in each.content.decode() for each in answers)
    assert _papers(desk) == before


def _paper() -> Any:
    return SimpleUploadedFile("病历.pdf", PDF, "application/pdf")


def _papers(desk: Desk) -> int:
    with acting(Actor.system("test"), on=desk.day):
        return Document.objects.count()
