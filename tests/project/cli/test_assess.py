"""`doudi assess`: text and JSON for people and programs, and every wrong file named with path and reason."""

import json
import re
import subprocess
import sys
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from doudi.project import cli
from doudi.project.bundle.source import ROOT
from doudi.project.cli.render import EXPLAINED_BELOW

EXAMPLE = ROOT / "examples" / "heze-2024.json"
HERE = ["--place", "371703", "--on", "2024-03-01", "--packs-only"]
UNKNOWN = ["--place", "430971", "--on", "2022-03-01", "--packs-only"]


def document() -> dict[str, Any]:
    return json.loads(EXAMPLE.read_text("utf-8"))


def written(folder: Path, content: object) -> str:
    path = folder / "household.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return str(path)


def test_a_household_is_told_what_it_is_owed_in_figures_and_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["assess", str(EXAMPLE), *HERE]) == 0

    shown = capsys.readouterr().out
    assert "山东省菏泽市定陶区（371703） 2024-03-01" in shown
    assert "全户每月 666.00 元（人民币陆佰陆拾陆元整）" in shown
    assert "每人每月 222.00 元（人民币贰佰贰拾贰元整）" in shown
    assert "没有考虑本地已公布的标准" in shown


def test_a_figure_of_an_earlier_year_is_said_to_be_perhaps_outdated(capsys: pytest.CaptureFixture[str]) -> None:
    later = ["--place", "371703", "--on", "2026-11-21", "--packs-only", "--short"]

    cli.main(["assess", str(EXAMPLE), *HERE, "--short"])
    assert "往年公布" not in capsys.readouterr().out
    cli.main(["assess", str(EXAMPLE), *later])

    [line] = [line for line in capsys.readouterr().out.splitlines() if "往年公布" in line]
    assert line.endswith("〔菏泽市，2024-01-01 起〕，是往年公布的，之后有没有调整，请问当地民政部门")


def test_a_part_that_takes_away_is_shown_and_a_part_that_is_nil_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = document()
    told["members"][0]["situation"] = {"refused_jobs": 3}

    assert cli.main(["assess", written(tmp_path, told), *HERE]) == 0

    shown = capsys.readouterr().out
    assert "其中 减：拒绝就业成员的份额：\N{MINUS SIGN}222.00 元" in shown
    assert "分类施保增发：" not in shown


def test_the_reasons_are_a_tree_with_values_articles_and_the_pack_of_each_parameter(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cli.main(["assess", str(EXAMPLE), *HERE])

    shown = capsys.readouterr().out.splitlines()
    explained = shown[shown.index(EXPLAINED_BELOW) :]
    standard = next(line for line in explained if "农村低保标准＝¥761.00/月，折合 ¥9,132.00/年 《" in line)
    assert standard.strip().endswith("〔菏泽市，2024-01-01 起〕")
    assert standard.startswith("      ")


def test_the_answer_comes_before_the_explanation_and_fits_on_a_screen(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["assess", str(EXAMPLE), *HERE])
    whole = capsys.readouterr().out.splitlines()
    cli.main(["assess", str(EXAMPLE), *HERE, "--short"])
    short = capsys.readouterr().out.splitlines()

    answer = whole[: whole.index("用到的标准：")]
    assert short == [*answer, whole[-1]]
    assert len(short) < 16
    assert len(whole) > 40
    figures = list(takewhile(bool, short[short.index("  主要看这几个数：") + 1 :]))
    assert [len(figures) in range(3, 6), *("《" in figure for figure in figures)] == [True] * (1 + len(figures))
    assert "--short" in EXPLAINED_BELOW
    assert any(line.strip().startswith("每月救助金额＝") for line in whole)


def test_the_answer_names_each_figure_once_with_article_and_pack(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["assess", str(EXAMPLE), *HERE])

    shown = capsys.readouterr().out.splitlines()
    figures = shown[shown.index("用到的标准：") + 1 : shown.index(EXPLAINED_BELOW) - 1]
    assert len(set(figures)) == len(figures) > 5
    assert [line for line in figures if "＝¥761.00/月，折合 ¥9,132.00/年 《" in line and "〔菏泽市，" in line]
    assert all("》" in line and line.endswith("〕") for line in figures)


def test_short_and_json_are_two_answers(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["assess", str(EXAMPLE), *HERE, "--short", "--json"])

    assert end.value.code == 2
    assert "--short" in capsys.readouterr().err


def test_what_several_persons_are_asked_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    household = document()
    for member in household["members"]:
        del member["incomes"]

    cli.main(["assess", written(tmp_path, household), *HERE, "--short"])

    asked = [line.strip() for line in capsys.readouterr().out.splitlines() if line.endswith("（wage）")]
    assert asked
    assert all(line.startswith("张某甲、李某乙、张某丙：") for line in asked)


def test_json_carries_the_same_result_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["assess", str(EXAMPLE), *HERE, "--json"]) == 0

    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert [outcome["amount"] for outcome in found["outcomes"] if outcome["programme"] == "dibao"] == ["666.00"]
    assert found["outcomes"][0]["explanation"]["children"]
    assert "没有考虑本地已公布的标准" in shown.err


def test_a_missing_parameter_leaves_it_open_and_an_assumed_one_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    household = str(ROOT / "examples" / "datonghu-2022.json")

    cli.main(["assess", household, *UNKNOWN])
    without = capsys.readouterr().out
    cli.main(["assess", household, *UNKNOWN, "--set", "dibao.standard.rural=4800.00/year"])
    assumed = capsys.readouterr().out

    assert "还不能判断" in without
    assert "缺少的标准：" in without
    assert "可以由省级、市级规定并公布。（dibao.standard.rural） 《社会救助暂行办法》第十条" in without
    assert "（dibao.standard.rural）＝¥4,800.00/年，仅本次测算" in assumed
    assert "〔示例假设值〕" in assumed


def test_what_is_not_known_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    household = document()
    del household["members"][0]["incomes"]

    assert cli.main(["assess", written(tmp_path, household), *HERE]) == 0
    shown = capsys.readouterr().out
    assert "还需要回答：" in shown
    assert "张某甲：" in shown


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "第 1 行第 2 列起不是正确的 JSON"),
        ("", "不是正确的 JSON"),
        ('{"members": [NaN]}', "不能有 NaN"),
        ('{"members": [-Infinity]}', "不能有 -Infinity"),
        ('{"members": [], "members": []}', "“members”在同一个对象里写了两次"),
        ("[" * 100_000, "括号嵌套太深"),
        ("[" + "9" * 5000 + "]", "有一个数字太长"),
    ],
)
def test_a_file_that_is_no_json_is_refused_with_place_and_reason(
    content: str, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, content)

    status = cli.main(["assess", path, *HERE])

    shown = capsys.readouterr()
    assert (status, shown.out) == (2, "")
    assert shown.err.startswith(f"{path}：")
    assert reason in shown.err


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"members": []}, "$.members"),
        ({"members": [{}] * 40}, "$.members"),
        ({"members": [{"age": 200}]}, "$.members[0].age"),
        ({"members": [{"incomes": {"wage": "-5.00"}}]}, "$.members[0].incomes.wage"),
        ({"members": [{"incomes": {"wage": 5.5}}]}, "$.members[0].incomes.wage"),
        ({"members": [{"nonsense": 1}]}, "$.members[0]"),
        ({"members": [{"id": "a", "child_of": ["b"]}, {"id": "b", "child_of": ["a"]}]}, "$.members"),
        ([], "$"),
        (7, "$"),
        (None, "$"),
    ],
)
def test_a_wrong_household_is_refused_with_the_path_in_the_file(
    wrong: object, path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, wrong)

    status = cli.main(["assess", file, *HERE])

    shown = capsys.readouterr()
    assert (status, shown.out) == (2, "")
    assert shown.err.startswith(f"{file}：家庭信息有")
    assert f"\n{path}" in shown.err


def test_a_file_in_another_encoding_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "gbk.json"
    path.write_bytes('{"members": [{"name": "张某甲"}]}'.encode("gbk"))

    assert cli.main(["assess", str(path), *HERE]) == 2
    assert "不是 UTF-8 编码" in capsys.readouterr().err


@pytest.mark.parametrize(("file", "reason"), [("/nowhere.json", "没有这个文件"), ("/tmp", "是一个目录")])  # noqa: S108
def test_a_file_that_is_none_is_refused(file: str, reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["assess", file, *HERE]) == 2
    assert capsys.readouterr().err.startswith(f"{file}：{reason}")


def test_a_file_of_many_megabytes_is_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(10**10)

    assert cli.main(["assess", str(path), *HERE]) == 2
    assert "太大" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--place", "999999", "--on", "2024-03-01"], "没有行政区划“999999”"),
        (["--place", "nonsense", "--on", "2024-03-01"], "请写 6 位数字的行政区划代码"),
        (["--place", "3717", "--on", "2024-03-01"], "您是否指 371700 菏泽市。"),
        (["--place", "530000", "--on", "1949-10-01"], "1949-10-01"),
        (["--place", "371703", "--on", "2024-03-01", "--set", "no.such=1"], "没有参数“no.such”"),
        (["--place", "371703", "--on", "2024-03-01", "--set", "dibao.standard.rural=much"], "（dibao.standard.rural）"),
    ],
)
def test_a_place_day_or_parameter_that_is_not_known_is_one_sentence(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = cli.main(["assess", str(EXAMPLE), *words, "--packs-only"])

    shown = capsys.readouterr()
    assert (status, shown.out, shown.err.count("\n")) == (2, "", 1)
    assert sentence in shown.err


@pytest.mark.parametrize(
    "words",
    [
        ["--place", "371703"],
        ["--on", "2024-03-01"],
        ["--place", "371703", "--on", "March"],
        [*HERE, "--set", "dibao.standard.rural"],
        [*HERE, "--set", "=5"],
    ],
)
def test_words_that_cannot_be_read_end_with_status_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["assess", str(EXAMPLE), *words])

    assert end.value.code == 2
    assert capsys.readouterr().out == ""


def test_without_a_running_database_published_values_are_not_silently_left_out(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DOUDI_DATA", str(data_dir))

    status = cli.main(["assess", str(EXAMPLE), "--place", "371703", "--on", "2024-03-01"])

    assert status == 2
    assert re.search("数据库没有运行.*可以加 --packs-only", capsys.readouterr().err)
    assert list(data_dir.iterdir()) == []


def test_standard_input_is_a_file_too() -> None:
    command = [sys.executable, "-m", "doudi.project.cli", "assess", "-", *HERE, "--json"]

    done = subprocess.run(command, input=EXAMPLE.read_bytes(), check=True, capture_output=True)

    assert json.loads(done.stdout)["on"] == "2024-03-01"
