"""What each act does, and by which name it is refused."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from doudi.accounts.roles import Role
from doudi.casework.advance import NoticeStillOpen, ObjectionOpen
from doudi.casework.deciding import FirstMonthUnknown
from doudi.casework.procedure import book
from doudi.casework.procedure.book import RemedyUnknown
from doudi.casework.services.confirm import confirm
from doudi.casework.services.deliberate import Meeting, TooFewRepresentatives, deliberate
from doudi.casework.services.deliver_letter import AlreadyDelivered, deliver_letter
from doudi.casework.services.finish_survey import finish_survey
from doudi.casework.services.issue_letter import AlreadyIssued
from doudi.casework.services.post_notice import NoticeDaysFixed, NoticeDaysUnknown, post_notice
from doudi.casework.services.record_reconsideration import (
    ReconsiderationPending,
    record_outcome,
    record_reconsideration,
)
from doudi.casework.state import BeforeLastStep, PaperMissing
from doudi.casework.steps import Deed, Delivery, ReviewOutcome, Step
from tests.casework.given import AMOUNT, DALI, DATONGHU, HEZE, LANZHOU, LULIANG, Walk, visited

pytestmark = pytest.mark.usefixtures("as_system")
SPRING = date(2022, 4, 18)


def test_a_family_of_datonghu_is_confirmed_by_its_township_without_deliberation() -> None:
    walk = Walk.of("dibao", DATONGHU, SPRING).to(Step.LETTER)

    decision = walk.case.decisions.get()
    assert (decision.amount_fen, decision.at_level) == (AMOUNT, "township")
    assert (decision.made_on, decision.first_month) == (date(2022, 4, 26), date(2022, 5, 1))
    assert decision.by == walk.staff[Role.TOWNSHIP_HEAD]
    assert not walk.case.deliberations.exists()
    assert walk.case.decided_on == decision.made_on


def test_the_letter_of_a_grant_says_everything_and_closes_the_case() -> None:
    walk = Walk.of("dibao", DATONGHU, SPRING).to(Step.CLOSED)

    letter = walk.case.decisions.get().letter
    said = json.loads(letter.content)
    assert said["amount_words"] == "人民币叁佰陆拾元整"
    assert said["remedies"][0]["body"] == "益阳市人民政府"
    assert said["remedies"][0]["period"] == "60日"
    assert said["remedies"][1]["period"] == "6个月"
    assert any("第二十一条" in article for article in said["articles"])
    assert letter.remedies.count() == 2
    assert walk.case.closed_on == letter.issued_on


def test_heze_refuses_with_the_reasons_on_record_and_tells_where_to_contest_it() -> None:
    walk = Walk.of("dibao", HEZE, date(2024, 3, 4))
    walk.status = "ineligible"
    walk.to(Step.LETTER)
    assert walk.case.step_due_on is not None
    walk.to(Step.CLOSED)

    decision = walk.case.decisions.get()
    assert [reason.text for reason in decision.reasons.all()] == ["家庭人均年收入高于当地低保标准"]
    said = json.loads(decision.letter.content)
    assert said["reasons"][0]["articles"]
    assert said["remedies"][0]["body"] == "山东省菏泽市牡丹区人民政府"

    officer = walk.staff[Role.TOWNSHIP_HEAD]
    body = said["remedies"][0]["body"]
    filed = record_reconsideration(decision=decision, body=body, by=officer, on=walk.day + timedelta(days=10))
    with pytest.raises(ReconsiderationPending):
        record_reconsideration(decision=decision, body=body, by=officer, on=walk.day + timedelta(days=11))
    record_outcome(reconsideration=filed, outcome=ReviewOutcome.UPHELD, by=officer, on=walk.day + timedelta(days=60))
    assert decision.reconsiderations.get().outcome == "upheld"


def test_without_a_known_remedy_no_letter_is_issued(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk.of("dibao", DATONGHU, SPRING).to(Step.LETTER)
    monkeypatch.setattr(book, "parent_chain", lambda _: ())

    assert walk.tries(Deed.ISSUE_LETTER) is RemedyUnknown
    assert walk.case.step == Step.LETTER


def test_a_letter_is_issued_once_and_delivered_once() -> None:
    walk = Walk.of("dibao", DATONGHU, SPRING).to(Step.CLOSED)
    letter = walk.case.decisions.get().letter

    assert walk.tries(Deed.ISSUE_LETTER) is AlreadyIssued
    deliver_letter(letter=letter, how=Delivery.HANDED, by=walk.confirmer(), on=walk.day)
    with pytest.raises(AlreadyDelivered):
        deliver_letter(letter=letter, how=Delivery.HANDED, by=walk.confirmer(), on=walk.day)


def test_urban_dibao_of_2007_goes_to_the_county_and_its_month_is_asked_for() -> None:
    walk = Walk.of("dibao", DALI, date(2007, 3, 1), register="urban").to(Step.CONFIRMATION)

    with pytest.raises(FirstMonthUnknown):
        confirm(case=walk.case, by=walk.confirmer(), on=walk.day)
    walk.case.refresh_from_db()
    decision = confirm(case=walk.case, by=walk.confirmer(), on=walk.day, first_month=date(2007, 4, 1))

    assert (decision.at_level, decision.first_month) == ("county", date(2007, 4, 1))


def test_the_days_of_a_wubao_notice_are_asked_for_those_of_dibao_are_fixed() -> None:
    wubao = Walk.of("wubao", DALI, date(2007, 3, 1)).to(Step.POSTING)
    with pytest.raises(NoticeDaysUnknown):
        post_notice(**wubao.by(Role.ACCEPTOR))
    dibao = Walk.of("dibao", DATONGHU, SPRING).to(Step.POSTING)
    with pytest.raises(NoticeDaysFixed):
        post_notice(ends_on=date(2022, 4, 20), **dibao.by(Role.ACCEPTOR))


def test_luliang_deliberates_on_every_case_and_two_thirds_stand_for_the_villagers() -> None:
    walk = Walk.of("dibao", LULIANG, date(2016, 3, 1)).to(Step.DELIBERATION)

    few = Meeting(present=9, representatives=5, conclusion="情况属实")
    with pytest.raises(TooFewRepresentatives):
        deliberate(meeting=few, **walk.by(Role.INVESTIGATOR))
    walk.case.refresh_from_db()
    much = Meeting(present=9, representatives=6, conclusion="说法不一", disputed=True)
    deliberate(meeting=much, **walk.by(Role.INVESTIGATOR))

    assert walk.case.step == Step.SURVEY


def test_an_objection_in_datonghu_brings_survey_deliberation_and_a_new_opinion_but_no_second_notice() -> None:
    walk = Walk.of("dibao", DATONGHU, SPRING).to(Step.NOTICE)
    ends = walk.case.notices.get().ends_on
    walk.do(Deed.RAISE_OBJECTION)
    assert (walk.case.step, walk.case.disputed) == (Step.SURVEY, True)

    walk.day += timedelta(days=1)
    walk.to(Step.OPINION)
    assert walk.case.deliberations.count() == 1
    assert walk.tries(Deed.GIVE_OPINION) is ObjectionOpen
    walk.do(Deed.SETTLE_OBJECTION)
    walk.do(Deed.GIVE_OPINION)

    assert walk.case.step == Step.CONFIRMATION
    assert walk.tries(Deed.CONFIRM) is NoticeStillOpen
    walk.day = ends + timedelta(days=1)
    walk.do(Deed.CONFIRM)
    assert walk.case.notices.count() == 1


def test_an_objection_to_tekun_gives_fifteen_days_for_a_new_opinion_and_a_new_notice() -> None:
    walk = Walk.of("tekun", LANZHOU, date(2022, 3, 1)).to(Step.NOTICE)
    walk.do(Deed.RAISE_OBJECTION)

    assert walk.case.step_due_on == date(2022, 3, 22)
    walk.do(Deed.SETTLE_OBJECTION)
    walk.to(Step.LETTER)
    assert walk.case.notices.count() == 2


def test_a_survey_before_the_objection_does_not_serve_again() -> None:
    walk = Walk.of("tekun", LANZHOU, date(2022, 3, 1)).to(Step.NOTICE)
    walk.day += timedelta(days=2)
    walk.do(Deed.RAISE_OBJECTION)
    before = walk.day

    walk.day = before - timedelta(days=2)
    assert walk.tries(Deed.FINISH_SURVEY) is BeforeLastStep
    walk.day = before
    walk.do(Deed.FINISH_SURVEY)


def test_a_survey_without_its_papers_does_not_end() -> None:
    walk = Walk.of("dibao", LANZHOU, date(2022, 3, 1)).to(Step.SURVEY)
    with pytest.raises(PaperMissing, match="入户调查表或者家庭经济状况核对报告"):
        finish_survey(**walk.by(Role.INVESTIGATOR))


def test_the_county_visits_a_relative_of_the_staff_before_it_confirms() -> None:
    walk = Walk.of("dibao", LANZHOU, date(2022, 3, 1), near_relative=True)
    walk.to(Step.SURVEY)
    visited(walk.case, walk.staff[Role.INVESTIGATOR], walk.staff[Role.ACCEPTOR], on=walk.day)
    walk.to(Step.CONFIRMATION)
    walk.day += timedelta(days=1)
    assert walk.tries(Deed.CONFIRM) is PaperMissing

    visited(walk.case, walk.staff[Role.COUNTY_REVIEWER], walk.staff[Role.INVESTIGATOR], on=walk.day)
    walk.do(Deed.CONFIRM)
