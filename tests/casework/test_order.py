"""Nothing out of order: every step against every act, and any sequence of acts whatever."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.advance import NoticeStillOpen
from doudi.casework.models import StepTaken
from doudi.casework.procedure.acts import ENDS
from doudi.casework.procedure.book import procedures
from doudi.casework.procedure.terms import Skip
from doudi.casework.steps import ENDED, NOTICES, Deed, Step
from tests.casework.given import DALI, DATONGHU, HEZE, LANZHOU, LULIANG, Walk

RULES = {
    "national 2021": ("dibao", LANZHOU, date(2022, 3, 1)),
    "delegated": ("dibao", DATONGHU, date(2022, 4, 18)),
    "two notices": ("dibao", LULIANG, date(2016, 3, 1)),
    "village first": ("wubao", DALI, date(2007, 3, 1)),
}
ON_THE_LINE = [deed for deed in Deed if deed not in (Deed.RAISE_OBJECTION, Deed.SETTLE_OBJECTION, Deed.ISSUE_LETTER)]


def allowed(walk: Walk, step: Step) -> set[Deed]:
    """What may be done at a step on its first day."""
    found = set(ENDS[step])
    if step in NOTICES:
        found.add(Deed.RAISE_OBJECTION)
    asked = walk.rule.has(Step.DELIBERATION) and Skip.ASKED_FOR in walk.rule.stage(Step.DELIBERATION).skip
    if step == Step.OPINION and asked:
        found.add(Deed.DELIBERATE)
    return found - {Deed.REFUSE}


def resting_places(programme: str, place: str, day: date) -> list[Step]:
    """The steps a case comes to rest at; after a notice the next act does two steps at once."""
    stages = procedures().find(programme, place, day, "rural").stages
    after_notice = {after.step for stage, after in pairwise(stages) if stage.step in NOTICES}
    return [stage.step for stage in stages if not stage.skip and stage.step not in after_notice]


@pytest.mark.usefixtures("as_system")
@pytest.mark.parametrize("which", RULES)
def test_at_every_step_every_act_that_is_not_its_own_is_refused(which: str) -> None:
    walk = Walk.of(*RULES[which])
    for step in [*resting_places(*RULES[which]), Step.LETTER, Step.CLOSED]:
        walk.to(step)
        before = walk.case.steps_taken.count()

        refused = {deed: walk.tries(deed) for deed in ON_THE_LINE if deed not in allowed(walk, step)}

        assert None not in refused.values(), (step, refused)
        assert walk.case.step == step
        assert walk.case.steps_taken.count() == before


@pytest.mark.usefixtures("as_system")
@pytest.mark.parametrize(("role", "deed"), list(product(Role, (Deed.START_SURVEY, Deed.CONFIRM))))
def test_only_the_people_of_a_stage_do_its_act(role: Role, deed: Deed) -> None:
    walk = Walk.of("dibao", DATONGHU, date(2022, 4, 18))
    may = Role.INVESTIGATOR if deed is Deed.START_SURVEY else Role.TOWNSHIP_HEAD
    if deed is Deed.CONFIRM:
        walk.to(Step.NOTICE)
        walk.day = walk.case.notices.get().ends_on + timedelta(days=1)
    others = {each: walk.staff[each] for each in walk.staff if each is not may}
    if role not in others:
        return

    walk.staff[may] = others[role]

    assert walk.tries(deed) is not None
    assert walk.case.step in (Step.START_SURVEY, Step.NOTICE)


MOVES = st.lists(st.one_of(st.sampled_from(list(Deed)), st.just("forward"), st.integers(1, 9)), min_size=1, max_size=25)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(which=st.sampled_from(sorted(RULES)), eligible=st.booleans(), moves=MOVES)
def test_no_sequence_of_acts_decides_without_opinion_notice_and_another_person_or_loses_a_clock(
    db: None, which: str, eligible: bool, moves: list[Deed | str | int]
) -> None:
    with acting(Actor.system("test"), on=date(2024, 3, 1)):
        walk = Walk.of(*RULES[which])
        walk.status = "eligible" if eligible else "ineligible"

        for move in moves:
            if isinstance(move, int):
                walk.day += timedelta(days=move)
            elif isinstance(move, Deed):
                _tried(walk, move)
            elif walk.case.step not in ENDED and not walk.case.disputed:
                walk.once()

            _nothing_lost(walk)


def _tried(walk: Walk, deed: Deed) -> None:
    if deed is Deed.SETTLE_OBJECTION and walk.objection is None:
        return
    if deed is Deed.ISSUE_LETTER and not walk.case.decisions.exists():
        return
    walk.tries(deed)


def _nothing_lost(walk: Walk) -> None:
    case = walk.case
    case.refresh_from_db()
    for decision in case.decisions.all():
        assert decision.opinion.case_id == case.pk
        assert decision.opinion.by_id == decision.proposed_by_id != decision.by_id
        assert decision.determination_id == decision.opinion.determination_id
        notices = list(case.notices.all())
        assert all(notice.ends_on < decision.made_on for notice in notices)
        assert notices
    running = case.terms.filter(ended_on=None)
    if case.decided_on is None and case.closed_on is None:
        assert running.filter(kind="whole").exists() == (walk.rule.whole is not None)
        has_limit = walk.rule.stage(Step(case.step)).limit is not None
        assert running.filter(kind="stage").exists() or not has_limit
    due = sorted(term.due_on for term in running)
    assert case.next_due_on == (due[0] if due else None)
    assert StepTaken.objects.filter(case=case).latest("pk").to_step == case.step


@pytest.mark.usefixtures("as_system")
def test_a_notice_is_waited_for_to_its_last_day() -> None:
    walk = Walk.of("dibao", HEZE, date(2024, 3, 4)).to(Step.NOTICE)
    notice = walk.case.notices.get()

    walk.day = notice.ends_on
    assert walk.tries(Deed.CONFIRM) is NoticeStillOpen
    walk.day = notice.ends_on + timedelta(days=1)
    assert walk.tries(Deed.CONFIRM) is None
