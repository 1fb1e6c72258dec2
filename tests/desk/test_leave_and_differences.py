"""Leave to ask: the sheets to sign, and whose leave cannot be had. What differs is flagged until it is settled."""

from __future__ import annotations

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.intake.models import FamilyMember
from doudi.verification.facts import Entered
from doudi.verification.models import CheckRequest, OpenDifferences, Unreachable
from doudi.verification.services.record_answer import Answer, record_answer
from doudi.verification.signed import papers_signed
from doudi.verification.sources import sourcebook
from tests.desk.test_a_case_from_window_to_letter import consents
from tests.fixtures.desks import FIRST_DAY, Desk

FLAG = "核对差异 1 项"


def test_each_member_gets_a_sheet_with_the_sources_of_the_place_and_a_guardian_signs_for_the_child(desk: Desk) -> None:
    case = desk.seen(desk.accepted())
    path = f"/desk/applications/{case.application.number}/authorisation/"
    offered = desk.get(Role.ACCEPTOR, f"/desk/applications/{case.application.number}/").content.decode()

    sheets = desk.get(Role.ACCEPTOR, path).content.decode()

    assert path in offered
    assert sheets.count("社会救助家庭经济状况核对授权书") == 3
    assert sheets.count("授权人签字") == 2
    assert sheets.count("监护人签字") == 1
    assert "银行存款（银行）" in sheets
    assert desk.applications.number.full not in sheets
    assert desk.get("stranger", path).status_code == 404
    assert desk.get(Role.TOWNSHIP_HEAD, path).status_code == 403


def test_where_everybody_signed_the_paper_of_the_leave_is_no_longer_asked_for(desk: Desk) -> None:
    application = desk.applications.submitted(on=FIRST_DAY, household=desk.household())
    path, paper = f"/desk/applications/{application.number}/", "家庭经济状况核对授权书"
    citizen = desk.sign_in(desk.applications.citizen)
    before = [desk.get(Role.ACCEPTOR, path), citizen.get(f"/my/{application.number}/")]
    with acting(Actor.system("test"), on=FIRST_DAY):
        sources = tuple(each.source.name for each in sourcebook().askable(application.place, FIRST_DAY))
        first, *others = application.members.order_by("position")
        desk.applications.consent(first, on=FIRST_DAY, sources=sources)
        one = papers_signed(application, FIRST_DAY)
        for member in others:
            desk.applications.consent(member, on=FIRST_DAY, sources=sources)

    after = [desk.get(Role.ACCEPTOR, path), citizen.get(f"/my/{application.number}/")]

    asked = [[page.content.decode().count(paper) for page in pages] for pages in (before, after)]
    assert one == frozenset()
    assert [was - now for was, now in zip(*asked, strict=True)] == [1, 1], asked


def test_whose_leave_cannot_be_had_is_noted_with_the_reason_and_asked_no_more(desk: Desk) -> None:
    case = desk.seen(desk.accepted())
    path = f"/desk/cases/{case.number}/unreachable/"
    who = _member(desk, case, "b").pk

    silent = desk.post(Role.INVESTIGATOR, path, {"who": who})
    nobody = desk.post(Role.INVESTIGATOR, path, {"who": "0", "reason": "失踪"})
    noted = desk.post(Role.INVESTIGATOR, path, {"who": who, "reason": "服刑，判决书 2021-5 号"})
    again = desk.post(Role.INVESTIGATOR, path, {"who": who, "reason": "服刑"})

    assert [each.status_code for each in (silent, nobody, noted, again)] == [422, 422, 302, 422]
    assert "“原因”没有填写" in silent.content.decode()
    papers = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/?tab=papers").content.decode()
    assert "无法取得授权：服刑，判决书 2021-5 号" in papers
    sheets = desk.get(Role.ACCEPTOR, f"/desk/applications/{case.application.number}/authorisation/").content.decode()
    assert sheets.count("社会救助家庭经济状况核对授权书") == 2
    assert desk.get(Role.ACCEPTOR, path).status_code == 403
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert Unreachable.objects.count() == 1


def test_a_difference_is_flagged_in_the_list_and_on_the_case_until_it_is_settled(desk: Desk) -> None:
    case = desk.accepted()
    consents(desk, case)
    desk.do(Role.INVESTIGATOR, case, "start")
    before = _list(desk)
    applicant = _member(desk, case, "a")
    with acting(Actor.system("test"), on=FIRST_DAY):
        check = CheckRequest.objects.get(application=case.application_id)
        told = Answer(source="social_insurance", outcome="answered", facts=(Entered("wage", "9600.00", applicant),))
        record_answer(request=check, member=applicant, answer=told, by=desk.officers[Role.INVESTIGATOR], on=FIRST_DAY)

    flagged, alone = _list(desk), _list(desk, "?flag=differs&all=1")
    page = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/").content.decode()
    settled = desk.post(
        Role.INVESTIGATOR, f"/desk/cases/{case.number}/settle/",
        {"fact": "wage", "member": applicant.pk, "supporter": "", "replaces": "", "ground": "source",
         "reason": "社保缴费基数"},
    )  # fmt: skip

    assert FLAG not in before
    assert all(FLAG in each for each in (flagged, alone, page))
    assert settled.status_code == 302
    assert FLAG not in _list(desk)
    assert case.number not in _list(desk, "?flag=differs&all=1")
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert OpenDifferences.objects.get().number == 0


def _member(desk: Desk, case: Case, key: str) -> FamilyMember:
    with acting(Actor.system("test"), on=desk.day):
        return FamilyMember.objects.get(application=case.application_id, key=key)


def _list(desk: Desk, query: str = "") -> str:
    return desk.get(Role.INVESTIGATOR, f"/desk/{query}").content.decode()
