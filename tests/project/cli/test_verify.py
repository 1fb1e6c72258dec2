"""`doudi verify` on the command line: what is said of each source, what is sent back, what is refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from doudi.accounts.secrets import Keyring
from doudi.project.cli import main
from tests.verification.bulk.world import World, number, vehicle


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(settings, "DOUDI_KEYRING", Keyring({1: b"1" * 32}, b"i" * 32))
    monkeypatch.setenv("DOUDI_SOURCES", str(tmp_path / "sources.yaml"))
    return World(tmp_path)


def words(world: World, out: str, *more: str) -> list[str]:
    given = ["--recipients", f"{world.recipients}", "--sources", f"{world.folder / 'sources'}"]
    return ["verify", *given, "--as-of", "2024-03-01", "--out", f"{world.folder / out}", *more]


def test_a_month_is_verified_and_each_source_told(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.person(1, "张某甲", vehicles=0)
    world.deliver("vehicles", [vehicle(number(1), "张某甲", "湘Z1")])

    assert main(words(world, "first")) == 0
    assert main(words(world, "second", "--previous", f"{world.folder / 'first'}")) == 0

    told = capsys.readouterr().out
    assert "核对了 1 户 1 人" in told
    assert "车船登记：已接收，2024-02-29 的数据，查询 1 人，有记录 1 人" in told
    assert "银行存款：未回复：没有交付" in told
    assert "与上月相比：新增 0 条，有变化 0 条，不再出现 0 条。" in told


def test_a_delivery_sent_back_is_told_with_its_flaws(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.person(1, "张某甲")
    world.deliver("vehicles", [], sha256="0" * 64)

    assert main(words(world, "out")) == 1
    assert "vehicles.json 已退回，1 处问题：校验值" in capsys.readouterr().out


def test_a_cluster_is_named_for_spark_alone(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words(world, "out", "--master", "local[2]")) == 2
    assert "--master 只用于" in capsys.readouterr().err
