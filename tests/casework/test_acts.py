"""What each act does, and by which name it is refused."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from doudi.accounts.roles import Role
from doudi.audit.models import Event
from doudi.casework.advance import NoticeStillOpen, ObjectionOpen
from doudi.casework.changing import NotGranted, ReasonNeeded
from doudi.casework.deciding import DeterminationChanged, FirstMonthUnknown, NotEligible, NotIneligible
from doudi.casework.models import Case, Decision, Reason
from doudi.casework.opinions import NotBorne, OfAnotherCase, StillUndetermined
from doudi.casework.procedure import book
from doudi.casework.procedure.book import RemedyUnknown
from doudi.casework.queries import Filters, Flag, case_page, counts_by_step, timeline, worklist
from doudi.casework.reasons import Ground
from doudi.casework.services.adjust import adjust
from doudi.casework.services.confirm import confirm
from doudi.casework.services.deliberate import Meeting, TooFewRepresentatives, deliberate
from doudi.casework.services.deliver_letter import AlreadyDelivered, deliver_letter
from doudi.casework.services.finish_survey import finish_survey
from doudi.casework.services.give_opinion import DifferencesUnsettled, give_opinion
from doudi.casework.services.issue_letter import AlreadyIssued
from doudi.casework.services.open_case import AlreadyOpen, open_case
from doudi.casework.services.post_notice import NoticeDaysFixed, NoticeDaysUnknown, post_notice
from doudi.casework.services.propose_change import propose_change
from doudi.casework.services.record_reconsideration import (
    ReconsiderationPending,
    record_outcome,
    record_reconsideration,
)
from doudi.casework.services.stop import stop
from doudi.casework.services.terminate import NoRuleToTerminate, terminate
from doudi.casework.services.withdraw import NotWithdrawn, withdraw
from doudi.casework.state import AlreadyHandled, BeforeLastStep, PaperMissing, WrongStep
from doudi.casework.steps import Deed, Recommends, ReviewOutcome, Step
from tests.casework.given import AMOUNT, DALI, DATONGHU, HEZE, LANZHOU, LULIANG, MEETING, Walk, determined, visited

pytestmark = pytest.mark.usefixtures("as_system")
SPRING = date(2022, 4, 18)
GROUND = Ground("家庭成员去世", ("minfa-2021-57#31",))


def test_a_family_of_datonghu_is_confirmed_by_its_township_without_deliberation() -> None:
    walk = Walk.of("dibao", DATONGHU, SPRING).to(Step.LETTER)

    decision = walk.case.decisions.get()
    assert (decision.amount_fen, decision.at_level) == (AMOUNT, "township")
    assert decision.first_month == date(2022, 5, 1) or decision.first_month == date(2022, 6, 1)
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
    deliver_letter(letter=letter, by=walk.confirmer(), on=walk.day)
    with pytest.raises(AlreadyDelivered):
        deliver_letter(letter=letter, by=walk.confirmer(), on=walk.day)


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


@pytest.mark.parametrize(
    ("status", "amount", "recommends", "error"),
    [
        ("undetermined", None, Recommends.GRANT, StillUndetermined),
        ("undetermined", None, Recommends.REFUSE, StillUndetermined),
        ("eligible", None, Recommends.GRANT, StillUndetermined),
        ("eligible", AMOUNT, Recommends.REFUSE, NotBorne),
        ("ineligible", None, Recommends.GRANT, NotBorne),
    ],
)
def test_an_opinion_says_only_what_its_determination_bears(
    status: str, amount: int | None, recommends: Recommends, error: type[Exception]
) -> None:
    walk = Walk.of("dibao", LANZHOU, date(2022, 3, 1)).to(Step.OPINION)
    with pytest.raises(error):
        give_opinion(
            determination=determined(walk.case, status, amount), recommends=recommends, text="建议",
            **walk.by(Role.INVESTIGATOR),
        )  # fmt: skip


def test_an_opinion_on_another_family_or_before_differences_are_settled_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walk, other = (Walk.of("dibao", LANZHOU, date(2022, 3, 1)).to(Step.OPINION) for _ in range(2))
    walk.determination = determined(other.case)
    assert walk.tries(Deed.GIVE_OPINION) is OfAnotherCase

    monkeypatch.setattr("doudi.casework.services.give_opinion.unsettled", lambda _: [1, 2])
    assert walk.tries(Deed.GIVE_OPINION) is DifferencesUnsettled


def test_a_later_determination_of_another_amount_asks_for_a_new_opinion() -> None:
    walk = Walk.of("dibao", LANZHOU, date(2022, 3, 1)).to(Step.CONFIRMATION)
    determined(walk.case, amount=AMOUNT + 100)

    assert walk.tries(Deed.CONFIRM) is DeterminationChanged


def test_only_ineligible_is_refused_and_only_eligible_confirmed() -> None:
    granted = Walk.of("dibao", LANZHOU, date(2022, 3, 1)).to(Step.CONFIRMATION)
    assert granted.tries(Deed.REFUSE) is NotIneligible
    refused = Walk.of("dibao", LANZHOU, date(2022, 3, 1))
    refused.status = "ineligible"
    refused.to(Step.CONFIRMATION)
    assert refused.tries(Deed.CONFIRM) is NotEligible


def test_of_two_officers_who_saw_the_same_case_one_wins_and_the_other_is_told() -> None:
    walk = Walk.of("dibao", LANZHOU, date(2022, 3, 1))
    stale = Case.objects.get(pk=walk.case.pk)
    walk.do(Deed.START_SURVEY)

    walk.case = stale
    with pytest.raises(AlreadyHandled, match="另一位工作人员已经办理"):
        walk.do(Deed.START_SURVEY)


def test_a_programme_is_opened_once_an_application() -> None:
    walk = Walk.of("dibao", LANZHOU, date(2022, 3, 1))
    with pytest.raises(AlreadyOpen):
        open_case(
            application=walk.case.application, programme="dibao", by=walk.staff[Role.ACCEPTOR], on=date(2022, 3, 1)
        )


def test_what_was_granted_is_adjusted_and_stopped_by_decisions_of_their_own() -> None:
    walk = Walk.of("tekun", LANZHOU, date(2022, 3, 1)).to(Step.CLOSED)
    investigator, confirmer = walk.staff[Role.INVESTIGATOR], walk.confirmer()
    more = propose_change(
        case=walk.case, determination=determined(walk.case, amount=40_000, purpose="recomputation"),
        recommends=Recommends.ADJUST, text="护理档次提高", by=investigator, on=walk.day,
    )  # fmt: skip
    with pytest.raises(ReasonNeeded):
        adjust(opinion=more, reasons=[], by=confirmer, on=walk.day, first_month=date(2022, 6, 1))
    adjusted = adjust(opinion=more, reasons=[GROUND], by=confirmer, on=walk.day, first_month=date(2022, 6, 1))
    walk.case.refresh_from_db()
    less = propose_change(
        case=walk.case, determination=determined(walk.case, "ineligible", purpose="recomputation"),
        recommends=Recommends.STOP, text="本人去世", by=investigator, on=date(2022, 9, 5),
    )  # fmt: skip
    stopped = stop(opinion=less, reasons=[GROUND], by=confirmer, on=date(2022, 9, 6))

    assert (adjusted.kind, adjusted.amount_fen) == ("adjust", 40_000)
    assert stopped.first_month == date(2022, 10, 1)
    with pytest.raises(NotGranted):
        propose_change(
            case=walk.case, determination=less.determination, recommends=Recommends.STOP, text="再次", by=investigator,
            on=date(2022, 9, 7),
        )  # fmt: skip


def test_a_withdrawn_application_closes_its_case_and_an_uncooperative_family_ends_it() -> None:
    walk = Walk.of("dibao", LANZHOU, date(2022, 3, 1))
    with pytest.raises(NotWithdrawn):
        withdraw(**walk.by(Role.ACCEPTOR))
    with pytest.raises(NoRuleToTerminate):
        terminate(ground="late", reason="", **walk.by(Role.COUNTY_CONFIRMER))
    terminate(ground="uncooperative", reason="三次拒绝入户", **walk.by(Role.COUNTY_CONFIRMER))
    assert walk.case.step == Step.TERMINATED

    other = Walk.of("dibao", LANZHOU, date(2022, 3, 1))
    application = other.case.application
    application.withdrawn_on, application.withdrawn_reason = other.day, "不需要了"
    application.save()
    withdraw(**other.by(Role.ACCEPTOR))
    assert not other.case.terms.filter(ended_on=None).exists()


def test_a_deliberation_that_is_not_obliged_may_be_held_while_the_opinion_is_waited_for() -> None:
    walk = Walk.of("dibao", LANZHOU, date(2022, 3, 1)).to(Step.OPINION)
    deliberate(meeting=MEETING, **walk.by(Role.INVESTIGATOR))
    assert walk.case.step == Step.OPINION
    assert Walk.of("dibao", DATONGHU, SPRING).to(Step.OPINION).tries(Deed.DELIBERATE) is WrongStep


def test_each_act_leaves_an_event() -> None:
    Walk.of("dibao", LANZHOU, date(2022, 3, 1)).to(Step.CLOSED)

    acts = set(Event.objects.values_list("act", flat=True))
    assert {
        "casework.opened", "casework.survey_started", "casework.survey_finished", "casework.opinion_given",
        "casework.notice_posted", "casework.submitted", "casework.confirmed", "casework.letter_issued",
    } <= acts  # fmt: skip


# ---------------------------------------------------------------- lists


def test_the_worklist_is_ordered_by_the_nearest_limit_and_turned_by_marks(
    django_assert_num_queries: object,
) -> None:
    walks = [Walk.of("dibao", LANZHOU, date(2022, 3, day)) for day in (9, 1, 4)]
    posts = list(walks[0].staff[Role.COUNTY_CONFIRMER].posts.select_related("office"))

    with django_assert_num_queries(2):  # type: ignore[operator]
        first = worklist(posts, Filters(), on=date(2022, 3, 7), size=2)
        second = worklist(posts, Filters(), on=date(2022, 3, 7), size=2, mark=first.next_mark or "")

    assert [case.pk for case in (*first.cases, *second.cases)] == [walks[index].case.pk for index in (1, 2, 0)]
    assert second.next_mark is None


def test_the_worklist_is_narrowed_by_what_is_looked_for() -> None:
    late, other = Walk.of("dibao", LANZHOU, date(2022, 3, 1)), Walk.of("tekun", LANZHOU, date(2022, 3, 9))
    Walk.of("dibao", HEZE, date(2022, 3, 1))
    posts = list(late.staff[Role.COUNTY_CONFIRMER].posts.select_related("office"))

    def found(**wanted: object) -> list[Case]:
        return worklist(posts, Filters(**wanted), on=date(2022, 3, 7)).cases

    assert found(flag=Flag.OVERDUE) == [late.case]
    assert found(programme="tekun") == found(step=Step.SURVEY) == [other.case]
    assert found(text=late.case.number[:18]) == [late.case]
    assert found(due_by=date(2022, 3, 4)) == [late.case]
    assert found(village="620102002") == []
    assert [(count.step, count.cases, count.overdue) for count in counts_by_step(posts, on=date(2022, 3, 7))] == [
        (Step.START_SURVEY, 1, 1), (Step.SURVEY, 1, 0),
    ]  # fmt: skip


def test_the_page_of_a_case_takes_the_same_queries_whatever_happened(django_assert_max_num_queries: object) -> None:
    walk = Walk.of("dibao", DATONGHU, SPRING).to(Step.NOTICE)
    walk.do(Deed.RAISE_OBJECTION)
    walk.do(Deed.SETTLE_OBJECTION)
    walk.day = walk.case.notices.get().ends_on + timedelta(days=1)
    walk.to(Step.CLOSED)

    with django_assert_max_num_queries(13):  # type: ignore[operator]
        page = case_page(walk.case.number)
        lines = timeline(page)

    assert [line.what for line in lines][:2] == ["立件", "启动调查"]
    assert case_page("430971-2022-999999-1") is None


# ---------------------------------------------------------------- what the database refuses by itself


def decision_of(walk: Walk, **changed: object) -> None:
    """Write a grant as the act would, with something changed."""
    opinion = walk.case.opinions.latest("pk")
    told = {
        "case": walk.case, "determination": opinion.determination, "kind": "grant", "amount_fen": AMOUNT,
        "first_month": date(2022, 5, 1), "opinion": opinion, "proposed_by": opinion.by, "by": walk.confirmer(),
        "at_level": "county", "made_on": walk.day, **changed,
    }  # fmt: skip
    with transaction.atomic():
        Decision.objects.create(**told)


@pytest.mark.parametrize(
    "changed",
    [
        {"amount_fen": AMOUNT + 1},
        {"amount_fen": 0},
        {"amount_fen": None},
        {"first_month": None},
        {"first_month": date(2022, 5, 2)},
        {"kind": "refuse", "amount_fen": None, "first_month": None},
    ],
)
def test_the_database_refuses_a_decision_its_determination_does_not_bear(changed: dict[str, object]) -> None:
    walk = Walk.of("dibao", LANZHOU, date(2022, 3, 1)).to(Step.CONFIRMATION)
    with pytest.raises(IntegrityError):
        decision_of(walk, **changed)


def test_the_database_refuses_a_proposer_who_decides_and_a_false_proposer() -> None:
    walk = Walk.of("dibao", LANZHOU, date(2022, 3, 1)).to(Step.CONFIRMATION)
    investigator = walk.staff[Role.INVESTIGATOR]
    with pytest.raises(IntegrityError, match="another_than_the_proposer"):
        decision_of(walk, by=investigator)
    with pytest.raises(IntegrityError, match="names_its_proposer"):
        decision_of(walk, by=investigator, proposed_by=walk.confirmer())


def test_the_database_refuses_a_second_decision_a_refusal_without_reason_and_any_rewriting() -> None:
    walk = Walk.of("dibao", LANZHOU, date(2022, 3, 1))
    walk.status = "ineligible"
    walk.to(Step.LETTER)
    with pytest.raises(IntegrityError, match="once_a"):
        decision_of(walk, kind="refuse", amount_fen=None, first_month=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(made_on=date(2030, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Reason.objects.all().delete()


def test_the_database_refuses_a_closed_case_that_is_under_way_and_a_second_running_clock() -> None:
    case = Walk.of("dibao", LANZHOU, date(2022, 3, 1)).case
    with pytest.raises(IntegrityError, match="case_ended_is_closed"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(closed_on=date(2022, 3, 2))
    term = case.terms.get(kind="whole")
    term.pk = None
    with pytest.raises(IntegrityError, match="term_one_running"), transaction.atomic():
        term.save(force_insert=True)
