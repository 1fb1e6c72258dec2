"""The walk over an income finds each jump to the fen, and tells the law's own from the arithmetic's."""

from __future__ import annotations

import pytest

from doudi.determination.cliffs import Cliff, cliffs
from doudi.determination.walking import Walk
from doudi.policy.entities import household
from doudi.policy.rules import rule
from doudi.policy.snapshot import LawSnapshot
from doudi.policy.types import FenMonth, FenYear
from doudi.project import cli
from tests.policy.tiny import COUNTY, ON, Tiny, family, person, snapshot

RENT = 12 * 10_000
"""What the tiny law adds in the first month, over a year: fen."""


@rule(household, "每人补差", cites="law-2010#6", name="gap_per_head")
def gap_that_breaks_off(standard: FenYear, income_per_head: FenMonth) -> FenMonth:
    """Nothing any more from half the standard on, which no condition says."""
    return max(0, standard // 12 - income_per_head) if income_per_head * 2 < standard // 12 else 0


def jumps(law: LawSnapshot) -> list[Cliff]:
    walk = Walk.of(law, family(person(incomes={})), place=COUNTY, on=ON, fact="wage")
    return [each for each in cliffs(walk, up_to=2_000_000) if each.programme == "topup"]


def test_what_ends_with_the_income_line_is_a_cliff_of_the_law() -> None:
    (cliff,) = jumps(snapshot())

    assert (cliff.cause.name, cliff.is_of_the_law, cliff.is_reversal) == ("is_poor", True, False)
    assert cliff.after == 0
    assert cliff.before is not None
    assert RENT <= cliff.before < RENT + 1200
    assert "aid.standard.rural" in [read.parameter.name for read in cliff.reads]


def test_a_jump_that_no_condition_makes_is_told_apart() -> None:
    ours = jumps(LawSnapshot.of(Tiny().ruled_by(gap_that_breaks_off, without=("gap_per_head",)).load()))

    assert [(each.cause.name, each.is_of_the_law) for each in ours] == [("gap_per_head", False), ("is_poor", True)]
    assert ours[0].income < ours[1].income


def test_the_command_lists_the_jumps_of_a_place_and_what_was_not_found(capsys: pytest.CaptureFixture[str]) -> None:
    """Datonghu has no standard of its own: without the rural one that is assumed nothing could be walked."""
    assumed = ["--set", "dibao.standard.rural=500.00/month"]
    assert cli.main(["packs", "cliffs", "--place", "430971", "--on", "2022-06-01", *assumed]) == 0

    said = capsys.readouterr().out
    assert "农村，父母和成年重残子女\t最低生活保障（单人户）（m3）：年收入从 ¥17,999.99 再多一分，" in said
    assert "每年从 ¥0.00 变为 ¥6,000.00\t倒挂\t法律规定：“人均收入低于标准”，《社会救助暂行办法》第九条" in said
    assert "其中不是条文造成的 0 处。还不能判断的缺少：城市低保标准" in said
