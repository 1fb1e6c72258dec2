"""A case as its officers work it, page by page: accepted, surveyed, proposed, posted, confirmed, its letter issued."""

from __future__ import annotations

from datetime import date

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case, Decision
from doudi.casework.steps import Step
from doudi.intake.models import Application, FamilyMember
from tests.fixtures.desks import FIRST_DAY, Desk


def test_a_rural_family_comes_to_its_letter(desk: Desk) -> None:
    application = desk.complete()

    case = accepts(desk, application)
    consents(desk, case)
    assert desk.do(Role.INVESTIGATOR, case, "start").status_code == 302
    visits(desk, case)
    assert desk.do(Role.INVESTIGATOR, case, "finish").status_code == 302
    assert desk.seen(case).step == Step.OPINION
    assert desk.post(Role.INVESTIGATOR, f"/desk/cases/{case.number}/determine/").status_code == 302
    proposes(desk, case)
    assert desk.do(Role.ACCEPTOR, case, "post").status_code == 302
    assert "公示至 4月25日" in desk.get(Role.ACCEPTOR, f"/desk/cases/{case.number}/").content.decode()
    desk.on(date(2022, 4, 26))
    confirmed = desk.do(Role.TOWNSHIP_HEAD, case, "confirm")

    assert confirmed.status_code == 302, confirmed.content.decode()
    assert desk.seen(case).step == Step.CLOSED
    with acting(Actor.system("test"), on=FIRST_DAY):
        decision = Decision.objects.get(case=case)
        assert (decision.made_on, decision.first_month) == (date(2022, 4, 26), date(2022, 5, 1))


def accepts(desk: Desk, application: Application) -> Case:
    """The acceptor finds it in the list, opens it and accepts it."""
    listed = desk.get(Role.ACCEPTOR, "/desk/acceptance/").content.decode()
    assert application.number in listed
    shown = desk.get(Role.ACCEPTOR, f"/desk/applications/{application.number}/").content.decode()
    assert "材料齐备" in shown
    done = desk.post(Role.ACCEPTOR, f"/desk/applications/{application.number}/accept/", {"programme": "dibao"})
    assert done.status_code == 302, done.content.decode()
    with acting(Actor.system("test"), on=desk.day):
        return Case.objects.get(application=application)


def consents(desk: Desk, case: Case) -> None:
    """The grown-ups sign for themselves, a guardian for the daughter."""
    with acting(Actor.system("test"), on=desk.day):
        members = {m.key: m.pk for m in FamilyMember.objects.filter(application=case.application_id)}
    path = f"/desk/cases/{case.number}/consent/"
    own = desk.post(Role.ACCEPTOR, path, {"who": [members["a"], members["b"]], "signer": "self"})
    guardian = {"who": [members["c"]], "signer": "guardian", "signer_name": "张某甲"}
    assert (own.status_code, desk.post(Role.ACCEPTOR, path, guardian).status_code) == (302, 302), own.content.decode()


def visits(desk: Desk, case: Case) -> None:
    """Two go and see the family."""
    with_whom = desk.officers["colleague"].pk
    sent = {
        "visited_on": desk.day.isoformat(), "visitors": [with_whom], "way": "home", "findings": "土房两间",
        "opinion": "情况属实", "family_signer": "李某乙",
    }  # fmt: skip
    done = desk.post(Role.INVESTIGATOR, f"/desk/cases/{case.number}/visit/", sent)
    assert done.status_code == 302, done.content.decode()


def proposes(desk: Desk, case: Case) -> None:
    """The investigator reads the calculation and proposes to grant."""
    page = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/?tab=calculation").content.decode()
    assert "符合条件" in page, page
    form = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/do/propose-grant/").content.decode()
    assert "拟给予" in form
    done = desk.do(Role.INVESTIGATOR, case, "propose-grant", text="符合条件，拟给予。")
    assert done.status_code == 302, done.content.decode()
