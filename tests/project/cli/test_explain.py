"""`doudi explain`: one file with its reasons, two files told apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from doudi.project import cli
from doudi.project.bundle.source import ROOT

EXAMPLE = ROOT / "examples" / "heze-2024.json"
PLACE = ["--place", "371703", "--packs-only"]


@pytest.fixture
def other(tmp_path: Path) -> str:
    """The same family, earning less."""
    file = tmp_path / "later.json"
    file.write_text(EXAMPLE.read_text(encoding="utf-8").replace("36000.00", "30000.00"), encoding="utf-8")
    return str(file)


def test_what_moved_the_amount_is_told_step_after_step(other: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = cli.main(["explain", "--difference", str(EXAMPLE), other, *PLACE, "--on", "2024-03-01"])

    assert status == 0
    assert "1. 家庭情况：张某甲：经营收入，¥36,000.00 → ¥30,000.00。每月增加 ¥500.00" in capsys.readouterr().out


def test_one_family_on_two_days_is_moved_by_the_law(capsys: pytest.CaptureFixture[str]) -> None:
    two_days = ["--on", "2023-12-01", "2024-03-01"]
    cli.main(["explain", "--difference", str(EXAMPLE), str(EXAMPLE), *PLACE, *two_days, "--json"])

    found = next(each for each in json.loads(capsys.readouterr().out) if each["programme"] == "dibao")
    assert {step["kind"] for step in found["steps"]} <= {"rule", "parameter"}
    known = [step["moved_fen"] for step in found["steps"] if step["moved_fen"] is not None]
    assert len(known) < len(found["steps"]) or sum(known) == found["moved_fen"]


def test_one_file_is_explained_as_an_assessment(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", str(EXAMPLE), *PLACE, "--on", "2024-03-01"]) == 0
    assert "说明：" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[str(EXAMPLE)], ["--difference", str(EXAMPLE), str(EXAMPLE)]])
def test_files_need_a_place_and_a_day(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", *words]) == 2
    assert "--place" in capsys.readouterr().err
