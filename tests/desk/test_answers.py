"""What the sources had nothing on record of is ticked together; and sources are asked where a survey just begins."""

from __future__ import annotations

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.intake.models import FamilyMember
from doudi.verification.models import CheckRequest, SourceAnswer
from doudi.verification.services.sign_consent import note_unreachable
from tests.desk.test_a_case_from_window_to_letter import consents
from tests.fixtures.desks import FIRST_DAY, Desk


def surveyed(desk: Desk) -> Case:
    """A case whose sources have been asked."""
    case = desk.accepted()
    consents(desk, case)
    assert desk.do(Role.INVESTIGATOR, case, "start").status_code == 302
    return case


def family(case: Case) -> dict[str, int]:
    """The keys of the members, by those of the household file."""
    with acting(Actor.system("test"), on=FIRST_DAY):
        return {each.key: each.pk for each in FamilyMember.objects.filter(application=case.application_id)}


def test_what_is_not_on_record_is_noted_of_all_at_once(desk: Desk) -> None:
    case = surveyed(desk)
    path, members = f"/desk/cases/{case.number}/nothing-found/", family(case)

    page = desk.get(Role.INVESTIGATOR, path).content.decode()
    nobody = desk.post(Role.INVESTIGATOR, path, {"source": ["vehicles"]})
    nowhere = desk.post(Role.INVESTIGATOR, path, {"who": list(members.values())})
    done = desk.post(Role.INVESTIGATOR, path, {"who": list(members.values()), "source": ["vehicles", "tax_record"]})

    assert "银行存款" in page
    assert (nobody.status_code, nowhere.status_code, done.status_code) == (422, 422, 302)
    assert "“查的是谁”没有选择" in nobody.content.decode()
    assert "“哪些来源答复查无记录”没有选择" in nowhere.content.decode()
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert SourceAnswer.objects.count() == 2 * len(members)


def test_of_who_was_not_asked_about_nothing_is_noted(desk: Desk) -> None:
    case = desk.accepted()
    members, by = family(case), desk.officers[Role.INVESTIGATOR]
    with acting(Actor.system("test"), on=FIRST_DAY):
        note_unreachable(member=FamilyMember.objects.get(pk=members["b"]), reason="服刑", by=by, on=FIRST_DAY)
    path = f"/desk/cases/{case.number}/consent/"
    desk.post(Role.ACCEPTOR, path, {"who": [members["a"]], "signer": "self"})
    desk.post(Role.ACCEPTOR, path, {"who": [members["c"]], "signer": "guardian", "signer_name": "张某甲"})
    desk.do(Role.INVESTIGATOR, case, "start")

    path = f"/desk/cases/{case.number}/nothing-found/"
    done = desk.post(Role.INVESTIGATOR, path, {"who": list(members.values()), "source": ["vehicles"]})

    assert done.status_code == 302, done.content.decode()
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert set(SourceAnswer.objects.values_list("member", flat=True)) == {members["a"], members["c"]}


def test_for_tekun_the_survey_begins_by_itself_and_the_sources_are_asked_then(desk: Desk) -> None:
    application = desk.complete()
    with acting(Actor.system("test"), on=FIRST_DAY):
        applicant = FamilyMember.objects.get(application=application, key="a")
    wanted = {"programme": f"tekun:{applicant.pk}"}
    accepted = desk.post(Role.ACCEPTOR, f"/desk/applications/{application.number}/accept/", wanted)
    assert accepted.status_code == 302, accepted.content.decode()
    with acting(Actor.system("test"), on=FIRST_DAY):
        case = Case.objects.get(application=application)
    consents(desk, case)
    before = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/").content.decode()

    asked = desk.do(Role.INVESTIGATOR, case, "ask")

    after = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/").content.decode()
    assert asked.status_code == 302, asked.content.decode()
    assert ("发起核对" in before, "/do/ask/" in after) == (True, False)
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert CheckRequest.objects.filter(application=application).count() == 1
