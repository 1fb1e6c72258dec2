"""Somebody dies after the opinion and before the decision: what is decided rests on the family that is left."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import HttpResponse

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case, Notice
from doudi.casework.services.send_back import NoOpinionYet, OpinionStands, send_back
from doudi.casework.steps import Step
from doudi.determination.models import Determination, InputMember
from doudi.entitlements.models import Entitlement
from doudi.intake.models import FamilyMember
from doudi.registry.services.correct_person import record_death
from tests.fixtures.desks import DECIDED, Desk, alone

DIED_ON, NOTED = date(2022, 4, 20), date(2022, 4, 21)
NOTICE_AGAIN = date(2022, 4, 29)
"""The day after the seven days of the notice of the new opinion."""
WHY = "测算以后有家庭成员去世，原来的测算和意见不再成立，须按现在的家庭重新测算，再提出意见。"


def test_the_opinion_on_three_is_not_confirmed_for_two_and_the_case_goes_back_for_a_new_one(desk: Desk) -> None:
    case = desk.proposed()
    desk.on(NOTED)

    told = dies(desk, case, "b")
    page = page_of(desk, case)
    family = desk.sign_in(desk.applications.citizen).get(f"/my/{desk.seen(case).application.number}/").content.decode()

    assert "本件已退回，并按其余家庭成员重新测算，请重新提出意见" in told.content.decode()
    assert desk.seen(case).step == Step.OPINION
    assert WHY in page
    assert "家里的情况有了变化，正在重新审核" in family
    with acting(Actor.system("test"), on=desk.day):
        made = Determination.objects.filter(application=case.application_id, programme="dibao").latest("pk")
        assert InputMember.objects.filter(household=made.inputs).count() == 2

    assert desk.do(Role.TOWNSHIP_HEAD, case, "confirm").status_code == 409
    proposed = desk.do(Role.INVESTIGATOR, case, "propose-grant", text="按两人，符合条件，拟给予。")
    posted = desk.do(Role.INVESTIGATOR, case, "post")
    desk.on(DECIDED)
    early = desk.do(Role.TOWNSHIP_HEAD, case, "confirm")
    desk.on(NOTICE_AGAIN)
    granted = desk.do(Role.TOWNSHIP_HEAD, case, "confirm")

    assert [each.status_code for each in (proposed, posted, granted)] == [302, 302, 302], granted.content.decode()
    assert early.status_code == 409
    with acting(Actor.system("test"), on=desk.day):
        assert Notice.objects.filter(case=case).count() == 2
        given = Entitlement.objects.get(decision__case=case)
        assert (given.amount_fen, given.beneficiaries.count()) == (made.amount_fen, 2)


def test_a_death_noted_elsewhere_stops_the_confirmation_until_the_family_is_determined_and_proposed_anew(
    desk: Desk,
) -> None:
    case, head, by = desk.proposed(), desk.officers[Role.TOWNSHIP_HEAD], desk.officers[Role.INVESTIGATOR]
    with acting(Actor.system("test"), on=desk.day), pytest.raises(OpinionStands):
        send_back(case=desk.seen(case), by=head, on=desk.day)
    desk.on(DECIDED)
    with acting(Actor.system("test"), on=desk.day):
        person = FamilyMember.objects.get(application=case.application_id, key="b").person
        assert person is not None
        record_death(person=person, died_on=DIED_ON, source="公安注销", on=desk.day, by=by)

    refused = desk.do(Role.TOWNSHIP_HEAD, case, "confirm")
    offered_before = "/do/send-back/" in page_of(desk, case, Role.TOWNSHIP_HEAD)
    desk.post(Role.TOWNSHIP_HEAD, f"/desk/cases/{case.number}/determine/")
    offered = "/do/send-back/" in page_of(desk, case, Role.TOWNSHIP_HEAD)
    sent_back = desk.do(Role.TOWNSHIP_HEAD, case, "send-back")

    assert (refused.status_code, sent_back.status_code) == (409, 302), sent_back.content.decode()
    assert WHY in refused.content.decode()
    assert (offered_before, offered) == (False, True)
    assert desk.seen(case).step == Step.OPINION
    with acting(Actor.system("test"), on=desk.day), pytest.raises(NoOpinionYet):
        send_back(case=desk.seen(case), by=head, on=desk.day)


def test_when_the_applicant_dies_the_widow_is_the_one_from_whom_relations_are_counted(desk: Desk) -> None:
    case = desk.proposed()
    desk.on(NOTED)

    told = dies(desk, case, "a")
    proposed = desk.do(Role.INVESTIGATOR, case, "propose-grant", text="按两人，符合条件，拟给予。")

    assert "请重新提出意见" in told.content.decode()
    assert proposed.status_code == 302, proposed.content.decode()
    assert desk.seen(case).step == Step.POSTING


def test_what_was_proposed_for_somebody_who_lived_alone_and_died_is_granted_no_more(desk: Desk) -> None:
    desk.household = alone
    case = desk.proposed()
    desk.on(NOTED)

    told = dies(desk, case, "a")

    assert "家里没有别的成员，不能再批准，请有权确认的人员“终止办理”" in told.content.decode()
    again = desk.do(Role.INVESTIGATOR, case, "propose-grant", text="符合条件。")
    assert again.status_code == 409
    assert WHY in again.content.decode()
    assert "0 人" in page_of(desk, case)
    ended = desk.do(Role.TOWNSHIP_HEAD, case, "terminate", ground="nobody_left", reason="本人去世，没有其他成员")
    assert ended.status_code == 302, ended.content.decode()
    assert desk.seen(case).step == Step.TERMINATED
    assert desk.seen(case).application.closed_on == NOTED


def test_while_somebody_lives_no_case_ends_because_nobody_does(desk: Desk) -> None:
    case = desk.proposed()
    dies(desk, case, "b")
    form = desk.get(Role.TOWNSHIP_HEAD, f"/desk/cases/{case.number}/do/terminate/").content.decode()
    ended = desk.do(Role.TOWNSHIP_HEAD, case, "terminate", ground="nobody_left", reason="不在了")

    assert "nobody_left" not in form
    assert (ended.status_code, "申请的人还在世" in ended.content.decode()) == (409, True)


def test_a_change_that_was_proposed_is_not_decided_after_another_death(desk: Desk) -> None:
    case = desk.granted()
    desk.on(date(2022, 6, 10))
    dies(desk, case, "b")
    desk.do(Role.INVESTIGATOR, case, "propose-adjust", reason="家庭成员减少一人")
    dies(desk, case, "c")

    refused = desk.do(Role.TOWNSHIP_HEAD, case, "adjust", reason="家庭成员减少", first_month="2022-07-01")
    proposed = desk.do(Role.INVESTIGATOR, case, "propose-adjust", reason="家庭成员减少两人")
    decided = desk.do(Role.TOWNSHIP_HEAD, case, "adjust", reason="家庭成员减少", first_month="2022-07-01")

    assert [each.status_code for each in (refused, proposed, decided)] == [409, 302, 302], decided.content.decode()
    assert WHY in refused.content.decode()
    with acting(Actor.system("test"), on=desk.day):
        assert Entitlement.objects.filter(decision__case=case).latest("pk").beneficiaries.count() == 1


def dies(desk: Desk, case: Case, key: str) -> HttpResponse:
    """The investigator notes a death; the page that follows."""
    with acting(Actor.system("test"), on=desk.day):
        who = FamilyMember.objects.get(application=case.application_id, key=key).pk
    sent = {
        "version": desk.seen(case).version, "who": str(who), "died_on": DIED_ON.isoformat(), "source": "死亡证明",
    }  # fmt: skip
    return desk.client(Role.INVESTIGATOR).post(f"/desk/cases/{case.number}/do/death/", sent, follow=True)  # type: ignore[return-value]


def page_of(desk: Desk, case: Case, role: str = Role.INVESTIGATOR) -> str:
    """The page of the case as an officer sees it."""
    return desk.get(role, f"/desk/cases/{case.number}/").content.decode()
