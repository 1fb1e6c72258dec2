"""What is wrong in a file is told with its line; what stands for a day to come is told too."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from doudi.kernel import clock
from doudi.policy.altering import Alteration
from doudi.policy.snapshot import LawSnapshot
from doudi.project import cli
from doudi.project.cli import given, jsonfile
from doudi.project.cli.jsonfile import FileUnreadable
from doudi.standards.lawbook import packs

FAULTS = {
    "no number": ('{\n"a": "NaN",\n"b": NaN}', "第 3 行：不能有 NaN"),
    "a number too long": ('{"a":\n' + "9" * 400 + "}", "第 2 行：有一个数字太长"),
    "a key twice in one object and once in another": (
        '{"a": [{"x": 1},\n{"x": "\\"x\\": 1",\n"x": 2}]}', "第 3 行：“x”在同一个对象里写了两次"
    ),
    "brackets without end": ("\n".join(["["] * 100_000), "第 65 行：括号嵌套太深"),
}  # fmt: skip


@pytest.mark.parametrize("what", FAULTS)
def test_what_json_readers_tell_without_a_place_is_told_with_its_line(tmp_path: Path, what: str) -> None:
    text, said = FAULTS[what]
    (tmp_path / "h.json").write_text(text)

    with pytest.raises(FileUnreadable, match=said):
        jsonfile.read(f"{tmp_path / 'h.json'}")


def test_a_fact_as_of_a_later_day_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    person = {"name": "张某甲", "relation": "applicant", "age": {"value": 70, "as_of": "2099-01-01"}}
    (tmp_path / "h.json").write_text(json.dumps({"household": {}, "members": [person]}))
    words = ["assess", f"{tmp_path / 'h.json'}", "--place", "371703", "--on", "2024-03-01", "--packs-only", "--short"]

    assert cli.main(words) == 0

    assert "$.members[0].age 写的是 2099-01-01 的情况，晚于测算日 2024-03-01" in capsys.readouterr().err


def test_a_value_that_was_checked_on_a_day_to_come_is_refused_with_file_and_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    newest = max((value for value in packs().values if value.checked), key=lambda value: value.checked or date.min)
    monkeypatch.setattr(clock, "today", lambda _environ: date(2020, 1, 1))

    assert cli.main(["packs", "check"]) == 2

    assert f"{newest.file}:{newest.line}: checked 写的是 {newest.checked}，那一天还没有到" in capsys.readouterr().err


def test_cliffs_of_a_place_that_nobody_knows_are_refused_before_anything_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["packs", "cliffs", "--place", "371702001"]) == 2

    assert capsys.readouterr().out == ""


def test_full_width_letters_say_the_same() -> None:
    name, change = given.assumption("dibao.standard.rural＝＋\N{FULLWIDTH DIGIT EIGHT}％")

    assert Alteration.read(LawSnapshot.of(packs()), name, change).points == 800
