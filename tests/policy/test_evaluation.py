"""Unknown is not no: how results come about when some of what is read is not known."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest

from doudi.policy.entities import Entity, household, member, obligor
from doudi.policy.evaluate import Computation
from doudi.policy.facts import Fact, Facts
from doudi.policy.frames import Frames
from doudi.policy.household import Household, Person, Supporter
from doudi.policy.plan import Name, Plan, make_plan
from doudi.policy.rules import Rule, all_of, any_of, choose, count, either, every, negation, rule, state, total
from doudi.policy.types import BOOL, COUNT, FEN, Count, Day, Fen, Unit
from doudi.policy.unknown import Cause, Unknown, Value
from doudi.policy.vocabulary import Vocabulary
from tests.policy.tiny import COUNTY, ON, snapshot

TEXT: dict[str, Any] = {"label": "某", "cites": "law-2010#1"}
TRUTHS = (True, False, None)


def fact(name: str, entity: Entity, unit: Unit = BOOL) -> Fact:
    return Fact(
        name=name, entity=entity, unit=unit, label=name, question=None, least=0, most=100, group=None, absent=None,
        computed_from=None,
    )  # fmt: skip


FACTS = Facts(
    {
        each.name: each
        for each in (
            fact("a", household), fact("b", household), fact("c", household), fact("number", household, COUNT),
            fact("so", member), fact("money", member, FEN), fact("too", obligor), fact("gift", obligor, FEN),
        )
    },
    {},
    Vocabulary({}),
)  # fmt: skip


def ran(rules: list[Rule], root: str, home: Household) -> Frames:
    return computation(rules, root).run({}, home, 20240301)


def computation(rules: list[Rule], root: str) -> Computation:
    return Computation.of(make_plan([root], {each.name: each for each in rules}, FACTS, {}))


def home(own: Mapping[str, Any] | None = None, *people: Person, before: Mapping[Any, Any] | None = None) -> Household:
    """Return a household; None stands for a fact that is not known."""
    return Household(known(own or {}), list(people), {}, dict(before or {}))


def known(facts: Mapping[str, Any]) -> dict[str, int]:
    return {name: value for name, value in facts.items() if value is not None}


def somebody(*supporters: Mapping[str, Any], unknown_supporters: bool = False, **facts: Any) -> Person:
    below = None if unknown_supporters else [Supporter("某", known(each)) for each in supporters]
    return Person("m", "某", known(facts), below)


def value(rules: list[Rule], root: str, given: Household, path: tuple[int, ...] = ()) -> Value:
    slot = computation(rules, root).plan.names[root].slot
    return ran(rules, root, given).at(slot, path)


def shown(found: Value) -> Any:
    return None if isinstance(found, Unknown) else found


def kleene_or(values: tuple[bool | None, ...]) -> bool | None:
    return True if True in values else None if None in values else False


def kleene_and(values: tuple[bool | None, ...]) -> bool | None:
    return False if False in values else None if None in values else True


@pytest.mark.parametrize("truths", list(product(TRUTHS, repeat=3)))
def test_conditions_follow_the_three_valued_tables(truths: tuple[bool | None, ...]) -> None:
    given = home(dict(zip("abc", truths, strict=True)))

    assert shown(value([either("x", household, list("abc"), **TEXT)], "x", given)) is kleene_or(truths)
    assert shown(value([every("x", household, list("abc"), **TEXT)], "x", given)) is kleene_and(truths)


@pytest.mark.parametrize("truths", [found for n in range(3) for found in product(TRUTHS, repeat=n)])
def test_conditions_over_members_follow_the_same_tables(truths: tuple[bool | None, ...]) -> None:
    given = home({}, *(somebody(so=truth) for truth in truths))

    assert shown(value([any_of("x", household, of="so", **TEXT)], "x", given)) is kleene_or(truths)
    assert shown(value([all_of("x", household, of="so", **TEXT)], "x", given)) is kleene_and(truths)


@pytest.mark.parametrize(("truth", "expected"), [(True, False), (False, True), (None, None)])
def test_a_negation_of_the_unknown_is_unknown(truth: bool | None, expected: bool | None) -> None:
    assert shown(value([negation("x", household, of="a", **TEXT)], "x", home({"a": truth}))) is expected


def test_an_unknown_condition_waits_for_all_that_could_decide_it_and_for_nothing_else() -> None:
    found = value([either("x", household, list("abc"), **TEXT)], "x", home({"a": None, "b": False, "c": None}))

    assert isinstance(found, Unknown)
    assert found.causes == {Cause("fact", "a"), Cause("fact", "c")}


@rule(household, "和", cites="law-2010#1")
def plus(a: bool, number: Count) -> Count:
    """Read two things; both must be known even where one would do."""
    return number if a else 0


def test_a_plain_rule_needs_everything_it_reads() -> None:
    assert value([plus], "plus", home({"a": True, "number": 7})) == 7
    found = value([plus], "plus", home({"a": False}))
    assert isinstance(found, Unknown)
    assert found.causes == {Cause("fact", "number")}
    both = value([plus], "plus", home({}))
    assert isinstance(both, Unknown)
    assert both.causes == {Cause("fact", "number"), Cause("fact", "a")}


@rule(household, "空", cites="law-2010#1")
def zero(number: Count) -> Count:
    return number - number


@rule(household, "恒一", cites="law-2010#1")
def one() -> Count:
    """Read nothing at all."""
    return 1


CHOICE = choose("x", household, by="number", cases={1: "plus", 2: 5, 3: 0, 4: "zero", 6: "one"}, **TEXT)


BRANCHES = [CHOICE, plus, zero, one]


@pytest.mark.parametrize(("number", "expected"), [(2, 5), (3, 0), (4, 0), (6, 1)])
def test_a_choice_needs_only_the_branch_it_takes(number: int, expected: int) -> None:
    assert value(BRANCHES, "x", home({"number": number})) == expected


def test_a_choice_whose_branch_is_unknown_is_unknown() -> None:
    found = value(BRANCHES, "x", home({"number": 1}))

    assert isinstance(found, Unknown)
    assert found.causes == {Cause("fact", "a")}


def test_a_choice_that_does_not_know_which_branch_waits_for_that_alone() -> None:
    found = value(BRANCHES, "x", home({"a": True}))

    assert isinstance(found, Unknown)
    assert found.causes == {Cause("fact", "number")}


def test_a_choice_without_the_branch_is_unknown_and_says_which() -> None:
    found = value(BRANCHES, "x", home({"number": 9}))

    assert isinstance(found, Unknown)
    assert found.causes == {Cause("branch", "x=9")}


@pytest.mark.parametrize(("moneys", "expected"), [((1, 2), 3), ((), 0), ((1, None), None)])
def test_a_total_is_unknown_if_any_part_is(moneys: tuple[int | None, ...], expected: int | None) -> None:
    given = home({}, *(somebody(money=money) for money in moneys))

    found = value([total("x", household, of="money", **TEXT)], "x", given)

    assert shown(found) == expected
    assert not isinstance(found, Unknown) or found.causes == {Cause("fact", "money", (1,))}


@pytest.mark.parametrize(("truths", "expected"), [((True, False, True), 2), ((), 0), ((True, None), None)])
def test_a_count_is_unknown_if_it_is_unknown_of_anybody(truths: tuple[bool | None, ...], expected: int | None) -> None:
    given = home({}, *(somebody(so=truth) for truth in truths))

    assert shown(value([count("x", household, of="so", **TEXT)], "x", given)) == expected


NOBODY_ABLE = all_of("x", member, of="too", **TEXT)
GIFTS = total("x", member, of="gift", **TEXT)


def test_no_supporters_and_unknown_supporters_are_two_things() -> None:
    given = home({}, somebody(), somebody(unknown_supporters=True))

    assert value([NOBODY_ABLE], "x", given, (0,)) is True
    assert value([GIFTS], "x", given, (0,)) == 0
    found = value([NOBODY_ABLE], "x", given, (1,))
    assert isinstance(found, Unknown)
    assert found.causes == {Cause("fact", "obligors", (1,))}


def test_what_is_unknown_of_a_supporter_says_of_whom() -> None:
    given = home({}, somebody(), somebody({"too": True}, {}), somebody({}, {"too": False}))

    found = value([NOBODY_ABLE], "x", given, (1,))

    assert isinstance(found, Unknown)
    assert found.causes == {Cause("fact", "too", (1, 1))}
    assert value([NOBODY_ABLE], "x", given, (2,)) is False


@rule(obligor, "全看", cites="law-2010#1")
def sees_all(too: bool, so: bool, a: bool, assessed_on: Day) -> Day:
    return assessed_on if too and so and a else 0


def test_a_supporter_s_rule_reads_what_is_above_and_the_day() -> None:
    given = home({"a": True}, somebody({"too": True}, {"too": False}, so=True), somebody({"too": True}, so=False))

    found = [value([sees_all], "sees_all", given, path) for path in ((0, 0), (0, 1), (1, 0))]

    assert found == [20240301, 0, 0]


@rule(household, "加一", cites="law-2010#1")
def months(months_before: Count, a: bool) -> Count:
    return months_before + 1 if a else 0


MONTHS_BEFORE = state("months_before", household, of="months", start=5, **TEXT)


@rule(member, "累计", cites="law-2010#1")
def saved(saved_before: Fen, money: Fen) -> Fen:
    return saved_before + money


SAVED_BEFORE = state("saved_before", member, of="saved", start=0, **TEXT)


def test_a_state_begins_with_its_start_and_goes_on_from_the_month_before() -> None:
    rules = [months, MONTHS_BEFORE]

    assert value(rules, "months", home({"a": True})) == 6
    assert value(rules, "months", home({"a": True}, before={("months_before", None): 7})) == 8


def test_a_member_s_state_is_carried_by_id_and_a_newcomer_starts_anew() -> None:
    people = [Person("x", "甲", {"money": 1}, []), Person("y", "乙", {"money": 1}, [])]
    given = home({}, *people, before={("saved_before", "y"): 10})

    assert [value([saved, SAVED_BEFORE], "saved", given, (index,)) for index in (0, 1)] == [1, 11]


def test_a_plan_lists_what_it_reads() -> None:
    plan = snapshot().law(COUNTY, ON).computation.plan

    assert {name.kind for name in plan.names.values()} == {"rule", "state", "parameter", "fact"}
    assert {name.name for name in plan.states()} == {"months_before", "care_before"}
    assert "assessed_on" not in {name.name for name in plan.facts()}
    assert {name.kind for name in plan.parameters()} == {"parameter"}


def test_only_rules_are_steps_of_a_computation() -> None:
    leaf = Name("a", household, BOOL, (0, 0))

    made = Computation.of(Plan({"a": leaf}, (leaf,), (1, 0, 0)))

    with pytest.raises(TypeError, match="a"):
        _ = made.compute
