"""Acceptance, registration at the window, payments and audit: what each officer finds, and what is refused."""

from __future__ import annotations

from uuid import uuid4

import pytest

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.intake.models import Application, Supplement
from tests.fixtures.applications import OTHER_TOWNSHIP, VILLAGE
from tests.fixtures.desks import FIRST_DAY, Desk

STARTS = (
    (Role.ACCEPTOR, 200), (Role.INVESTIGATOR, 200), (Role.TOWNSHIP_HEAD, 200), (Role.COUNTY_CONFIRMER, 200),
    (Role.AUDITOR, 302), (Role.FINANCE_MAKER, 302), (Role.FINANCE_CHECKER, 302),
)  # fmt: skip


@pytest.mark.parametrize(("role", "status"), STARTS)
def test_everybody_begins_where_their_work_is(desk: Desk, role: str, status: int) -> None:
    assert desk.get(role, "/desk/").status_code == status


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.INVESTIGATOR, "/desk/batches/"), (Role.INVESTIGATOR, "/desk/audit/"),
        (Role.FINANCE_MAKER, "/desk/audit/"), (Role.TOWNSHIP_HEAD, "/desk/acceptance/"),
        (Role.AUDITOR, "/desk/register/"),
    ],
)  # fmt: skip
def test_a_page_that_is_not_ones_own_is_refused(desk: Desk, role: str, path: str) -> None:
    assert desk.get(role, path).status_code == 403


def test_what_is_missing_is_told_once(desk: Desk) -> None:
    application = desk.applications.submitted(on=FIRST_DAY)
    path = f"/desk/applications/{application.number}/"

    refused = desk.post(Role.ACCEPTOR, f"{path}accept/", {"programme": "dibao"})
    told, again = (desk.post(Role.ACCEPTOR, f"{path}tell/", {"due_on": "2022-05-01"}) for _ in range(2))

    assert "材料不齐备" in refused.content.decode()
    assert (refused.status_code, told.status_code, again.status_code) == (409, 302, 409)
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert Supplement.objects.count() == 1


def test_an_application_is_sent_on_to_where_it_belongs(desk: Desk) -> None:
    application = desk.complete()

    sent = desk.post(
        Role.ACCEPTOR,
        f"/desk/applications/{application.number}/forward/",
        {"to": OTHER_TOWNSHIP, "reason": "户口在那里"},
    )

    assert sent.status_code == 302, sent.content.decode()
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert Application.objects.get().township == OTHER_TOWNSHIP


def test_nothing_is_accepted_without_a_programme(desk: Desk) -> None:
    application = desk.complete()

    answer = desk.post(Role.ACCEPTOR, f"/desk/applications/{application.number}/accept/")

    assert answer.status_code == 422
    assert "请至少选择一个救助项目" in answer.content.decode()


def test_somebody_at_the_window_is_registered_and_a_second_sending_makes_no_second_row(desk: Desk) -> None:
    number = "990000197001010017"
    sent = {
        "key": str(uuid4()), "place": VILLAGE, "channel": "window", "reason": "因病", "member": "m1",
        "m1.name": "张某甲", "m1.relation": "applicant", "m1.age": "52", "household.register": "rural",
    }  # fmt: skip

    first, second = (desk.post(Role.ACCEPTOR, "/desk/register/", sent) for _ in range(2))
    wrong = desk.post(Role.ACCEPTOR, "/desk/register/", {**sent, "key": str(uuid4()), "m1.number": number[:-1]})

    assert (first.status_code, second.status_code) == (302, 302), first.content.decode()
    assert wrong.status_code == 422
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert Application.objects.count() == 1


def test_rows_of_the_form_come_and_go_without_handing_it_in(desk: Desk) -> None:
    sent = {"member": "m1", "m1.name": "张某甲", "do": "add-member"}

    page = desk.post(Role.ACCEPTOR, "/desk/register/", sent)

    assert page.status_code == 200
    assert len(page.context["members"]) == 2


def test_a_month_without_anything_due_makes_no_batch(desk: Desk) -> None:
    page = desk.get(Role.FINANCE_MAKER, "/desk/batches/")
    made = desk.post(Role.FINANCE_MAKER, "/desk/batches/", {"month": "2022-04"})
    nonsense = desk.post(Role.FINANCE_MAKER, "/desk/batches/", {"month": "nonsense"})

    assert "编制发放批次" in page.content.decode()
    assert (made.status_code, nonsense.status_code) == (422, 422)
    assert "没有可以发放的明细" in made.content.decode()


def test_there_is_no_batch_of_any_number(desk: Desk) -> None:
    assert desk.get(Role.FINANCE_MAKER, "/desk/batches/7/").status_code == 404
    assert desk.post(Role.FINANCE_CHECKER, "/desk/batches/7/approve/").status_code == 404


def test_the_auditor_has_the_record_verified(desk: Desk) -> None:
    answer = desk.client(Role.AUDITOR).post("/desk/audit/check/", follow=True)

    assert "审计记录完整" in answer.content.decode()
