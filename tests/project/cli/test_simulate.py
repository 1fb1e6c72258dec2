"""`doudi simulate` on the command line: over data and over the register, with a workbook, refused in a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from doudi.audit.actor import Actor, acting
from doudi.determination.models import Purpose
from doudi.determination.services.determine import determine
from doudi.intake.models import FamilyMember
from doudi.project.cli import main, published
from tests.fixtures.applications import Applications
from tests.fixtures.people import TODAY

ON, RURAL = "2024-03-01", "dibao.standard.rural"


@pytest.fixture(autouse=True)
def _without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_WITHOUT_NUMBA", "1")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "made"
    assert main(["generate", "--households", "30", "--place", "371702", "--seed", "3", "--out", f"{folder}"]) == 0
    return folder


def words(data: object, *more: str, change: str = f"{RURAL}=+8%") -> list[str]:
    return ["simulate", "--on", ON, "--data", f"{data}", "--set", change, *more]


def test_tables_and_a_workbook_come_out(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "change.xlsx"

    assert main(words(data, "--packs-only", "--programme", "dibao", "--out", f"{book}")) == 0

    told = capsys.readouterr().out
    for part in (
        "改动：农村低保标准：+8%",
        "每年 ¥9,132.00 → 每年 ¥9,862.56",
        "【谁会变：户】",
        "计算了的户：30",
        f"写在 {book}",
    ):
        assert part in told
    assert book.read_bytes().startswith(b"PK")


def test_what_cannot_be_asked_is_said_in_a_sentence_and_leaves_nothing(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "x.xlsx"
    (tmp_path / "there.xlsx").touch()
    plain = ("--packs-only", "--out", f"{book}")

    for asked, said in (
        (words(data, *plain, change="no.such=+8%"), "没有参数“no.such”"),
        (words(data, *plain, change=f"{RURAL}=8%"), "金额“8%”有误"),
        (words(data, *plain, "--place", "999999"), "999999"),
        (words(data, *plain, "--place", "532901"), "数据里没有这些地方的家庭：532901"),
        (words(data, *plain, "--programme", "nothing"), "没有项目“nothing”"),
        (words(data, *plain, "--pack", f"{tmp_path / 'none'}"), "没有这个目录"),
        (words(tmp_path / "none", *plain), "没有这个目录或者文件"),
        (words(tmp_path, *plain), "没有 households.parquet"),
        (words("live", "--packs-only"), "不能同时写 --packs-only"),
        (words(data, "--packs-only", "--out", f"{tmp_path / 'x.csv'}"), "应以 .xlsx 结尾"),
        (words(data, "--packs-only", "--out", f"{tmp_path / 'there.xlsx'}"), "已经存在"),
        (["simulate", "--on", ON, "--data", f"{data}", "--packs-only"], "要改什么"),
    ):
        assert main(asked) == 2
        assert said in capsys.readouterr().err
    assert not book.exists()


def test_the_register_itself_says_what_its_snapshot_says(
    applications: Applications, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    application = applications.accepted()
    with acting(Actor.system("test"), on=TODAY):
        members = FamilyMember.objects.filter(application=application).order_by("position")
        people = [
            {"id": each.key, "name": each.name, "relation": each.relation or None, "age": 90, "incomes": {}}
            for each in members
        ]
        document = {"household": {"register": "rural", "assets": {}}, "members": people}
        determine(application=application, document=document, on=TODAY, purpose=Purpose.PROVISIONAL)
    monkeypatch.setattr(published, "connect", lambda: None)
    value, day = f"{RURAL}=9999.00/year", TODAY.isoformat()
    assert main(["snapshot", "--on", day, "--out", f"{tmp_path / 'r'}"]) == 0
    capsys.readouterr()

    told = [result(day, value, where, capsys) for where in ("live", f"{tmp_path / 'r'}")]

    assert told[0]["tables"] == told[1]["tables"]
    assert told[0]["households"] == {"read": 1, "computed": 1, "rejected": 0, "elsewhere": 0}
    assert date.fromisoformat(told[0]["on"]) == TODAY
    assert "登记册" in told[0]["data"]


def result(day: str, value: str, where: str, capsys: pytest.CaptureFixture[str]) -> Mapping[str, Any]:
    assert main(["simulate", "--on", day, "--set", value, "--data", where, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_draft_pack_is_laid_over_what_is_published(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "connect", lambda: None)
    file = tmp_path / "draft" / "3717-heze" / "values" / "draft.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(f"""{RURAL}:
  - {{value: "9999.00", per: year, from: 2024-02-01, cites: heze-2024-standards, checked: 2024-02-01}}
""")

    assert main(["simulate", "--on", ON, "--data", f"{data}", "--pack", f"{tmp_path / 'draft'}", "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["changes"] == [["山东省菏泽市牡丹区", "农村低保标准", "每年 ¥9,132.00", "每年 ¥9,999.00"]]
