"""`doudi packs` and `doudi facts`."""

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from doudi.project import cli
from doudi.project.bundle.source import ROOT


def test_packs_that_hold_together_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """So is what they say of the work; its words belong to stages of Django, which need no database for it."""
    assert cli.main(["packs", "check"]) == 0
    said = capsys.readouterr().out
    assert "政策包正确" in said
    assert "办理程序正确" in said
    assert "申请材料正确" in said
    assert "核对来源正确" in said


def test_a_source_nobody_knows_is_refused_with_file_line_and_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "packs", tmp_path / "packs")
    asked = tmp_path / "packs" / "cn" / "verification.yaml"
    grant = "  - {source: [horoscopes], from: 2021-07-01, cites: minfa-2021-57#17}\n"
    asked.write_text(asked.read_text().replace("\nvisitors:", f"{grant}\nvisitors:"))

    status = cli.main(["packs", "check", "--root", str(tmp_path / "packs")])

    assert status == 2
    assert "cn/verification.yaml:" in (said := capsys.readouterr().err)
    assert "没有这样的来源：horoscopes" in said


def test_a_pack_with_a_float_is_refused_with_file_line_and_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "packs", tmp_path / "packs")
    (tmp_path / "packs" / "3717-heze" / "values" / "wrong.yaml").write_text(
        "dibao.standard.urban:\n  - {value: 939.5, per: month, from: 2024-06-01, cites: heze-2024-standards}\n"
    )

    status = cli.main(["packs", "check", "--root", str(tmp_path / "packs")])

    shown = capsys.readouterr()
    assert (status, shown.out) == (2, "")
    assert "3717-heze/values/wrong.yaml:2:" in shown.err


def test_packs_are_listed_with_their_level(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["packs", "show"])

    assert "3717-heze\t市级\t菏泽市\t" in capsys.readouterr().out


def test_the_law_of_a_place_and_day_names_what_was_not_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["packs", "show", "371702", "--on", "2024-03-01"]) == 0

    shown = capsys.readouterr().out
    assert shown.startswith("山东省菏泽市牡丹区 2024-03-01")
    assert "项目：最低生活保障" in shown
    assert "\t没有查到\n" in shown
    assert "菏泽市 2024-01-01 起" in shown


def test_every_value_of_one_parameter_is_shown_with_its_days(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["packs", "show", "--parameter", "dibao.standard.rural"]) == 0
    assert "山东省菏泽市\t2024-01-01" in capsys.readouterr().out

    assert cli.main(["packs", "show", "--parameter", "no.such"]) == 2
    assert "没有参数“no.such”" in capsys.readouterr().err


def test_the_schema_accepts_every_example_and_refuses_nonsense(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["facts", "schema"]) == 0
    schema = Draft202012Validator(json.loads(capsys.readouterr().out))

    for example in sorted((ROOT / "examples").glob("*.json")):
        schema.validate(json.loads(example.read_text("utf-8")))
    assert not schema.is_valid({"members": [{"nonsense": 1}]})
