"""Who is accepted, who is looked at by a reviewer, and who is nobody we know."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.kernel.residentid import ResidentNumber, ResidentNumberWrong
from doudi.verification.matching.segments import Agreed
from doudi.verification.matching.verdicts import KEPT, Ground, Verdict
from tests.verification.matching.rolls import LI, ZHANG, Row, judged, said, with_sequence, wrong

ACCEPTED, REVIEW, REJECTED = Verdict.ACCEPTED, Verdict.REVIEW, Verdict.REJECTED
MISTYPED = [
    wrong(LI, 3),
    wrong(LI, 9),
    LI[:15] + LI[16] + LI[15] + LI[17] if LI[15] != LI[16] else wrong(LI, 15),
    LI[:8] + LI[9:],
    LI[:2] + LI[1:],
    LI[:16] + LI[17:],
]


def is_right(number: str) -> bool:
    try:
        ResidentNumber.parse(number)
    except ResidentNumberWrong:
        return False
    return True


def test_the_same_number_and_name_are_one_person_however_they_are_written() -> None:
    rows = [(LI, "李明"), (f" {LI}", "李 明"), (LI[:6] + LI[8:17], "李明\u3000"), (ZHANG, "李明")]

    assert said(judged([(LI, "李明")], rows)) == [(0, row, ACCEPTED, Ground.NUMBER_AND_NAME) for row in range(3)]


def test_the_same_number_with_another_name_is_neither_accepted_nor_dropped() -> None:
    found = judged([(LI, "李明")], [(LI, "王秀兰"), (LI, "")])

    assert said(found) == [(0, 0, REVIEW, Ground.NUMBER_ONLY), (0, 1, REVIEW, Ground.NUMBER_ONLY)]


@pytest.mark.parametrize("number", MISTYPED)
def test_a_mistyped_number_of_the_same_name_is_accepted_with_its_evidence(number: str) -> None:
    """On whichever side it was mistyped."""
    for roll, row in (((LI, "李明"), (number, "李明")), ((number, "李明"), (LI, "李明"))):
        found = judged([roll, (ZHANG, "李明")], [row])

        assert said(found) == [(0, 0, ACCEPTED, Ground.NEAR_NUMBER)]
        assert 1 <= found[0]["distance"] <= 2
        assert Agreed(found[0]["agreed"]).bit_count() >= 2
        assert found[0]["likeness"] == 100


def test_numbers_mistyped_on_both_sides_are_found_too() -> None:
    assert said(judged([(wrong(LI, 17), "李明")], [(wrong(LI, 15), "李明")])) == [(0, 0, ACCEPTED, Ground.NEAR_NUMBER)]


def test_a_mistyped_number_with_half_the_name_goes_to_review_and_with_another_name_nowhere() -> None:
    found = judged([(LI, "李明华")], [(wrong(LI), "李明"), (wrong(LI), "王秀兰")])

    assert said(found) == [(0, 0, REVIEW, Ground.NEAR_BOTH)]


def test_namesakes_who_are_as_near_are_rivals_and_go_to_review() -> None:
    other = with_sequence(LI, f"{(int(LI[14:17]) + 1) % 1000:03}")
    between = LI[:17] + other[17]

    found = judged([(LI, "李明"), (other, "李明")], [(between, "李明")])

    assert said(found) == [(0, 0, REVIEW, Ground.RIVALS), (1, 0, REVIEW, Ground.RIVALS)]


def test_one_person_twice_in_the_roll_is_no_rival_of_themselves() -> None:
    found = judged([(LI, "李明"), (LI, "李明")], [(wrong(LI), "李明")])

    assert said(found) == [(0, 0, ACCEPTED, Ground.NEAR_NUMBER), (1, 0, ACCEPTED, Ground.NEAR_NUMBER)]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 17), st.sampled_from("0123456789X")), max_size=3),
    st.sampled_from(["李明", "李 明", "李明华", "王秀兰"]),
)
def test_two_right_numbers_that_differ_are_never_one_person(changes: list[tuple[int, str]], name: str) -> None:
    number = LI
    for at, character in changes:
        number = number[:at] + character + number[at + 1 :]
    near: list[Row] = [(number, name), (with_sequence(LI, "001"), name), (ZHANG, name)]

    found = judged([(LI, "李明"), (number, name)], near)

    roll = (LI, number)
    both = [(roll[each["recipient"]], near[each["row"]][0]) for each in found]
    assert [pair for pair in both if pair[0] != pair[1] and is_right(pair[0]) and is_right(pair[1])] == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=4)), max_size=8))
def test_garbage_is_matched_with_nobody(rows: list[Row]) -> None:
    assert judged([(LI, "李明"), ("", ""), ("无", "无")], rows) == []


@pytest.mark.parametrize(("is_same", "verdict"), [(True, ACCEPTED), (False, REJECTED)])
def test_what_a_reviewer_said_is_not_asked_again(is_same: bool, verdict: str) -> None:
    roll, rows = [(LI, "李明")], [(LI, "王秀兰")]
    [first] = judged(roll, rows)
    kept = pa.Table.from_pylist([{**first, "is_same": is_same}]).select(KEPT.names)

    again = judged(roll, [(ZHANG, "张芳"), *rows], kept)
    corrected = judged(roll, [(LI, "李明")], kept)

    assert said(again) == [(0, 1, verdict, Ground.REVIEWER)]
    assert said(corrected) == [(0, 0, ACCEPTED, Ground.NUMBER_AND_NAME)]


def test_a_rival_whom_a_reviewer_ruled_out_is_none_any_more() -> None:
    other = with_sequence(LI, f"{(int(LI[14:17]) + 1) % 1000:03}")
    roll, rows = [(LI, "李明"), (other, "李明")], [(LI[:17] + other[17], "李明")]
    ruled_out = [each for each in judged(roll, rows) if each["recipient"] == 1]
    kept = pa.Table.from_pylist([{**each, "is_same": False} for each in ruled_out]).select(KEPT.names)

    assert said(judged(roll, rows, kept)) == [(0, 0, ACCEPTED, Ground.NEAR_NUMBER), (1, 0, REJECTED, Ground.REVIEWER)]
