"""The statutory clocks: when they end, what lengthens them, and what a notice of holidays or a new rule does."""

from __future__ import annotations

import logging
from datetime import date

import pytest

from doudi.accounts.roles import Role
from doudi.audit.models import Event
from doudi.casework import state
from doudi.casework.models import Term
from doudi.casework.procedure.terms import Situation
from doudi.casework.services.enter_holidays import enter_holidays
from doudi.casework.services.extend import AlreadyExtended, GroundUnknown, LimitOver, NoRuleToExtend, extend
from doudi.casework.services.follow_new_rule import follow_new_rules
from doudi.casework.services.pause import NoRuleToPause, pause
from doudi.casework.services.recompute_terms import recompute_terms
from doudi.casework.services.resume import NotPaused, resume
from doudi.casework.state import CasePaused
from doudi.casework.steps import Deed, Step
from doudi.jobs.tasks import count_clocks, warn_of_calendar
from doudi.kernel.divisions import NATION
from doudi.kernel.workdays import WorkCalendar
from tests.casework.given import DALI, DATONGHU, HEZE, LANZHOU, LULIANG, Walk, officer

pytestmark = pytest.mark.usefixtures("as_system")
ACCEPTED = date(2022, 4, 18)


def test_25_working_days_from_18_april_2022_end_on_24_may_across_labour_day() -> None:
    case = Walk.of("dibao", DATONGHU, ACCEPTED).case

    assert case.due_on == date(2022, 5, 24)
    assert case.step_due_on == date(2022, 4, 21)
    assert case.next_due_on == date(2022, 4, 21)
    assert not case.provisional


def test_each_place_and_year_has_its_own_limits() -> None:
    limits = {
        place: (case.step, case.step_due_on, case.due_on)
        for place, case in (
            (place, Walk.of("dibao", place, day, register="urban").case)
            for place, day in ((LANZHOU, date(2022, 3, 1)), (HEZE, date(2024, 3, 4)), (DALI, date(2007, 3, 1)))
        )
    }

    assert limits == {
        LANZHOU: ("start_survey", date(2022, 3, 4), date(2022, 4, 13)),
        HEZE: ("start_survey", date(2024, 3, 7), date(2024, 4, 1)),
        DALI: ("survey", None, date(2007, 4, 2)),
    }


def test_a_case_without_any_limit_is_sorted_by_the_day_it_was_opened() -> None:
    case = Walk.of("dibao", LULIANG, date(2016, 3, 1)).to(Step.OPINION).case

    assert case.next_due_on is None
    assert case.sort_on == date(2016, 3, 1)


def test_the_notice_hangs_for_seven_days_and_a_last_day_off_moves_it() -> None:
    walk = Walk.of("dibao", DATONGHU, ACCEPTED).to(Step.POSTING)
    walk.day = date(2022, 4, 23)  # a Saturday: the seventh day is Saturday 30 April, the holiday lasts until 4 May
    walk.to(Step.NOTICE)

    assert walk.case.step_due_on == date(2022, 5, 5)


def test_an_extension_takes_the_limit_to_forty_days_once() -> None:
    walk = Walk.of("dibao", DATONGHU, ACCEPTED)
    head = walk.staff[Role.TOWNSHIP_HEAD]

    extension = extend(case=walk.case, reason="户主在外就医", by=head, on=date(2022, 5, 20))

    assert (extension.days_before, extension.days) == (25, 40)
    assert walk.case.due_on == date(2022, 6, 15)
    with pytest.raises(AlreadyExtended):
        extend(case=walk.case, reason="再次", by=head, on=date(2022, 5, 20))


def test_a_limit_that_is_over_is_not_extended() -> None:
    walk = Walk.of("dibao", DATONGHU, ACCEPTED)
    with pytest.raises(LimitOver):
        extend(case=walk.case, reason="忘了", by=walk.staff[Role.TOWNSHIP_HEAD], on=date(2022, 5, 25))


def test_where_the_grounds_are_listed_another_ground_is_refused() -> None:
    walk = Walk.of("dibao", HEZE, date(2024, 3, 4))
    head = walk.staff[Role.TOWNSHIP_HEAD]
    with pytest.raises(GroundUnknown, match="人户分离"):
        extend(case=walk.case, reason="忙", by=head, on=date(2024, 3, 5), ground="busy")

    extend(case=walk.case, reason="户籍在本镇，人在县城", by=head, on=date(2024, 3, 5), ground="apart")

    assert walk.case.due_on == date(2024, 5, 9)


def test_without_a_rule_nothing_is_extended_or_paused() -> None:
    walk = Walk.of("dibao", DALI, date(2007, 3, 1), register="urban")
    by = walk.staff[Role.COUNTY_CONFIRMER]
    with pytest.raises(NoRuleToExtend):
        extend(case=walk.case, reason="忙", by=by, on=date(2007, 3, 2))
    with pytest.raises(NoRuleToPause):
        pause(case=walk.case, ground="flood", reason="水灾", by=by, on=date(2007, 3, 2))


def test_a_pause_adds_the_working_days_it_lasted(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk.of("dibao", DATONGHU, ACCEPTED)
    head = walk.staff[Role.TOWNSHIP_HEAD]
    monkeypatch.setitem(walk.rule.pauses, "flood", Situation("flood", "水灾", ("minfa-2021-57#16",)))  # type: ignore[arg-type]

    pause(case=walk.case, ground="flood", reason="道路中断", by=head, on=date(2022, 4, 25))
    assert walk.case.paused
    with pytest.raises(CasePaused):
        walk.do(Deed.START_SURVEY)
    resume(case=walk.case, by=head, on=date(2022, 4, 28))

    assert not walk.case.paused
    assert walk.case.due_on == date(2022, 5, 27)
    with pytest.raises(NotPaused):
        resume(case=walk.case, by=head, on=date(2022, 4, 28))


def test_days_that_touch_a_year_without_notice_are_provisional_and_counted_again_once_it_is_there() -> None:
    walk = Walk.of("dibao", DATONGHU, date(2026, 12, 14))
    assert walk.case.provisional
    assert walk.case.due_on == date(2027, 1, 11)
    policy = officer(Role.POLICY_OFFICER, NATION)
    new_year = [date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3)]

    enter_holidays(
        year=2027, holidays=[*new_year, date(2027, 1, 4)], workdays=[date(2027, 1, 9)], source="国办发明电〔2026〕示例",
        office=policy.posts.get().office, by=policy, on=date(2026, 11, 25),
    )  # fmt: skip
    assert recompute_terms(on=date(2026, 11, 25)) == 2

    walk.case.refresh_from_db()
    assert not walk.case.provisional
    assert walk.case.due_on == date(2027, 1, 12)
    assert set(Term.objects.values_list("provisional", flat=True)) == {False}
    assert recompute_terms(on=date(2026, 11, 25)) == 0


def test_a_case_pending_on_20_october_2022_is_counted_again_by_the_twenty_days() -> None:
    walk = Walk.of("dibao", DATONGHU, date(2022, 10, 10))
    assert walk.case.due_on == date(2022, 11, 14)

    assert follow_new_rules(on=date(2022, 10, 20)) == 1

    walk.case.refresh_from_db()
    assert walk.case.procedure == "datonghu-dibao-2022"
    assert walk.case.due_on == date(2022, 11, 7)
    assert "fa-2004-96" in walk.case.terms.get(kind="whole").cites
    assert follow_new_rules(on=date(2022, 10, 21)) == 0


def test_nobody_is_late_by_a_rule_that_was_not_there() -> None:
    walk = Walk.of("dibao", DATONGHU, date(2022, 9, 13))
    assert walk.case.due_on == date(2022, 10, 21)  # twenty days would have ended on 14 October

    follow_new_rules(on=date(2022, 10, 20))

    walk.case.refresh_from_db()
    assert walk.case.procedure == "datonghu-dibao-2022"
    assert walk.case.due_on == date(2022, 10, 21)


def test_a_case_of_a_rule_without_transition_keeps_the_rule_it_was_accepted_under() -> None:
    walk = Walk.of("dibao", LANZHOU, date(2021, 6, 28))

    assert follow_new_rules(on=date(2021, 7, 5)) == 0
    assert state.rule_of(walk.case).id == "cn-dibao-2012"


def test_what_came_into_force_reaches_pending_cases_at_night_without_anybody_doing_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walk = Walk.of("dibao", DATONGHU, date(2022, 10, 10))
    monkeypatch.setenv("DOUDI_MODE", "test")
    monkeypatch.setenv("DOUDI_TODAY", "2022-10-20")

    count_clocks.func(timestamp=0)

    walk.case.refresh_from_db()
    assert walk.case.due_on == date(2022, 11, 7)
    assert Event.objects.get(act="casework.rule_followed").actor_name == "doudi.jobs.count_clocks"


def test_nobody_is_warned_of_a_year_whose_notice_was_entered(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    last = WorkCalendar.seed().last_year
    monkeypatch.setenv("DOUDI_MODE", "test")
    monkeypatch.setenv("DOUDI_TODAY", f"{last}-11-21")
    policy = officer(Role.POLICY_OFFICER, NATION)
    enter_holidays(
        year=last + 1, holidays=[date(last + 1, 1, 1)], workdays=[], source="国办发明电示例",
        office=policy.posts.get().office, by=policy, on=date(last, 11, 20),
    )  # fmt: skip

    with caplog.at_level(logging.WARNING, logger="doudi.jobs"):
        warn_of_calendar.func(timestamp=0)

    assert caplog.text == ""
