"""The worklist: what waits, nearest limit first, within one's own places, at the same price for many as for few."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.accounts.models import Officer
from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.casework.models import Case
from doudi.casework.services.open_case import open_case
from doudi.casework.steps import Step
from doudi.intake.models import Application, FamilyMember
from doudi.kernel.residentid import ResidentNumber, Sex
from tests.fixtures.applications import TOWNSHIP, VILLAGE
from tests.fixtures.desks import FIRST_DAY, Desk


def many(desk: Desk, number: int, *, start: int = 1) -> list[Case]:
    """Cases of as many families, opened as the acceptor would."""
    by = desk.officers[Role.ACCEPTOR]
    with acting(Actor.system("test"), on=FIRST_DAY):
        return [_one(by, serial) for serial in range(start, start + number)]


def _one(by: Officer, serial: int) -> Case:
    application = Application.objects.create(
        key=uuid4(), number=f"430971-2022-{serial:06}", place=VILLAGE, township=TOWNSHIP, channel="window",
        applicant_name=f"张某{serial}", filed_by=by.account, submitted_on=FIRST_DAY, accepted_on=FIRST_DAY,
        accepted_by=by,
    )  # fmt: skip
    number = ResidentNumber.reserved(born=date(1970, 1, 1), sex=Sex.FEMALE, serial=serial)
    FamilyMember.objects.create(
        application=application, position=0, key="a", name=application.applicant_name, relation="applicant",
        sex="female", born_on=date(1970, 1, 1), number=number.full,
    )  # fmt: skip
    return open_case(application=application, programme="dibao", by=by, on=FIRST_DAY, register="rural")


def queries(desk: Desk, path: str) -> int:
    """How many queries a page costs, once it is warm."""
    desk.get(Role.INVESTIGATOR, path)
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(Role.INVESTIGATOR, path).status_code == 200
    return len(captured)


def test_sixty_cases_cost_as_many_queries_as_three(desk: Desk) -> None:
    many(desk, 3)
    few = queries(desk, "/desk/")

    many(desk, 57, start=4)

    assert queries(desk, "/desk/") == few
    assert few <= 24


def test_a_page_ends_and_the_next_begins_where_it_ended(desk: Desk) -> None:
    many(desk, 30)

    first = desk.get(Role.INVESTIGATOR, "/desk/")
    rows = first.context["rows"]
    second = desk.get(Role.INVESTIGATOR, first.context["pager"]["after"])

    assert (len(rows), first.context["pager"]["total"]) == (25, 30)
    assert {row.number for row in rows}.isdisjoint(row.number for row in second.context["rows"])
    assert (second.context["pager"]["first"], second.context["pager"]["last"]) == (26, 30)


def test_what_waits_for_somebody_else_is_not_among_ones_own(desk: Desk) -> None:
    many(desk, 2)

    head = desk.get(Role.TOWNSHIP_HEAD, "/desk/")
    everything = desk.get(Role.TOWNSHIP_HEAD, "/desk/?all=1")

    assert (head.context["counted"].cases, everything.context["counted"].cases) == (0, 2)
    assert "没有待办件" in head.content.decode()


def test_an_officer_of_another_county_sees_none_and_cannot_open_one(desk: Desk) -> None:
    (case,) = many(desk, 1)

    assert desk.get("stranger", "/desk/?all=1").context["counted"].cases == 0
    assert desk.get("stranger", f"/desk/cases/{case.number}/").status_code == 404
    assert desk.get("stranger", f"/desk/cases/{case.number}9/").status_code == 404


def test_filters_stand_in_the_address(desk: Desk) -> None:
    many(desk, 2)

    page = desk.get(Role.INVESTIGATOR, "/desk/?step=start_survey&q=张某1&limit=soon")
    nothing = desk.get(Role.INVESTIGATOR, "/desk/?step=opinion")
    nonsense = desk.get(Role.INVESTIGATOR, "/desk/?step=nonsense&limit=x&flag=x&village=x&first=x&all=1")

    assert [row.name for row in page.context["rows"]] == ["张某1"]
    assert nothing.context["rows"] == []
    assert len(nonsense.context["rows"]) == 2


def test_a_mark_that_no_page_gave_is_refused(desk: Desk) -> None:
    assert desk.get(Role.INVESTIGATOR, "/desk/?mark=nonsense").status_code == 422


def test_the_list_masks_numbers_and_leaves_an_event(desk: Desk) -> None:
    many(desk, 1)

    page = desk.get(Role.INVESTIGATOR, "/desk/").content.decode()

    full = ResidentNumber.reserved(born=date(1970, 1, 1), sex=Sex.FEMALE, serial=1)
    assert full.masked in page
    assert full.full not in page
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert Event.objects.filter(act="casework.list_seen").exists()


@pytest.mark.parametrize("ticked", [0, 2])
def test_several_are_started_at_once_only_where_they_stand_together(desk: Desk, ticked: int) -> None:
    cases = many(desk, 2)
    with acting(Actor.system("test"), on=FIRST_DAY):
        Case.objects.filter(pk=cases[0].pk).update(step=Step.OPINION)

    answer = desk.post(Role.INVESTIGATOR, "/desk/start-many/", {"case": [case.pk for case in cases[:ticked]]})

    assert answer.status_code == 422


def test_what_fails_of_several_is_told_one_by_one(desk: Desk) -> None:
    cases = many(desk, 2)

    answer = desk.client(Role.INVESTIGATOR).post(
        "/desk/start-many/", {"case": [case.pk for case in cases]}, follow=True
    )

    page = answer.content.decode()
    assert "0 件已发起核对，2 件未成功" in page
    assert "还没有签署核对授权" in page
    assert all(desk.seen(case).step == Step.START_SURVEY for case in cases)
