"""A consent holds from signing through the benefit: it ends with a refusal, with the benefit, or with the family."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.flows.closing import take_back, terminate
from doudi.flows.member_died import member_died
from doudi.verification.models import Consent, ConsentEnd
from doudi.verification.queries import consents_of
from doudi.verification.services.sign_consent import ConsentOver, withdraw_consent
from tests.fixtures.desks import DECIDED, Desk

JUNE, JULY = date(2022, 6, 10), date(2022, 7, 1)
REASON = "家庭收入超过标准"


def ends(desk: Desk, case: Case) -> set[tuple[date | None, str]]:
    """When and why the consents of a case's family ended."""
    with acting(Actor.system("test"), on=desk.day):
        consents = Consent.objects.filter(member__application=case.application_id)
        return {(each.ended_on, each.ended_why) for each in consents}


def live(desk: Desk, case: Case, on: date) -> int:
    with acting(Actor.system("test"), on=desk.day):
        return consents_of(case.application, on).count()


def test_it_holds_while_something_is_given_and_ends_with_the_first_month_that_is_not(desk: Desk) -> None:
    case = desk.granted()
    granted = ends(desk, case)
    desk.on(JUNE)
    desk.do(Role.INVESTIGATOR, case, "propose-stop", reason=REASON)
    with_its_benefit = ends(desk, case)

    stopped = desk.do(Role.TOWNSHIP_HEAD, case, "stop", reason=REASON, first_month=JULY.isoformat())

    assert stopped.status_code == 302, stopped.content.decode()
    assert granted == with_its_benefit == {(None, "")}
    assert ends(desk, case) == {(JULY, ConsentEnd.BENEFIT_ENDED)}
    assert (live(desk, case, JUNE) > 0, live(desk, case, JULY)) == (True, 0)
    with acting(Actor.system("test"), on=desk.day):
        consent = Consent.objects.filter(member__application=case.application_id).earliest("pk")
        withdraw_consent(consent=consent, by=desk.officers[Role.ACCEPTOR], on=desk.day)
        with pytest.raises(ConsentOver):
            withdraw_consent(consent=consent, by=desk.officers[Role.ACCEPTOR], on=desk.day)
    assert (JUNE, ConsentEnd.WITHDRAWN) in ends(desk, case)


def test_it_ends_with_a_case_that_gives_nothing_and_with_an_application_taken_back(desk: Desk) -> None:
    case = desk.proposed()
    with acting(Actor.system("test"), on=desk.day):
        by = desk.officers[Role.TOWNSHIP_HEAD]
        terminate(case=case, ground="uncooperative", reason="两次拒绝入户", by=by, on=desk.day)
    ended = ends(desk, case)
    other = desk.proposed()
    with acting(Actor.system("test"), on=desk.day):
        take_back(application=other.application, reason="找到工作", by=desk.officers[Role.ACCEPTOR], on=desk.day)

    assert ended == {(desk.day, ConsentEnd.NOT_GRANTED)}
    assert ends(desk, other) == {(desk.day, ConsentEnd.WITHDRAWN)}


def test_after_a_death_those_who_are_left_sign_anew(desk: Desk) -> None:
    case = desk.granted()
    with acting(Actor.system("test"), on=desk.day):
        gone = case.application.members.order_by("position").last()
        assert gone is not None
        told = {"died_on": DECIDED, "source": "死亡证明 2022-31 号", "by": desk.officers[Role.INVESTIGATOR]}
        member_died(case=case, member=gone, on=desk.day, **told)

    assert ends(desk, case) == {(DECIDED, ConsentEnd.FAMILY_CHANGED)}
