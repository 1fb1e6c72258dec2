"""The audit page answers who saw whom: by name, number or day, of one county, and says it in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.audit.services.record import record
from doudi.casework.models import Case
from doudi.desk.audit.rows import Row
from doudi.intake.models import Application
from doudi.payments.models import Batch
from tests.desk.signing import PASSWORD, sign_in
from tests.fixtures.desks import FIRST_DAY, Desk
from tests.fixtures.people import MakeOfficer

SYSTEM = Actor.system("test")


def asked(desk: Desk, **sent: str) -> HttpResponse:
    return desk.client(Role.AUDITOR).get("/desk/audit/", sent)  # type: ignore[return-value]


def rows(desk: Desk, **sent: str) -> list[Row]:
    answer = asked(desk, **sent)
    assert answer.status_code == 200, answer.content.decode()[:3000]
    return answer.context["rows"]  # type: ignore[attr-defined]


def acts(found: list[Row]) -> set[str]:
    return {row.act for row in found}


def looked_at(desk: Desk) -> Case:
    """A case whose application was looked at at the window first, and that an investigator opened after."""
    application = desk.complete()
    desk.get(Role.ACCEPTOR, f"/desk/applications/{application.number}/")
    desk.post(Role.ACCEPTOR, f"/desk/applications/{application.number}/accept/", {"programme": "dibao"})
    with acting(SYSTEM, on=FIRST_DAY):
        case = Case.objects.select_related("application").get()
    desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/")
    return case


def test_an_application_and_each_of_its_cases_is_found_by_number(desk: Desk) -> None:
    case = looked_at(desk)

    of_application, of_case = rows(desk, q=case.application.number), rows(desk, q=case.number)

    assert {"提交申请", "查看申请", "受理", "立件", "查看办件"} <= acts(of_application)
    assert {"提交申请", "查看申请", "受理", "立件", "查看办件"} <= acts(of_case)
    seen = next(row for row in of_case if row.act == "查看办件")
    assert (seen.subject, seen.applicant) == (f"办件 {case.number}", "张*")
    assert sorted(seen.persons.split("、")) == sorted(["张*", "张*", "李*"]), "the family, in no order"
    before = next(row for row in of_case if row.act == "查看申请")
    assert (before.subject, before.unregistered) == (f"申请 {case.application.number}", True)
    assert before.count == seen.count


def test_who_saw_a_person_is_found_by_name_and_by_the_end_of_the_number(desk: Desk) -> None:
    case = looked_at(desk)
    with acting(SYSTEM, on=FIRST_DAY):
        applicant = case.application.members.get(relation="applicant")

    by_name, by_tail = rows(desk, q=applicant.name), rows(desk, q=applicant.number[-4:])
    investigator = desk.officers[Role.INVESTIGATOR].name

    assert {"查看申请", "查看办件"} <= acts(by_name) & acts(by_tail)
    assert {row.who for row in by_name if row.act == "查看办件"} == {investigator}
    with acting(SYSTEM, on=FIRST_DAY):
        searches = Event.objects.filter(act="audit.searched").order_by("pk")
        assert all(applicant.person_id in event.persons for event in searches)
        assert applicant.name not in str([event.details for event in searches])
        assert applicant.number[-4:] not in str([event.details for event in searches])


def test_an_applicant_is_found_before_the_application_is_accepted(desk: Desk) -> None:
    application = desk.complete()
    desk.get(Role.ACCEPTOR, f"/desk/applications/{application.number}/")

    found = rows(desk, q=application.applicant_name)

    assert {"提交申请", "查看申请"} <= acts(found)


def test_somebody_of_a_family_that_waits_is_found_by_name(desk: Desk) -> None:
    application = desk.complete()
    desk.get(Role.ACCEPTOR, f"/desk/applications/{application.number}/")
    with acting(SYSTEM, on=FIRST_DAY):
        wife = application.members.get(relation="spouse").name

    found = rows(desk, q=wife)

    assert {"提交申请", "查看申请"} <= acts(found)
    assert {row.subject for row in found} == {f"申请 {application.number}"}


def test_the_auditor_of_an_office_sees_who_signed_in_there_and_changed_their_password(
    desk: Desk, client: Client, officer: MakeOfficer
) -> None:
    acceptor = desk.officers[Role.ACCEPTOR]
    acceptor.account.set_password(PASSWORD)
    acceptor.account.save()

    sign_in(client, acceptor.account)
    renewed = f"{PASSWORD}-新"
    changed = client.post("/desk/account/password/", {"old": PASSWORD, "new": renewed, "again": renewed})

    assert changed.status_code == 302
    assert [row.act for row in rows(desk, officer=acceptor.name)] == ["修改密码", "登录"]
    desk.officers[Role.AUDITOR] = officer(Role.AUDITOR, "371702")
    desk.clients.pop(Role.AUDITOR)
    assert rows(desk, officer=acceptor.name) == []


def test_days_an_act_and_an_officer_narrow_what_is_shown(desk: Desk) -> None:
    case = looked_at(desk)
    officer = desk.officers[Role.INVESTIGATOR]
    day, next_day = FIRST_DAY.isoformat(), date(2022, 4, 19).isoformat()

    assert acts(rows(desk, q=case.number, act="casework.case_seen")) == {"查看办件"}
    assert acts(rows(desk, officer=officer.account.login, until=day)) == {"查看办件"}
    assert acts(rows(desk, officer=officer.name, since=day)) == {"查看办件"}
    assert rows(desk, q=case.number, since=next_day) == []


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"q": "查无此人"}, "没有这个人、办件或者申请"), ({"q": "0000"}, "没有这个人、办件或者申请"),
        ({"q": "SQ2022000000"}, "没有这个人、办件或者申请"), ({"officer": "nobody"}, "没有这个姓名或登录名的工作人员"),
        ({"since": "2022-13-01"}, "起始日期读不懂"), ({"until": "明天"}, "截止日期读不懂"),
        ({"since": "2022-04-02", "until": "2022-04-01"}, "截止日期早于起始日期"), ({"act": "x.y"}, "没有这个事项"),
    ],
)  # fmt: skip
def test_what_cannot_be_found_or_read_is_said_and_nothing_is_listed(
    desk: Desk, sent: dict[str, str], sentence: str
) -> None:
    answer = asked(desk, **sent)

    assert answer.status_code == (200 if sentence.startswith("没有这个姓名") or "q" in sent else 422)
    assert sentence in answer.content.decode()
    assert answer.context["rows"] == []  # type: ignore[attr-defined]


def test_an_auditor_of_another_county_finds_nothing_of_it(desk: Desk, officer: MakeOfficer) -> None:
    case = looked_at(desk)
    desk.officers[Role.AUDITOR] = officer(Role.AUDITOR, "371702")

    answers = [asked(desk, q=text) for text in (case.number, case.application.number, case.application.applicant_name)]

    elsewhere = [answer.context["rows"] for answer in answers]  # type: ignore[attr-defined]
    assert elsewhere == [[], [], []]
    assert acts(rows(desk)) == {"查询审计记录"}
    assert rows(desk, officer=desk.officers[Role.INVESTIGATOR].name) == []


def test_citizens_are_told_apart_by_their_side_of_the_application_and_never_named(desk: Desk) -> None:
    case = looked_at(desk)
    with acting(SYSTEM, on=FIRST_DAY):
        application = Application.objects.select_related("filed_by").get()
        place, filer = application.place, application.filed_by_id
    for actor in (Actor.citizen(filer), Actor.citizen(filer + 1000), Actor.system("entry")):
        with acting(actor, on=FIRST_DAY):
            record("portal.matter_seen", on=FIRST_DAY, subject=application, place=place)

    found = rows(desk, q=case.number, act="portal.matter_seen")

    assert {row.who for row in found} == {"申请人本人", "群众", "群众登录入口"}


def test_a_batch_says_its_month_and_whose_payments_it_showed(desk: Desk) -> None:
    case = desk.granted()
    desk.paid_to(case)
    desk.on(date(2022, 5, 9))
    desk.post(Role.FINANCE_MAKER, "/desk/batches/", {"month": "2022-05"})
    with acting(SYSTEM, on=desk.day):
        batch = Batch.objects.get()
    desk.get(Role.FINANCE_MAKER, f"/desk/batches/{batch.pk}/")

    seen = rows(desk, act="payments.batch_seen")[0]

    assert seen.subject == f"发放批次第 {batch.pk} 号（2022年5月）"
    assert (seen.persons, seen.count) == ("张*", "1")


def test_a_page_of_many_events_asks_no_more_than_a_page_of_few(desk: Desk) -> None:
    case = looked_at(desk)
    rows(desk)
    few = queries(desk)
    for _ in range(5):
        desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/")

    assert queries(desk) == few


def queries(desk: Desk) -> int:
    with CaptureQueriesContext(connection) as counted:
        rows(desk)
    return len(counted)
