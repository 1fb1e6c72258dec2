"""The patience of the supervisor, and what it does when the database comes back elsewhere."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from doudi.project import cli
from doudi.project.postgres import Server, Urls
from doudi.project.postgres.log import LARGEST, Log
from doudi.project.run import supervision
from doudi.project.run.children import Child
from doudi.project.run.supervision import GaveUp, Patience


class EnoughError(Exception):
    """Ends the watch of a test, as a signal does in life."""


@dataclass
class Told:
    """A child that writes down what it is told."""

    url: str = "before"
    label: str = "网页服务"
    ended: bool = False
    told: list[str] = field(default_factory=list)

    def has_ended(self) -> bool:
        return self.ended

    def start(self) -> None:
        self.told.append("start")

    def ask_to_stop(self) -> None:
        self.told.append("stop")

    def wait_or_kill(self) -> None:
        self.told.append("wait")


@dataclass
class Moved:
    """A server that is dead once and comes back on another port."""

    alive: bool = False
    log: Log = field(default_factory=lambda: Log(Path("/nowhere/server.log")))

    def is_alive(self) -> bool:
        return self.alive

    def ensure_running(self) -> Urls:
        self.alive = True
        return Urls(owner="owner", app="after")


def test_five_restarts_in_a_minute_are_borne_and_the_sixth_is_not() -> None:
    patience = Patience("后台任务")
    for _ in range(5):
        patience.spend()

    with pytest.raises(GaveUp, match="后台任务在 60 秒内第 6 次意外退出"):
        patience.spend()


def test_restarts_far_apart_are_borne_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 10_000, 13))
    monkeypatch.setattr(supervision.time, "monotonic", lambda: next(clock))
    patience = Patience("后台任务")

    spent = [patience.spend() for _ in range(100)]

    assert len(spent) == 100


def test_children_learn_the_new_address_when_the_database_comes_back_on_another_port(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    child, said = Told(), []
    monkeypatch.setattr(supervision.time, "sleep", stop_watching)

    with pytest.raises(EnoughError):
        supervision.watch([cast("Child", child)], cast("Server", Moved()), say=said.append)

    assert child.url == "after"
    assert child.told == ["stop", "wait", "start"]
    assert said == ["数据库意外退出，正在重新启动。"]


def test_a_child_that_ends_again_and_again_ends_the_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    child = Told(ended=True)
    monkeypatch.setattr(supervision.time, "sleep", lambda _seconds: None)

    with pytest.raises(GaveUp, match="网页服务"):
        supervision.watch([cast("Child", child)], None, say=lambda _sentence: None)

    assert child.told == ["start"] * 5


def test_the_log_of_the_database_is_kept_small_while_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision.time, "sleep", stop_watching)
    server = Moved(alive=True, log=Log(tmp_path / "server.log"))
    handle = server.log.open()
    os.write(handle, b"." * (LARGEST + 1))

    with pytest.raises(EnoughError):
        supervision.watch([], cast("Server", server), say=print)
    os.write(handle, b"what came after\n")
    os.close(handle)

    assert server.log.path.read_text() == server.log.fresh() == "what came after\n"


@pytest.mark.parametrize("port", ["-1", "0", "65536", "abc", "8000x", "\N{FULLWIDTH DIGIT NINE}", "9" * 5000])
def test_a_port_that_does_not_exist_is_a_sentence_and_nothing_is_made(
    port: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DOUDI_DATA", str(data_dir))

    assert cli.main(["run", f"--port={port}"]) == 2
    monkeypatch.setenv("DOUDI_PORT", port)
    assert cli.main(["run"]) == 2

    assert capsys.readouterr().err == f"不能使用端口 {port}（端口应是 1 到 65535 的数字）；请换一个，例如 8000。\n" * 2
    assert list(data_dir.iterdir()) == []


def stop_watching(_seconds: float) -> None:
    raise EnoughError
