"""A rule is arithmetic and comparison, nothing else: whatever is more is refused when it is defined."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from doudi.policy.entities import household, member
from doudi.policy.purity import ImpureRuleError, require_pure
from doudi.policy.rules import rule
from doudi.policy.types import Count, Fen
from tests.policy import impure, namesake
from tests.policy.impure import THINGS


@pytest.mark.parametrize("name", THINGS)
def test_what_a_rule_may_not_hold_is_refused_with_function_line_and_thing(name: str) -> None:
    function = getattr(impure, name)
    line, thing = THINGS[name]

    with pytest.raises(ImpureRuleError) as refused:
        require_pure(function)

    first = function.__code__.co_firstlineno
    assert str(refused.value).startswith(f"tests.policy.impure.{name} line {first + line}: ")
    assert thing in str(refused.value)


def test_a_lambda_is_refused() -> None:
    nameless: Callable[..., int] = lambda fen: fen  # noqa: E731 the thing that is refused

    with pytest.raises(ImpureRuleError, match=r"line \d+: is a lambda"):
        require_pure(nameless)


def test_a_decorated_rule_is_refused_at_its_own_line() -> None:
    def define() -> Any:
        @rule(household, "一半", cites="law-2010#1")
        def half(fen: Fen) -> Fen:
            return fen / 2  # pyright: ignore[reportReturnType] the thing that is refused

        return half

    with pytest.raises(ImpureRuleError, match=f"line {define.__code__.co_firstlineno + 3}: divides with /"):
        define()


@pytest.mark.parametrize("name", ["all_that_is_allowed", "both_branches_return", "a_code_of_a_vocabulary"])
def test_what_a_rule_may_hold_passes(name: str) -> None:
    require_pure(getattr(impure, name))

    assert name not in THINGS


def test_a_namesake_of_an_allowed_function_is_refused() -> None:
    with pytest.raises(ImpureRuleError, match="calls a share that is not the one of"):
        require_pure(namesake.kept)


def test_a_type_that_no_rule_may_name_is_refused() -> None:
    with pytest.raises(TypeError, match="is not a type a rule may name"):

        @rule(member, "年龄", cites="law-2010#1")
        def age_in_days(age: int) -> Count:
            return age


def test_a_rule_without_a_type_of_its_result_is_refused() -> None:
    with pytest.raises(TypeError, match="is not a type a rule may name"):

        @rule(member, "人数", cites="law-2010#1")
        def heads(people: Count):  # noqa: ANN202 the thing that is refused
            return people


def test_a_rule_that_stands_in_no_file_is_refused() -> None:
    """Its text is part of its version; without one nobody could say by what a household was determined."""
    made: dict[str, Any] = {}
    exec("def unwritten(fen): return fen", made)  # noqa: S102 the thing that is refused

    with pytest.raises(OSError, match="no file holds the text of unwritten"):
        require_pure(made["unwritten"])
