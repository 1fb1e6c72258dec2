"""`doudi sources`: connecting, seeing and stopping what answers over HTTP, and the stand-in as a command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from doudi.audit.actor import Actor, acting
from doudi.exchange.signatures import pem, raw, read_pem
from doudi.project import cli, keys, paths
from doudi.project.cli import published
from doudi.verification.connections import connections
from tests.fixtures.departments import OUR_BYTES, OURS, Running
from tests.fixtures.people import TODAY


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """The database of the tests in place of the installation's."""
    monkeypatch.setattr(published, "connect", lambda: None)


@pytest.fixture
def key_file(department: Running, tmp_path: Path) -> Path:
    path = tmp_path / "holder.pem"
    path.write_bytes(department.pem)
    return path


def connect(department: Running, key_file: Path, *more: str, source: str = "bank_deposits") -> int:
    words = ["sources", "connect", source, "--url", department.url, "--key-file", str(key_file), *more]
    return cli.main(words)


def in_use() -> dict[str, str]:
    with acting(Actor.system("test"), on=TODAY):
        return {name: each.url for name, each in connections().items()}


@pytest.mark.usefixtures("connected")
def test_a_source_is_connected_shown_and_given_back(
    department: Running, key_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["sources", "connections"]) == 0
    assert connect(department, key_file, "--contact", "示例科", "--seconds", "3") == 0
    before = in_use()
    assert cli.main(["sources", "connections"]) == 0
    assert cli.main(["sources", "disconnect", "bank_deposits"]) == 0
    assert cli.main(["sources", "disconnect", "bank_deposits"]) == 2

    said = capsys.readouterr()
    assert before == {"bank_deposits": department.url}
    assert in_use() == {}
    assert "还没有接通任何来源" in said.out
    assert "示例科" in said.out
    assert "没有接通" in said.err


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize(("more", "reason"), [
    (("--seconds", "0"), "等待秒数"), (("--per-minute", "0"), "每分钟次数"), (("--contact", "长" * 201), "联系人"),
    (("--url", "http://example.com/"), "https"), (("--key-file", "/no/such/file"), "读不出来"),
])  # fmt: skip
def test_what_is_wrong_with_a_connection_is_said_and_nothing_is_kept(
    department: Running, key_file: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], reason: str
) -> None:
    assert connect(department, key_file, *more) == 2
    assert reason in capsys.readouterr().err
    assert in_use() == {}


@pytest.mark.usefixtures("connected")
def test_a_source_that_no_pack_names_and_a_file_that_is_no_key_are_refused(
    department: Running, key_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = tmp_path / "letter.pem"
    letter.write_text("张科长收")

    assert connect(department, key_file, source="horoscopes") == 2
    assert connect(department, letter) == 2
    said = capsys.readouterr().err
    assert "没有“horoscopes”这个来源" in said
    assert "Ed25519" in said


def test_our_public_key_is_shown_and_asked_for_where_there_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(keys, "query_key", lambda: None)
    assert cli.main(["sources", "key"]) == 2
    monkeypatch.setattr(keys, "query_key", lambda: OUR_BYTES)
    assert cli.main(["sources", "key"]) == 0

    said = capsys.readouterr()
    assert said.out == pem(OURS.public_key())
    assert "读不到本机的查询密钥" in said.err


def test_a_fault_that_is_none_and_a_port_that_is_taken_are_said(
    department: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(keys, "query_key", lambda: OUR_BYTES)
    port = department.url.rstrip("/").rsplit(":", 1)[1]

    assert cli.main(["sources", "serve", "--port", port]) == 2
    assert cli.main(["sources", "serve", "--fault", "rain"]) == 2
    assert cli.main(["sources", "serve", "--fault", "bank_deposits=rain"]) == 2
    said = capsys.readouterr().err
    assert f"端口 {port} 不能用" in said
    assert "没有“rain”这种故障" in said


def test_the_stand_in_serves_until_it_is_told_to_stop(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_DATA", str(data_dir))
    keys.make_keys()
    assert (paths.keys_dir() / keys.QUERY_KEY).stat().st_mode & 0o777 == 0o600
    command = [sys.executable, "-m", "doudi.project.cli", "sources", "serve", "--port", "0", "--seed", "7"]
    with subprocess.Popen(command, env=os.environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip().split("：", 1)[1].rsplit("：", 1)[-1]
        key = httpx.get(f"{url}key", timeout=10, trust_env=False).content
        process.send_signal(signal.SIGINT)

    assert process.returncode == 130
    assert len(raw(read_pem(key))) == 32
