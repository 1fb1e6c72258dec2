"""`doudi sources`: from the roster to the rows, and what is told of a delivery that was sent back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from doudi.project import cli
from doudi.project.cli import published
from doudi.verification.models import Roster
from tests.fixtures.applications import COUNTY
from tests.fixtures.people import TODAY
from tests.verification.deliveries.conftest import Department, Family, system


@pytest.fixture(autouse=True)
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "connect", lambda: None)
    monkeypatch.setenv("DOUDI_MODE", "test")
    monkeypatch.setenv("DOUDI_TODAY", TODAY.isoformat())


@pytest.mark.django_db
def test_a_roster_goes_out_a_bad_answer_goes_back_and_a_good_one_stays_until_its_time(
    department: Department, family: Family, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster, report = tmp_path / "roster.csv", tmp_path / "report.json"
    assert cli.main(["sources", "roster", "vehicles", str(roster), "--place", COUNTY, "--purpose", "年度复核"]) == 0
    with system():
        department.roster = Roster.objects.latest("pk").pk
    assert f"第 {department.roster} 号授权名单：3 人" in capsys.readouterr().out

    bad = department.csv(family.rows, rows=3)
    assert cli.main(["sources", "load", str(bad)]) == 1
    said = capsys.readouterr().out
    assert "已退回，1 处问题，一行也没有留存" in said
    number = said.split()[1]
    assert cli.main(["sources", "report", number]) == 0
    assert cli.main(["sources", "report", number, "--out", str(report)]) == 0
    assert json.loads(report.read_text("utf-8"))["flaws"][0]["what"] == "count"
    assert cli.main(["sources", "status", "--place", COUNTY]) == 0
    assert "车船登记\t未回复：交付有误" in capsys.readouterr().out

    good = department.csv(family.rows, delivery="d2")
    assert cli.main(["sources", "load", str(good)]) == 0
    assert cli.main(["sources", "load", str(good)]) == 0
    assert "以前收过，没有再收一次" in capsys.readouterr().out
    assert cli.main(["sources", "status", "--place", COUNTY]) == 0
    assert "车船登记\t已接收" in capsys.readouterr().out
    assert cli.main(["sources", "forget"]) == 0
    assert "到期删除 0 批，清理文件 0 个" in capsys.readouterr().out
    assert cli.main(["sources", "report", "0"]) == cli.STATUS_REFUSED


def test_the_registry_is_listed_without_a_database(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sources", "list"]) == 0
    assert "other_rolls\t外地救助对象" in capsys.readouterr().out
    assert cli.main(["sources", "list", "--place", "430971", "--on", "2022-04-18"]) == 0
    assert "水电气（utilities）供水、供电、供气单位：依据 datonghu-2021-30#19" in capsys.readouterr().out
    assert cli.main(["sources", "list", "--place", "430971", "--on", "2000-01-01"]) == 0
    assert "没有可以查询的来源" in capsys.readouterr().out
