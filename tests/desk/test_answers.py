"""What the sources answered: of one member every fact that a source knows, and together what is not on record.

Sources are asked where a survey just begins."""

from __future__ import annotations

import re

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.intake.models import FamilyMember
from doudi.verification.models import CheckRequest, FoundFact, SourceAnswer
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


def test_a_source_is_asked_for_what_it_can_know_and_several_facts_are_noted_at_once(desk: Desk) -> None:
    case = surveyed(desk)
    path, applicant = f"/desk/cases/{case.number}/answer/", family(case)["a"]
    chosen = {"member": applicant, "source": "social_insurance"}

    first = desk.get(Role.INVESTIGATOR, path).content.decode()
    form = desk.get(Role.INVESTIGATOR, f"{path}?member={applicant}&source=social_insurance").content.decode()
    told = {"outcome": "answered", "fact.wage": "9600.00", "fact.pension": "1200.00", "fact.base_pension": ""}
    done = desk.post(Role.INVESTIGATOR, path, {**chosen, **told})

    assert 'method="get"' in first
    assert 'name="outcome"' not in first
    assert re.findall(r'name="fact\.(\w+)"', form) == ["pension", "base_pension", "wage"]
    assert done.status_code == 302, done.content.decode()
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert set(FoundFact.objects.values_list("fact", "value")) == {("wage", 960_000), ("pension", 120_000)}


def test_what_a_source_cannot_know_is_not_read_and_a_slip_comes_back_with_the_rest(desk: Desk) -> None:
    case = surveyed(desk)
    path, applicant = f"/desk/cases/{case.number}/answer/", family(case)["a"]
    chosen = {"member": applicant, "source": "social_insurance", "outcome": "answered"}

    slip = desk.post(Role.INVESTIGATOR, path, {**chosen, "fact.wage": "九千", "fact.pension": "1200.00"})
    strange = desk.post(Role.INVESTIGATOR, path, {**chosen, "fact.vehicles": "2"})
    nobody = desk.post(Role.INVESTIGATOR, path, {"source": "social_insurance", "outcome": "answered"})
    nowhere = desk.post(Role.INVESTIGATOR, path, {"member": applicant, "source": "neighbours", "outcome": "answered"})

    shown = slip.content.decode()
    assert (slip.status_code, "“工资" in shown, 'value="1200.00"' in shown, "。。" in shown) == (422, True, True, False)
    assert (strange.status_code, nobody.status_code, nowhere.status_code) == (422, 422, 422)
    assert "须填写查到的内容或者凭据编号" in strange.content.decode()
    assert "“家庭成员”没有选择" in nobody.content.decode()
    assert "这次核对没有向它查询" in nowhere.content.decode()
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert not SourceAnswer.objects.exists()


def test_what_a_source_has_not_answered_yet_leads_to_its_form(desk: Desk) -> None:
    case = surveyed(desk)
    applicant = family(case)["a"]
    address = f"/desk/cases/{case.number}/answer/?member={applicant}&amp;source=social_insurance"

    investigator = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/?tab=papers").content.decode()
    acceptor = desk.get(Role.ACCEPTOR, f"/desk/cases/{case.number}/?tab=papers").content.decode()

    assert address in investigator
    assert address not in acceptor


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
