"""暂估: both outcomes before anything is settled on; nothing of it is stored, and no decision rests on it."""

from __future__ import annotations

from typing import Any

import pytest

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.determination.models import Determination, Purpose
from doudi.flows.evaluate import evaluate
from doudi.flows.provisional import Provisional, provisional
from doudi.intake.models import FamilyMember
from doudi.intake.queries import members_of
from doudi.verification.facts import Entered
from doudi.verification.models import AnswerKind, CheckRequest, Ground
from doudi.verification.queries import Difference, differences
from doudi.verification.services.adopt import Settlement, adopt
from doudi.verification.services.record_answer import Answer, record_answer
from tests.fixtures.desks import Desk

PENSION = "60000.00"


@pytest.fixture
def pensioned(desk: Desk) -> Case:
    """A family that declared no pension, of whose applicant the insurance knows one."""
    case = desk.proposed()
    with acting(Actor.system("test"), on=desk.day):
        check = CheckRequest.objects.get(application=case.application)
        applicant = members_of(case.application)[0]
        told = Answer(
            source="social_insurance", outcome=AnswerKind.ANSWERED, reference="示例",
            facts=(Entered("pension", PENSION, applicant),),
        )  # fmt: skip
        by = desk.officers[Role.INVESTIGATOR]
        record_answer(request=check, member=applicant, answer=told, by=by, on=desk.day)
    return case


def held(desk: Desk, case: Case, *more: Difference, without: tuple[int, ...] = ()) -> Provisional:
    family = members_of(case.application)
    living = [each for each in family if each.pk not in without]
    rows = [*differences(case.application), *more]
    return provisional(application=case.application, family=family, living=living, rows=rows, on=desk.day)


def dibao(found: Provisional, side: str) -> tuple[str | None, int | None]:
    assert found.told is not None
    [told] = [each[side] for each in found.told["outcomes"] if each["programme"] == "dibao"]
    return told["status"], told["amount_fen"]


def rules(found: Provisional) -> dict[str, dict[str, Any]]:
    assert found.told is not None
    return {each["rule"]: each for each in found.told["differences"]}


def test_both_outcomes_stand_beside_each_other_with_the_rule_and_the_article(desk: Desk, pensioned: Case) -> None:
    with acting(Actor.system("test"), on=desk.day):
        found = held(desk, pensioned)
        applicant = members_of(pensioned.application)[0]

    assert dibao(found, "declared")[0] == "eligible"
    assert dibao(found, "found") == ("ineligible", None)
    flagged = rules(found)
    assert flagged["has_no_pension"]["person"] == applicant.key
    assert flagged["has_no_pension"]["articles"]
    assert flagged["is_below_dibao_standard"]["facts"] == [["pension", applicant.key]]
    assert applicant.name not in str(found.told)


def test_what_is_only_provisional_never_changes_what_is_determined(desk: Desk, pensioned: Case) -> None:
    by = desk.officers[Role.INVESTIGATOR]
    with acting(Actor.system("test"), on=desk.day):
        application = pensioned.application
        before = evaluate(application=application, purpose=Purpose.OPINION, by=by, on=desk.day)
        kept = Determination.objects.count()
        found = held(desk, pensioned)
        assert Determination.objects.count() == kept
        after = evaluate(application=application, purpose=Purpose.OPINION, by=by, on=desk.day)

    told = [[(each.programme, each.status, each.amount_fen) for each in made] for made in (before, after)]
    assert told[0] == told[1]
    assert ("dibao", "undetermined", None) in told[0]
    assert dibao(found, "found")[0] == "ineligible"


def test_what_is_settled_counts_as_it_was_settled(desk: Desk, pensioned: Case) -> None:
    with acting(Actor.system("test"), on=desk.day):
        applicant = members_of(pensioned.application)[0]
        settled = Settlement(fact="pension", ground=Ground.DECLARED, reason="同名，不是本人", member=applicant)
        adopt(application=pensioned.application, settlement=settled, by=desk.officers[Role.INVESTIGATOR], on=desk.day)
        found = held(desk, pensioned)

    assert dibao(found, "found") == dibao(found, "declared")
    assert "has_no_pension" not in rules(found)


def test_where_sources_contradict_each_other_nothing_was_found(desk: Desk, pensioned: Case) -> None:
    contested = Difference((None, None), "vehicles", declared=0, found=1, contested=True)
    with acting(Actor.system("test"), on=desk.day):
        flagged = rules(held(desk, pensioned, contested))

    assert flagged["dibao_vehicles_are_fine"]["found"] is None
    assert "还不能判断" in flagged["dibao_vehicles_are_fine"]["plainly"]


def test_what_visitors_saw_counts_where_no_source_found_anything(desk: Desk, pensioned: Case) -> None:
    seen = Difference((None, None), "vehicles", declared=0, seen=1)
    with acting(Actor.system("test"), on=desk.day):
        assert ["vehicles", None] in rules(held(desk, pensioned, seen))["dibao_vehicles_are_fine"]["facts"]


def test_who_died_is_told_as_gone(desk: Desk, pensioned: Case) -> None:
    with acting(Actor.system("test"), on=desk.day):
        second = members_of(pensioned.application)[1]
        assert isinstance(second, FamilyMember)
        flagged = rules(held(desk, pensioned, without=(second.pk,)))

    assert flagged["is_family_member"]["is_gone"]
    assert flagged["is_family_member"]["person"] == second.key


def test_a_value_that_no_file_can_have_is_the_reason_why_nothing_can_be_said(desk: Desk, pensioned: Case) -> None:
    with acting(Actor.system("test"), on=desk.day):
        found = held(desk, pensioned, Difference((None, None), "vehicles", declared=0, found=5000))

    assert found.told is None
    assert "vehicles" in found.why_not
