"""What was refused has an address of its own: reload and back show it again, to the same session and to nobody else."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.casework.models import Case
from tests.fixtures.desks import Desk

BROWSER = {"Accept": "text/html,application/xhtml+xml"}
TYPED, WRONG = "土房两间，院内有羊", "“调查意见”没有填写"


def refused(desk: Desk, case: Case, findings: str = TYPED) -> HttpResponse:
    """A browser sends a visit that lacks the opinion."""
    client = desk.client(Role.INVESTIGATOR)
    return client.post(f"/desk/cases/{case.number}/visit/", {"findings": findings}, headers=BROWSER)  # type: ignore[return-value]


def test_a_refused_form_is_shown_as_often_as_one_likes_with_what_was_typed(desk: Desk) -> None:
    case = desk.accepted()

    sent = refused(desk, case)

    pages = [desk.get(Role.INVESTIGATOR, sent["Location"]) for _ in range(2)]
    assert sent.status_code == 303
    assert sent["Location"].startswith(f"/desk/cases/{case.number}/visit/?again=")
    for page in pages:
        shown = page.content.decode()
        assert page.status_code == 422
        assert TYPED in shown
        assert all(each in shown for each in (WRONG, "“签字的家庭成员”没有填写"))
        assert "no-store" in page["Cache-Control"]


def test_a_page_that_answers_a_form_is_shown_again_too_and_nothing_is_done_twice(desk: Desk) -> None:
    case, client = desk.accepted(), desk.client(Role.INVESTIGATOR)
    with acting(Actor.system("test"), on=desk.day):
        member = case.application.members.get(relation="applicant")
    path = f"/desk/cases/{case.number}/identity/{member.pk}/"

    sent = client.post(path, {"purpose": "核对户口簿"}, headers=BROWSER)
    pages = [client.get(sent["Location"]) for _ in range(2)]

    assert sent.status_code == 303
    assert [str(member.number) in page.content.decode() for page in pages] == [True, True]
    with acting(Actor.system("test"), on=desk.day):
        assert Event.objects.filter(act="intake.number_seen").count() == 1


def test_the_rest_of_the_address_stays(desk: Desk) -> None:
    case, client = desk.accepted(), desk.client(Role.INVESTIGATOR)

    sent = client.post(f"/desk/cases/{case.number}/settle/?fact=wage&again=before", {"fact": "wage"}, headers=BROWSER)

    assert sent["Location"].startswith(f"/desk/cases/{case.number}/settle/?fact=wage&again=")
    assert "before" not in sent["Location"]


def test_what_is_kept_is_sealed_and_nobody_elses(desk: Desk) -> None:
    case = desk.accepted()

    sent = refused(desk, case)

    kept = str(dict(desk.client(Role.INVESTIGATOR).session))
    other = desk.get("colleague", sent["Location"])
    assert TYPED not in kept
    assert "张某甲" not in kept
    assert other.status_code == 200
    assert TYPED not in other.content.decode()


def test_only_the_last_few_are_kept_and_none_for_longer_than_an_idle_session(desk: Desk) -> None:
    case = desk.accepted()

    first, *others = [refused(desk, case, f"第 {number} 次")["Location"] for number in range(4)]

    assert desk.get(Role.INVESTIGATOR, first).status_code == 200
    assert [desk.get(Role.INVESTIGATOR, each).status_code for each in others] == [422] * 3
    session = desk.client(Role.INVESTIGATOR).session
    session["doudi.refused"] = {
        key: {**page, "until": page["until"] - settings.DOUDI_SECONDS_IDLE - 60}
        for key, page in session["doudi.refused"].items()
    }
    session.save()
    assert desk.get(Role.INVESTIGATOR, others[-1]).status_code == 200


def test_a_program_is_told_at_once(desk: Desk) -> None:
    case = desk.accepted()

    answer = desk.post(Role.INVESTIGATOR, f"/desk/cases/{case.number}/visit/", {"findings": TYPED})

    assert answer.status_code == 422
    assert WRONG in answer.content.decode()
