"""Setting up on a bare machine: done once, repaired when it was cut short, and one sentence when it cannot be done."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import setup

LOCKS = ["requirements.lock"]


class Machine:
    """A checkout whose commands are only written down; `answers` are the exit statuses of those that contain a word."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ran: list[list[str]] = []
        self.answers: dict[str, int] = {}
        for name in ("pyproject.toml", setup.INSTALLERS, *LOCKS):
            (root / name).write_text(name)

    def run(self, command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        self.ran.append(command)
        status = next((status for word, status in self.answers.items() if word in command), 0)
        if status == 0 and command[1:3] == ["-m", "venv"]:
            self.make_venv()
        return subprocess.CompletedProcess(command, status, stdout="")

    def make_venv(self) -> None:
        for path in (setup.PYTHON, setup.VENV / "bin" / "pip"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()

    @property
    def installed(self) -> list[str]:
        return [command[-1] for command in self.ran if "--require-hashes" in command]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    for name in ("VENV", "PYTHON", "UV", "RECORD", "UNFINISHED"):
        inside = getattr(setup, name).relative_to(Path(setup.__file__).parent.parent)
        monkeypatch.setattr(setup, name, tmp_path / inside)
    made = Machine(tmp_path)
    monkeypatch.setattr(setup.subprocess, "run", made.run)
    monkeypatch.setattr(setup, "_is_usable", lambda python: Path(python).exists())
    setup._environment.cache_clear()
    return made


def test_the_first_run_installs_uv_by_pip_and_then_every_lock_with_its_hashes(machine: Machine) -> None:
    setup.main(LOCKS)

    assert machine.installed == [setup.INSTALLERS, "requirements.lock"]
    assert machine.ran[-1][-4:] == ["--no-deps", "--no-build-isolation", "--editable", "."]


def test_the_second_run_does_nothing(machine: Machine) -> None:
    setup.main(LOCKS)
    machine.ran.clear()

    setup.main(LOCKS)

    assert machine.ran == []


def test_a_changed_lock_is_installed_again(machine: Machine) -> None:
    setup.main(LOCKS)
    machine.ran.clear()
    (machine.root / "requirements.lock").write_text("another")

    setup.main(LOCKS)

    assert "requirements.lock" in machine.installed


def test_a_run_that_was_killed_starts_afresh(machine: Machine) -> None:
    machine.answers = {"requirements.lock": -9}
    with pytest.raises(SystemExit):
        setup.main(LOCKS)
    half_done = setup.VENV / "half-done"
    half_done.touch()
    machine.answers = {}

    setup.main(LOCKS)

    assert not half_done.exists()
    assert json.loads(setup.RECORD.read_text())["root"] == str(machine.root)


def test_an_install_that_fails_by_itself_says_so_and_keeps_what_there_was(machine: Machine) -> None:
    setup.main(LOCKS)
    (machine.root / "requirements.lock").write_text("another")
    machine.answers = {"requirements.lock": 1}

    with pytest.raises(SystemExit, match="could not be installed"):
        setup.main(LOCKS)

    assert setup.PYTHON.exists()
    assert not setup.UNFINISHED.exists()


def test_an_install_that_fails_on_a_full_disk_says_that(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "ROOM_WANTED", 10**12)
    machine.answers = {"requirements.lock": 1}

    with pytest.raises(SystemExit, match=r"磁盘空间不够(.|\n)*The disk is full"):
        setup.main(LOCKS)


@pytest.mark.parametrize("sentence", [setup.NO_VENV, setup.FAILED, setup.DISK_FULL, setup.NOT_WRITTEN])
def test_what_stops_a_set_up_is_said_in_both_languages(sentence: str) -> None:
    chinese, english = sentence.split("\n")

    assert "再输入一次刚才的命令" in chinese
    assert english.isascii()
    assert "type the same command again" in english


def test_a_checkout_that_was_moved_gets_a_new_venv(machine: Machine) -> None:
    setup.main(LOCKS)
    setup.RECORD.write_text(json.dumps({**json.loads(setup.RECORD.read_text()), "root": "/elsewhere"}))
    left = setup.VENV / "left"
    left.touch()

    setup.main(LOCKS)

    assert not left.exists()


def test_a_python_without_venv_and_pip_ends_in_one_sentence(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "_has", lambda _: False)
    monkeypatch.setattr(setup, "_outer_uv", lambda: None)
    monkeypatch.setattr(setup.debian, "install", lambda *_: False)

    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        setup.main(LOCKS)

    assert not setup.VENV.exists()


def test_a_python_without_ensurepip_borrows_the_pip_it_has(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "_has", lambda module: module == "pip")
    monkeypatch.setattr(machine, "make_venv", lambda: _touch(setup.PYTHON))

    setup.main(LOCKS)

    assert [sys.executable, "-m", "pip", "--python", str(setup.PYTHON)] in [command[:5] for command in machine.ran]


def test_uv_uses_the_mirror_that_pip_was_told_to_use(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.delenv("UV_INDEX_URL", raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")

    environment = setup._environment()

    assert environment["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"


def _touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
