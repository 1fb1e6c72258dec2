"""The work in the background and on the command line: seal, export, verify."""

from __future__ import annotations

import logging
from argparse import Namespace
from datetime import date
from pathlib import Path

import pytest

from doudi.audit.actor import Actor, acting
from doudi.audit.models import Seal
from doudi.audit.services.record import record
from doudi.audit.services.seal import Busy
from doudi.jobs import audit as jobs
from doudi.project.cli import _parser, audit, published

pytestmark = pytest.mark.django_db
TODAY = date(2024, 3, 1)


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.DOUDI_SEALS = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(published, "connect", lambda: None)
    return tmp_path


def happen() -> None:
    with acting(Actor.job("test"), on=TODAY):
        record("test.done", on=TODAY)


def command(*words: str) -> int:
    options: Namespace = _parser(["audit"]).parse_args(["audit", *words])
    return audit.call(options)


def test_the_jobs_seal_and_export(folder: Path) -> None:
    happen()

    jobs.seal_events(0)
    jobs.seal_events(60)
    jobs.export_seals(0)
    jobs.export_seals(60)

    assert Seal.objects.count() == 1
    assert [path.name for path in folder.iterdir()] == ["000000000001.jsonl"]


def test_what_goes_wrong_is_said_in_the_log(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def busy(*, on: date) -> int:
        raise Busy

    monkeypatch.setattr(jobs, "seal_all", busy)
    (folder / "000000000001.jsonl").write_text('{"number": 1, "digest": "x"}\n')
    with caplog.at_level(logging.INFO, logger="doudi.jobs"):
        jobs.seal_events(0)
        jobs.export_seals(0)

    assert "下一分钟会再试" in caplog.text
    assert "库内没有库外留存的第 1 号封印" in caplog.text


def test_the_command_seals_exports_and_verifies(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    happen()

    assert [command(word) for word in ("verify", "seal", "seal", "export", "export", "verify")] == [0] * 6

    assert capsys.readouterr().out.splitlines()[1:] == [
        "新作出 1 个封印。",
        "没有需要封存的事件。",
        f"已导出：{folder / '000000000001.jsonl'}",
        "没有新的封印需要导出。",
        "审计记录完整：1 个封印、1 条事件与封存时一致。",
    ]


def test_the_command_ends_with_one_when_the_chain_is_broken(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "000000000001.jsonl").write_text('{"number": 1, "digest": "x"}\n')

    assert command("verify", "--folder", str(folder)) == 1
    assert capsys.readouterr().out == "审计记录的尾部被删除：库外留存到第 1 号封印，库内只到第 0 号。\n"
