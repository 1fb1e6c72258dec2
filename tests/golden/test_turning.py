"""What would turn a refusal is true of every golden case: the family that has it so is not refused."""

from __future__ import annotations

from copy import deepcopy
from functools import cache

import pytest

from doudi.policy.assessment import Assessment, Outcome, Status, assess, determine
from doudi.policy.changes import Change
from doudi.policy.household import Household
from doudi.policy.supposing import Supposition, Where
from doudi.policy.turning import shortest, turns
from doudi.policy.unknown import Unknown
from tests.golden.cases import Case, law, read_cases

CASES = [case for case in read_cases() if case.refused is None][::8]
"""Every fourth: a law is made for each place and day, and the build server has little time."""


@cache
def assessed(name: str) -> Assessment:
    case = next(each for each in CASES if each.name == name)
    snapshot = law().assuming(case.assumed) if case.assumed else law()
    first = case.months[0]
    return assess(snapshot, first.document, place=case.place, on=first.day)


def told(household: Household) -> dict[Where, int]:
    """Return every fact that is known, by name and whose."""
    found = {(name, ()): value for name, value in household.facts.items()}
    for index, person in enumerate(household.members):
        found |= {(name, (index,)): value for name, value in person.facts.items()}
        for number, other in enumerate(person.obligors or ()):
            found |= {(name, (index, number)): value for name, value in other.facts.items()}
    return found


def changed(household: Household, changes: tuple[Change, ...]) -> Household:
    """Return the household with some facts as they would have to be."""
    other = deepcopy(household)
    for change in changes:
        owner = other.members[change.path[0]] if change.path else None
        supporter = (owner.obligors or [])[change.path[1]] if owner and len(change.path) > 1 else None
        (supporter or owner or other).facts[change.name] = change.nearest
    return other


def same(one: Outcome | None, other: Outcome | None) -> bool:
    return one is not None and other is not None and (one.status, one.amount) == (other.status, other.amount)


@pytest.mark.no_cover  # goes where the other tests have been, a thousand times
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_computing_again_what_reads_the_facts_gives_what_the_plan_gave(case: Case) -> None:
    done = assessed(case.name)
    plan = done.law.computation.plan.names
    again = Supposition(done, {where: value for where, value in told(done.household).items() if where[0] in plan})

    differing = [each for each in done.outcomes if not same(again.outcome(each.programme, each.path), each)]

    assert differing == []


@pytest.mark.no_cover  # goes where the other tests have been, a thousand times
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_family_whose_facts_are_as_they_would_have_to_be_is_not_refused(case: Case) -> None:
    done = assessed(case.name)
    refused = [each for each in done.outcomes if each.status is Status.INELIGIBLE]
    wrong: list[Change] = []

    for outcome in refused:
        assert shortest(done, outcome) in outcome.failed
        for turn in turns(done, outcome):
            if all(done.law.computation.plan.names[change.name].kind == "fact" for change in turn.changes):
                family = changed(done.household, turn.changes)
                again = determine(done.snapshot, family, place=done.law.place, on=done.law.day, before=family.before)
                whom = done.household.person(outcome.path)
                found = again.outcome(outcome.programme.id, whom[0] if whom else None)
                if found is None or found.status is not turn.status:
                    wrong += turn.changes

    assert wrong == []


@pytest.mark.no_cover  # goes where the other tests have been, a thousand times
def test_no_threshold_is_a_fen_too_near() -> None:
    """The last value that turns a refusal does, and the next one does not."""
    for case in CASES:
        done = assessed(case.name)
        for outcome in (each for each in done.outcomes if each.status is Status.INELIGIBLE):
            for turn in (each for each in turns(done, outcome) if len(each.changes) == 1):
                only = turn.changes[0]
                beyond = only.nearest + (1 if only.now > only.nearest else -1)
                if beyond == only.now or only.least == only.most:
                    continue
                found = Supposition(done, {only.where: beyond}).outcome(outcome.programme, outcome.path)
                assert found is None or found.status is not turn.status, (case.name, only)
                assert not isinstance(done.value(*only.where), Unknown)
