"""Programs of offices: who is let in, an application filed once, how far it is, and what a stranger learns: nothing."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from doudi.accounts.roles import Role
from doudi.accounts.services.end_post import end_post
from doudi.accounts.services.revoke_token import revoke_token
from doudi.api.examples import APPLICATION
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.casework.models import Case
from doudi.casework.steps import Deed, Step
from doudi.flows.accept_application import Wanted, accept_application
from doudi.intake.models import Application
from doudi.project.demonstration.published import publish_examples
from tests.api.conftest import MakeProgram, Program
from tests.casework.given import DATONGHU, Walk
from tests.fixtures.applications import COUNTY, ELSEWHERE, TOWNSHIP, VILLAGE, Applications, family, people
from tests.fixtures.people import TODAY, MakeOfficer

SYSTEM = Actor.system("test")
pytestmark = pytest.mark.django_db


def filing(**given: Any) -> dict[str, Any]:
    who = {key: {"number": each.number} for key, each in people().items()}
    return {"key": uuid4(), "place": VILLAGE, "household": family(), "people": who, "reason": "因病", **given}


@pytest.fixture
def hall(applications: Applications, program: MakeProgram) -> Program:
    """The program of the township's hall."""
    return program(applications.acceptor)


@pytest.fixture
def stranger(places: None, officer: MakeOfficer, program: MakeProgram) -> Program:
    """The program of a township in another county."""
    return program(officer(Role.ACCEPTOR, ELSEWHERE))


# ---------------------------------------------------------------- who is let in


def test_no_wrong_ended_or_revoked_token_and_one_whose_officer_left_get_the_same_answer(
    officer: MakeOfficer, program: MakeProgram, places: None
) -> None:
    left = officer(Role.ACCEPTOR, TOWNSHIP)
    dead = [program(officer(Role.ACCEPTOR, TOWNSHIP), days=5, since=10), program(left), program(left)]
    with acting(SYSTEM, on=TODAY):
        revoke_token(token=dead[1].row, by=None, on=TODAY)
        end_post(post=left.posts.get(), by=None, on=TODAY)
    headers = [each.headers for each in dead]
    headers += [{}, *({"Authorization": text} for text in ("Bearer doudi_x", "Bearer", "Bearer é\x00", "Basic YTpi"))]

    answers = [Client().get("/api/v1/applications/430971-2024-000001", headers=each) for each in headers]

    assert {answer.status_code for answer in answers} == {401}
    assert {answer["Content-Type"] for answer in answers} == {"application/problem+json"}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0]["WWW-Authenticate"].startswith("Bearer")


def test_a_token_without_the_scope_is_refused_and_says_which(applications: Applications, program: MakeProgram) -> None:
    reader = program(applications.acceptor, "read_cases")

    answer = reader.post("applications", filing())

    assert (answer.status_code, answer.json()["code"]) == (403, "api.scope_missing")
    assert "提交申请" in answer.json()["sentence"]


def test_after_many_wrong_tokens_an_address_has_to_wait(hall: Program, settings: Any) -> None:
    for _ in range(settings.DOUDI_ENTRY.address):
        Client().get("/api/v1/cases/1", headers={"Authorization": "Bearer doudi_guessed"})

    answer = hall.get("cases/1")

    assert (answer.status_code, answer.json()["code"]) == (429, "accounts.too_many_tokens")
    assert answer["Retry-After"]


def test_the_day_of_the_last_use_is_noted(hall: Program) -> None:
    hall.get("cases/1")

    with acting(SYSTEM, on=TODAY):
        hall.row.refresh_from_db()
    assert hall.row.last_used_on == TODAY


# ---------------------------------------------------------------- applications


def test_an_application_is_filed_in_the_name_of_who_answers_for_the_token(
    hall: Program, applications: Applications
) -> None:
    answer = hall.post("applications", filing())

    told = answer.json()
    assert (answer.status_code, told["status"], told["cases"]) == (201, "waiting", [])
    assert {each["item"] for each in told["missing"]} >= {"application_form", "authorisation"}
    with acting(SYSTEM, on=TODAY):
        made = Application.objects.get(number=told["number"])
        events = list(Event.objects.filter(subject_id=made.pk, act__startswith="intake."))
    assert (made.filed_by_id, made.channel) == (applications.acceptor.account_id, "window")
    assert {event.act for event in events} == {"intake.submitted", "intake.filed_by_token"}
    assert {event.account_id for event in events} == {applications.acceptor.account_id}
    assert {event.office_id for event in events} == {hall.row.office_id}


def test_sent_twice_it_is_one_application(hall: Program) -> None:
    sent = filing()

    first, second = hall.post("applications", sent), hall.post("applications", sent)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    with acting(SYSTEM, on=TODAY):
        assert Application.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_it_is_one_application(hall: Program) -> None:
    sent, answers = filing(), list[Any]()

    def send() -> None:
        answers.append(hall.post("applications", sent))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert {answer.status_code for answer in answers} <= {200, 201}
    assert len({answer.json()["number"] for answer in answers}) == 1
    with acting(SYSTEM, on=TODAY):
        assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "status", "paths"),
    [
        ({"people": {"z": {}}}, 422, ["people.z"]),
        ({"people": {"a": {"number": "110101199001011234"}}}, 422, ["people.a.number"]),
        ({"household": {"members": [{"id": "m", "name": "", "age": 300}]}}, 422,
         ["household.members[0].name", "household.members[0].age"]),
        ({"household": {"members": [{"id": "m", "name": "张某甲"}]}, "people": {}}, 422, ["household.members"]),
        ({"place": "430971001999"}, 422, ["place"]),
        ({"place": "430971"}, 422, ["place"]),
        ({"channel": "portal"}, 422, ["channel"]),
        ({"key": "1"}, 422, ["key"]),
        ({"place": ELSEWHERE}, 403, []),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_path_and_reason_and_nothing_is_kept(
    hall: Program, officer: MakeOfficer, program: MakeProgram, wrong: dict[str, Any], status: int, paths: list[str]
) -> None:
    answer = hall.post("applications", filing(**wrong))

    found = answer.json()["problems"]
    assert (answer.status_code, sorted(each["path"] for each in found)) == (status, sorted(paths))
    assert all(each["reason"] for each in found)
    with acting(SYSTEM, on=TODAY):
        assert not Application.objects.exists()


def test_how_far_an_application_is_can_be_asked_and_leaves_one_event(hall: Program, applications: Applications) -> None:
    application = applications.accepted()

    answer = hall.get(f"applications/{application.number}")

    assert (answer.status_code, answer.json()["status"], answer.json()["missing"]) == (200, "accepted", [])
    assert "张某甲" not in answer.content.decode()
    with acting(SYSTEM, on=TODAY):
        event = Event.objects.get(act="intake.application_status_seen")
    assert (event.details, len(event.persons)) == ({"token": hall.row.pk}, 3)


# ---------------------------------------------------------------- cases


@pytest.fixture
def case(applications: Applications) -> Case:
    publish_examples(on=TODAY)
    application = applications.complete()
    with acting(SYSTEM, on=TODAY):
        return accept_application(
            application=application, wanted=[Wanted("dibao")], by=applications.acceptor, on=TODAY
        )[0]  # fmt: skip


def test_a_case_says_its_step_its_clocks_and_no_name(hall: Program, case: Case) -> None:
    answer = hall.get(f"cases/{case.number}")

    told = answer.json()
    assert (answer.status_code, told["step"], told["decision"]) == (200, case.step, None)
    assert {clock["due_on"] for clock in told["clocks"]} >= {f"{case.next_due_on}"}
    assert all(clock["cites"] for clock in told["clocks"])
    assert "张某甲" not in answer.content.decode()
    with acting(SYSTEM, on=TODAY):
        event = Event.objects.get(act="casework.case_status_seen")
    assert (event.subject_id, len(event.persons)) == (case.pk, 3)


@pytest.mark.parametrize(("status", "kind"), [("eligible", "grant"), ("ineligible", "refuse")])
def test_a_decided_case_says_the_decision_and_the_number_of_its_letter(
    program: MakeProgram, status: str, kind: str
) -> None:
    with acting(SYSTEM, on=TODAY):
        walk = Walk.of("dibao", DATONGHU, date(2022, 4, 18))
        walk.status = status
        walk.to(Step.LETTER)
        hall = program(walk.staff[Role.ACCEPTOR])
        letter = walk.do(Deed.ISSUE_LETTER)

    told = hall.get(f"cases/{walk.case.number}").json()

    assert (told["decision"]["kind"], told["decision"]["letter_number"]) == (kind, letter.number)
    assert not {"amount", "amount_fen", "reasons"} & told["decision"].keys()
    assert (told["step"], told["clocks"]) == ("closed", [])


def test_the_county_above_sees_the_case(case: Case, officer: MakeOfficer, program: MakeProgram) -> None:
    county = program(officer(Role.COUNTY_CONFIRMER, COUNTY))

    assert county.get(f"cases/{case.number}").status_code == 200
    assert county.post("applications", filing()).status_code == 403


def test_an_office_of_another_county_learns_nothing(stranger: Program, case: Case) -> None:
    numbers = [("cases", case.number), ("applications", case.number.rpartition("-")[0])]

    real = [stranger.get(f"{kind}/{number}") for kind, number in numbers]
    made_up = [stranger.get(f"{kind}/430971-2023-999999{end}") for kind, end in (("cases", "-1"), ("applications", ""))]

    assert {answer.status_code for answer in real + made_up} == {404}
    assert len({answer.content for answer in real + made_up}) == 1
    with acting(SYSTEM, on=TODAY):
        assert not Event.objects.filter(act__endswith="status_seen").exists()


def test_an_office_of_another_county_cannot_use_a_key_to_find_out(stranger: Program, hall: Program, case: Case) -> None:
    with acting(SYSTEM, on=TODAY):
        key = Application.objects.get(pk=case.application_id).key

    answer = stranger.post("applications", filing(key=key, place=ELSEWHERE))

    assert (answer.status_code, answer.json()["code"]) == (422, "intake.key_taken")
    assert case.number.rpartition("-")[0] not in answer.content.decode()


# ---------------------------------------------------------------- the whole interface


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "nothing", 404), ("post", "nothing", 404), ("get", "cases/1%2F2", 404), ("put", "places", 405)],
)
def test_an_address_or_method_that_is_not_there_is_a_problem_too(method: str, path: str, status: int) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1/{path}")

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["sentence"]


def test_a_number_with_odd_signs_is_not_there(hall: Program) -> None:
    assert [hall.get(f"cases/{odd}").status_code for odd in ("%00", "é", "a b", "1" * 500)] == [404] * 4


def test_the_page_shows_how_to_authenticate_and_an_example_that_works(hall: Program, client: Client) -> None:
    page = client.get("/api/v1/docs").content.decode()

    assert "Authorization: Bearer" in page
    assert "需要令牌，权限：查询办件" in page
    assert hall.post("applications", APPLICATION).status_code == 201


def test_the_description_names_the_token_and_has_an_example_everywhere(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()

    asked = {path for path, on in described["paths"].items() for each in on.values() if each.get("security")}
    assert asked == {"/api/v1/applications", "/api/v1/applications/{number}", "/api/v1/cases/{number}"}
    assert described["components"]["securitySchemes"]["OfficeToken"]["scheme"] == "bearer"
    schemas = described["components"]["schemas"]
    for name in ("ApplicationRequest", "ApplicationStatus", "CaseStatus", "AssessmentRequest", "Problem"):
        assert schemas[name]["example"]
