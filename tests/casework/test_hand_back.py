"""Whoever confirms and is not convinced hands the case back, with a reason; and what is over is left alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from doudi.accounts.permissions import MayNot
from doudi.accounts.roles import Role
from doudi.casework.advance import NoticeStillOpen
from doudi.casework.deciding import SamePerson
from doudi.casework.models import Opinion, Pause
from doudi.casework.procedure.terms import Situation
from doudi.casework.services.extend import extend
from doudi.casework.services.finish_survey import finish_survey
from doudi.casework.services.hand_back import NotBackThere, ReasonMissing, hand_back
from doudi.casework.services.pause import pause
from doudi.casework.services.resume import resume
from doudi.casework.services.send_back import send_back
from doudi.casework.services.terminate import terminate
from doudi.casework.services.withdraw import DecidedAlready
from doudi.casework.state import CaseEnded, CasePaused, PaperMissing, TakenBack
from doudi.casework.steps import Deed, Step
from doudi.kernel.errors import DoudiError
from tests.casework.given import DATONGHU, LANZHOU, LULIANG, Walk, determined

pytestmark = pytest.mark.usefixtures("as_system")
SPRING = date(2022, 4, 18)
REASON = "收入来源说不清，请再查。"


def after_notice(place: str = DATONGHU, programme: str = "dibao") -> Walk:
    """A case whose notice is over: whoever follows may act."""
    walk = Walk.of(programme, place, SPRING).to(Step.NOTICE)
    walk.day = walk.case.notices.latest("pk").ends_on + timedelta(days=1)
    return walk


def test_a_head_who_is_not_convinced_hands_back_and_confirms_only_a_new_opinion_that_was_posted_again() -> None:
    walk = after_notice()
    due, hung = walk.case.due_on, walk.case.notices.get()

    walk.do(Deed.HAND_BACK)

    last = walk.case.steps_taken.latest("pk")
    assert (last.deed, last.from_step, last.to_step) == ("hand_back", Step.CONFIRMATION, Step.OPINION)
    assert (last.note, last.by) == ("车辆来历不明，请再查。", walk.staff[Role.TOWNSHIP_HEAD])
    assert last.cites
    assert (walk.case.step, walk.case.round, walk.case.due_on) == (Step.OPINION, 1, due)
    walk.to(Step.LETTER)
    assert walk.case.notices.count() == 2
    assert walk.case.decisions.get().made_on > walk.case.notices.exclude(pk=hung.pk).get().ends_on


def test_handed_back_to_the_survey_the_visit_of_before_counts_no_longer() -> None:
    walk = Walk.of("dibao", LANZHOU, SPRING).to(Step.CONFIRMATION)
    walk.day += timedelta(days=1)

    hand_back(case=walk.case, to=Step.SURVEY, reason=REASON, by=walk.confirmer(), on=walk.day)

    with pytest.raises(PaperMissing):
        finish_survey(**walk.by(Role.INVESTIGATOR))
    walk.to(Step.LETTER)
    assert walk.case.decided_on is not None


def test_the_county_hands_back_what_its_reviewer_proposed_and_the_reviewer_what_the_township_did() -> None:
    walk = Walk.of("dibao", LULIANG, date(2016, 3, 1)).to(Step.COUNTY_NOTICE)
    walk.day = walk.case.notices.latest("pk").ends_on + timedelta(days=1)

    hand_back(case=walk.case, to=Step.REVIEW, reason=REASON, by=walk.confirmer(), on=walk.day)
    hand_back(case=walk.case, to=Step.OPINION, reason=REASON, by=walk.staff[Role.COUNTY_REVIEWER], on=walk.day)

    assert (walk.case.step, walk.case.round) == (Step.OPINION, 2)
    walk.to(Step.LETTER)
    assert walk.case.notices.count() == 4


def test_tekun_is_handed_back_within_the_limit_it_had() -> None:
    walk = after_notice(LANZHOU, "tekun").to(Step.CONFIRMATION)

    walk.do(Deed.HAND_BACK)

    assert walk.case.terms.get(step=Step.OPINION, ended_on=None).started_on == SPRING


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"reason": "  "}, ReasonMissing),
        ({"reason": "字" * 501}, ReasonMissing),
        ({"to": Step.POSTING}, NotBackThere),
        ({"to": Step.REVIEW}, NotBackThere),
        ({"by": Role.INVESTIGATOR}, MayNot),
        ({"early": 1}, NoticeStillOpen),
    ],
)
def test_handing_back_needs_the_notice_over_the_right_person_a_step_before_and_a_reason(
    changed: dict[str, Any], error: type[DoudiError]
) -> None:
    walk = after_notice()
    usual = {"to": Step.OPINION, "reason": REASON, "by": Role.TOWNSHIP_HEAD, "early": 0} | changed
    by, on = walk.staff[usual.pop("by")], walk.day - timedelta(days=usual.pop("early"))

    with pytest.raises(error):
        hand_back(case=walk.case, by=by, on=on, **usual)

    walk.case.refresh_from_db()
    assert (walk.case.step, walk.case.round) == (Step.NOTICE, 0)


def test_who_gave_an_opinion_does_not_hand_it_back_as_the_one_who_confirms() -> None:
    walk = after_notice()
    Opinion.objects.create(  # given in a post held before
        case=walk.case, determination=determined(walk.case), recommends="grant", at_level="township", text="符合",
        by=walk.confirmer(), given_on=walk.day,
    )  # fmt: skip

    with pytest.raises(SamePerson):
        walk.do(Deed.HAND_BACK)


# ---------------------------------------------------------------- what is over


def _extends(walk: Walk) -> object:
    return extend(case=walk.case, reason=REASON, by=walk.confirmer(), on=walk.day)


def _resumes(walk: Walk) -> object:
    return resume(case=walk.case, by=walk.confirmer(), on=walk.day)


def _terminates(walk: Walk) -> object:
    return terminate(case=walk.case, ground="uncooperative", reason=REASON, by=walk.confirmer(), on=walk.day)


def paused(walk: Walk, patch: pytest.MonkeyPatch) -> None:
    """Let its clocks stand still, by a rule that a pack might cite."""
    patch.setitem(walk.rule.pauses, "flood", Situation("flood", "水灾", ("minfa-2021-57#16",)))  # type: ignore[arg-type]
    pause(case=walk.case, ground="flood", reason="道路中断", by=walk.confirmer(), on=walk.day)


@pytest.mark.parametrize("act", [_extends, _resumes, _terminates])
def test_what_the_family_took_back_is_neither_extended_resumed_nor_terminated(
    act: Callable[[Walk], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk.of("dibao", DATONGHU, SPRING)
    paused(walk, monkeypatch)
    walk.case.taken_back = True
    walk.case.save(update_fields=["taken_back"])

    with pytest.raises(TakenBack):
        act(walk)


@pytest.mark.parametrize("act", [_extends, _terminates])
def test_what_is_closed_or_decided_is_neither_extended_nor_terminated(act: Callable[[Walk], object]) -> None:
    walk = Walk.of("dibao", DATONGHU, SPRING).to(Step.LETTER)
    with pytest.raises(DecidedAlready):
        act(walk)
    walk.to(Step.CLOSED)
    with pytest.raises(CaseEnded):
        act(walk)


def test_a_paused_case_goes_back_for_a_new_opinion_and_stays_paused(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = after_notice(LANZHOU, "tekun").to(Step.CONFIRMATION)
    paused(walk, monkeypatch)
    determined(walk.case, "ineligible")

    send_back(case=walk.case, by=walk.confirmer(), on=walk.day)

    assert (walk.case.step, walk.case.paused) == (Step.OPINION, True)
    assert walk.tries(Deed.GIVE_OPINION) is CasePaused
    resume(case=walk.case, by=walk.confirmer(), on=walk.day)
    assert not walk.case.paused
    assert not Pause.objects.filter(until_on=None).exists()
