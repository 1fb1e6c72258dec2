"""An application is closed with its last case; afterwards, and not before, the family may apply again."""

from __future__ import annotations

import pytest

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.casework.steps import Step
from doudi.flows.accept_application import Wanted, accept_application
from doudi.flows.closing import close_if_ended, take_back, terminate
from doudi.intake.models import Application
from doudi.intake.services.submit import AlreadyFiled
from doudi.intake.state import AlreadyClosed, AlreadyWithdrawn
from doudi.verification.services.request_check import require_accepted, require_reviewable
from tests.fixtures.desks import DECIDED, Desk


def application_of(desk: Desk, case: Case) -> Application:
    """The application of a case, as it stands now."""
    with acting(Actor.system("test"), on=desk.day):
        return Application.objects.get(pk=case.application_id)


def test_while_a_case_is_under_way_nobody_applies_again_and_once_it_is_granted_one_may(desk: Desk) -> None:
    case = desk.proposed()
    with pytest.raises(AlreadyFiled):
        desk.applications.submitted(on=desk.day)
    open_still = application_of(desk, case).closed_on

    case = desk.grants(case)
    again = desk.applications.submitted(on=desk.day)

    assert open_still is None
    closed = application_of(desk, case)
    assert closed.closed_on == DECIDED
    assert again.pk != closed.pk
    require_reviewable(closed, "认定采信")
    with pytest.raises(AlreadyClosed):
        require_accepted(closed, "提请核对")


def test_a_case_that_is_terminated_closes_its_application_but_not_while_another_goes_on(desk: Desk) -> None:
    application, head = desk.complete(), desk.officers[Role.TOWNSHIP_HEAD]
    with acting(Actor.system("test"), on=desk.day):
        wanted = [Wanted("dibao"), Wanted("dibao-single", application.members.get(relation="applicant"))]
        by = desk.officers[Role.ACCEPTOR]
        case, other = accept_application(application=application, wanted=wanted, by=by, on=desk.day)
        terminate(case=case, ground="uncooperative", reason="两次拒绝入户", by=head, on=desk.day)
        between = application_of(desk, case).closed_on
        terminate(case=other, ground="uncooperative", reason="两次拒绝入户", by=head, on=desk.day)
        assert close_if_ended(application, on=desk.day).closed_on == desk.day

    assert between is None
    assert application_of(desk, case).closed_on == desk.day
    assert desk.applications.submitted(on=desk.day).pk != case.application_id


def test_an_application_taken_back_at_the_window_ends_its_cases(desk: Desk) -> None:
    case = desk.accepted()

    with acting(Actor.system("test"), on=desk.day):
        taken = take_back(application=case.application, reason="找到工作", by=desk.officers[Role.ACCEPTOR], on=desk.day)

    assert (taken.withdrawn_on, taken.closed_on) == (desk.day, None)
    assert desk.seen(case).step == Step.WITHDRAWN
    with pytest.raises(AlreadyWithdrawn):
        require_reviewable(taken, "认定采信")


def test_officers_end_a_case_whose_family_took_it_back_or_will_not_cooperate(desk: Desk) -> None:
    case = desk.seen(desk.accepted())
    silent = desk.do(Role.TOWNSHIP_HEAD, case, "terminate", ground="uncooperative")
    citizen = desk.sign_in(desk.applications.citizen)
    early = desk.do(Role.ACCEPTOR, case, "withdraw")
    seen = desk.seen(case).version
    citizen.post(f"/my/{case.application.number}/withdraw/", {"reason": "找到工作了"})
    late = desk.post(Role.INVESTIGATOR, f"/desk/cases/{case.number}/do/start/", {"version": seen})
    next_one = desk.do(Role.INVESTIGATOR, case, "start")
    lists = {role: desk.get(role, "/desk/").content.decode() for role in (Role.ACCEPTOR, Role.INVESTIGATOR)}
    told = citizen.get(f"/my/{case.application.number}/").content.decode()

    ended = desk.do(Role.ACCEPTOR, case, "withdraw")

    assert [each.status_code for each in (silent, early, late, next_one, ended)] == [422, 409, 409, 409, 302]
    assert "申请人已经撤回申请" in next_one.content.decode()
    assert [case.number in page for page in lists.values()] == [True, False]
    assert "申请人已撤回" in lists[Role.ACCEPTOR]
    assert "撤回待办结" in lists[Role.ACCEPTOR]
    assert "您已经撤回，等工作人员办结" in told
    assert "由乡镇（街道）工作人员办结" in told
    after = desk.seen(case)
    assert (after.step, after.taken_back) == (Step.WITHDRAWN, False)
    assert "您已经撤回，等" not in citizen.get(f"/my/{case.application.number}/").content.decode()
