"""Opinions, decisions and their changes: only what a determination bears, by another person, once."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.accounts.roles import Role
from doudi.audit.models import Event
from doudi.casework.changing import NotGranted, ReasonNeeded
from doudi.casework.deciding import DeterminationChanged, NotEligible, NotIneligible
from doudi.casework.models import Case
from doudi.casework.opinions import NotBorne, OfAnotherCase, StillUndetermined
from doudi.casework.reasons import Ground
from doudi.casework.services.adjust import adjust
from doudi.casework.services.deliberate import deliberate
from doudi.casework.services.give_opinion import DifferencesUnsettled, give_opinion
from doudi.casework.services.open_case import AlreadyOpen, open_case
from doudi.casework.services.propose_change import propose_change
from doudi.casework.services.stop import stop
from doudi.casework.services.terminate import NoRuleToTerminate, terminate
from doudi.casework.services.withdraw import NotWithdrawn, withdraw
from doudi.casework.state import AlreadyHandled, WrongStep
from doudi.casework.steps import Deed, Recommends, Step
from tests.casework.given import AMOUNT, DATONGHU, LANZHOU, MEETING, Walk, determined

pytestmark = pytest.mark.usefixtures("as_system")
SPRING = date(2022, 4, 18)
GROUND = Ground("家庭成员去世", ("minfa-2021-57#31",))


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
