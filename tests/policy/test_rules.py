"""How a rule of law is written down, and gathered."""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from typing import Annotated, Any

import pytest

from doudi.policy import arithmetic, types
from doudi.policy.arithmetic import Rounding, contains, rounded, share
from doudi.policy.entities import household, member, obligor
from doudi.policy.rulebook import collect
from doudi.policy.rules import Form, Rule, choose, either, rule
from doudi.policy.types import (
    FEN,
    BasisPoints,
    Codes,
    Count,
    Day,
    Days,
    Fen,
    FenMonth,
    FenYear,
    Kind,
    Months,
    Unit,
    Years,
)
from tests.policy import tinylaw
from tests.policy.tiny import book, book_with
from tests.policy.tinylaw.words import Register


@rule(member, "各种单位", cites=["law-2010#1", "law-2020#1"], shows="{fen}", since="2011-01-01", until="2012-01-01")
def all_units(
    fen: Fen, month: FenMonth, year: FenYear, people: Count, age: Years, term: Months, notice: Days,
    rate: BasisPoints, day: Day, codes: Codes, register: Register, is_so: bool,
) -> FenYear:  # fmt: skip
    """Read one of each kind."""
    return fen + month + year


def test_a_signature_says_what_a_rule_reads_and_in_which_unit() -> None:
    assert all_units.takes is not None
    assert all_units.reads == tuple(all_units.takes)
    assert [unit.kind for unit in all_units.takes.values()] == [
        Kind.FEN, Kind.FEN_MONTH, Kind.FEN_YEAR, Kind.COUNT, Kind.YEARS, Kind.MONTHS, Kind.DAYS, Kind.BASIS_POINTS,
        Kind.DAY, Kind.CODES, Kind.CHOICE, Kind.BOOL,
    ]  # fmt: skip
    assert all_units.takes["register"] == Unit(Kind.CHOICE, Register)
    assert all_units.unit == types.FEN_YEAR


def test_an_annotation_may_carry_more_than_a_unit() -> None:
    @rule(member, "注", cites="law-2010#1")
    def noted(fen: Annotated[int, "of the month", FEN]) -> Fen:
        return fen

    assert noted.takes == {"fen": FEN}


def test_a_rule_carries_what_its_author_states() -> None:
    assert (all_units.name, all_units.entity, all_units.form) == ("all_units", member, Form.CALL)
    assert all_units.cites == ("law-2010#1", "law-2020#1")
    assert (all_units.since, all_units.until) == (date(2011, 1, 1), date(2012, 1, 1))
    assert all_units.shows == "{fen}"


def test_a_rule_can_be_called_as_the_function_it_is() -> None:
    counted = book().versions["counted_income"]

    assert {version(10000, 5000) for version in counted if "aid_share" in version.reads} == {5000}
    assert {version(income=10000) for version in counted if "aid_share" not in version.reads} == {10000}


def test_a_combination_has_no_function_to_call() -> None:
    with pytest.raises(TypeError, match="deserves is a combination"):
        book().versions["deserves"][0]()


def test_a_choice_between_numbers_only_is_refused() -> None:
    with pytest.raises(TypeError, match="name at least one branch"):
        choose("nothing", household, by="register", cases={1: 0, 2: 1}, label="无", cites="law-2010#1")


def test_a_choice_reads_what_it_goes_by_and_each_branch_once() -> None:
    made = choose("some", household, by="register", cases={Register.URBAN: "a", 7: "a", True: 0}, label="某", cites="x")

    assert made.reads == ("register", "a")
    assert made.cases == {1: 0, 7: "a"}, "True and URBAN are both 1; the later stands"


def test_a_condition_may_read_one_name_or_several() -> None:
    one: dict[str, Any] = {"label": "某", "cites": "x"}

    assert either("some", member, "a", **one).reads == ("a",)
    assert either("some", member, ["a", "b"], **one).reads == ("a", "b")


def test_the_rule_book_holds_each_version_of_each_rule_once() -> None:
    found = collect(tinylaw)

    assert len(found.versions["counted_income"]) == 2
    assert found.versions.keys() == book().versions.keys()
    assert found.written_in[id(found.versions["needs_care"][0])] == "tests.policy.tinylaw.care"
    assert {name for name, kind in found.enumerations.items() if issubclass(kind, IntEnum)} == {
        "Register", "Illness", "Care", "Role",
    }  # fmt: skip


def test_the_digest_of_the_rules_is_over_their_text() -> None:
    assert book().digest == collect(tinylaw).digest
    assert book_with(all_units).digest != book().digest
    assert len({rule.name for rule in book()}) < sum(1 for _ in book())


def test_an_entity_sees_itself_and_those_above() -> None:
    assert [member.sees(other) for other in (household, member, obligor)] == [True, True, False]


@pytest.mark.parametrize(
    ("mode", "fen"),
    [
        (Rounding.HALF_UP_TO_FEN, 151), (Rounding.DOWN_TO_FEN, 150), (Rounding.UP_TO_FEN, 151),
        (Rounding.HALF_UP_TO_YUAN, 200), (Rounding.DOWN_TO_YUAN, 100), (Rounding.UP_TO_YUAN, 200),
    ],
)  # fmt: skip
def test_301_halves_are_rounded_as_the_mode_says(mode: Rounding, fen: int) -> None:
    assert rounded(301, 2, mode) == fen


def test_nothing_divided_by_nobody_is_nothing() -> None:
    assert {rounded(100, 0, mode) for mode in Rounding} == {0}
    assert set(arithmetic.ROUNDING_LABELS) == {mode.name.lower() for mode in Rounding}


def test_a_share_is_rounded_half_up_to_the_fen() -> None:
    assert (share(101, 5000), share(100, 13000), share(1, 4999)) == (51, 130, 0)


def test_a_mask_holds_its_codes() -> None:
    assert [contains(0b110, code) for code in (0, 1, 2, 3)] == [False, True, True, False]


def test_a_rule_is_made_of_a_function_by_its_decorator() -> None:
    assert isinstance(all_units, Rule)
    assert all_units.function is not None
    assert "def all_units(" in all_units.source
