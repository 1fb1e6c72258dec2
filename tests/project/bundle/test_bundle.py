"""The bundle: made here, installed where no network is."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from doudi import __version__
from doudi.project import cli
from doudi.project.bundle import source, wheels
from doudi.project.bundle.source import SourceMissing
from doudi.project.bundle.wheels import PipMissing, WheelsUnavailable

NOWHERE = "http://127.0.0.1:9"
"""Port 9 discards: a client that tries the network in spite of everything fails at once."""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("bundle") / "doudi.tar"
    assert cli.main(["bundle", str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def untouched(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle as it comes out of its tar file; nobody works in it."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(bundle) as tar:
        tar.extractall(folder, filter="data")
    return folder / f"doudi-{__version__}"


@pytest.fixture
def unpacked(untouched: Path, tmp_path: Path) -> Path:
    """A tree of its own for one test; its files are links, so a test that changes one replaces it."""
    subprocess.run(["cp", "--archive", "--link", untouched, tmp_path], check=True)
    return tmp_path / untouched.name


def offline(*command: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command that cannot reach any network."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(cwd),
        "PYTHON": sys.executable,
        **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), NOWHERE),
    }
    fenced = ["unshare", "--net"] if may_unshare() else []
    return subprocess.run(
        [*fenced, *command], cwd=cwd, env={**environment, **more}, check=False, capture_output=True, text=True
    )


def may_unshare() -> bool:
    """Say whether this machine lets us run a command in a network of its own."""
    try:
        return subprocess.run(["unshare", "--net", "true"], check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


@pytest.mark.slow
def test_a_bundle_installs_without_network_and_what_it_installed_works(unpacked: Path) -> None:
    installed = offline("./install.sh", cwd=unpacked)
    assert installed.returncode == 0, installed.stderr
    doudi = str(unpacked / ".venv" / "bin" / "doudi")

    shown = offline(doudi, "--help", cwd=unpacked)
    checked = offline(doudi, "packs", "check", cwd=unpacked)

    assert "测算一户应享受的救助" in shown.stdout
    assert checked.returncode == 0, checked.stderr


@pytest.mark.slow
def test_an_installation_from_a_bundle_can_be_bundled_again(unpacked: Path) -> None:
    names = {
        path.relative_to(unpacked).as_posix()
        for path in unpacked.rglob("*")
        if path.is_file() and path.parent.name != "wheels"
    }

    assert source.files(unpacked).keys() == names - {"SHA256SUMS", "BUNDLE", "install.sh"}


@pytest.mark.slow
def test_a_damaged_bundle_installs_nothing(unpacked: Path) -> None:
    lock = unpacked / "requirements.lock"
    content = lock.read_text()
    lock.unlink()
    lock.write_text(f"{content}# changed\n")

    installed = offline("./install.sh", cwd=unpacked)

    assert (installed.returncode, installed.stdout) == (2, "")
    assert installed.stderr == "安装包已损坏：有文件与 SHA256SUMS 不符，请重新拷贝。没有安装任何内容。\n"
    assert not (unpacked / ".venv").exists()


@pytest.mark.slow
def test_a_bundle_says_when_the_python_is_another(unpacked: Path, tmp_path: Path) -> None:
    other = tmp_path / "python"
    other.write_text("#!/bin/sh\necho 3.99\n")
    other.chmod(0o755)

    installed = offline("./install.sh", cwd=unpacked, PYTHON=str(other))

    assert installed.returncode == 2
    assert "是 3.99" in installed.stderr


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "there.tar"
    out.write_text("mine")

    status = cli.main(["bundle", str(out)])

    assert status == 2
    assert capsys.readouterr().err == f"{out} 已经存在，没有覆盖；请换一个文件名。\n"
    assert out.read_text() == "mine"


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = cli.main(["bundle", str(tmp_path / "nowhere" / "out.tar")])

    assert status == 2
    assert str(tmp_path / "nowhere") in capsys.readouterr().err


def test_without_source_there_is_no_bundle(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="不是 doudi 的源码目录"):
        source.files(tmp_path)


def test_a_wheel_that_cannot_be_had_is_said_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, "download" in command, "", "one\nNo matching distribution\n")

    monkeypatch.setattr(wheels, "_run", failing)

    status = cli.main(["bundle", str(tmp_path / "out.tar")])

    assert status == 2
    assert "No matching distribution" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_python_without_pip_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheels, "_run", lambda command: subprocess.CompletedProcess(command, 1, "", ""))

    with pytest.raises(PipMissing, match="python3-pip"):
        wheels.download(Path("unused"))


def test_errors_of_pip_are_shortened_to_their_last_lines() -> None:
    assert wheels._last_lines("a\nb\nc\nd\n") == "b / c / d"
    assert issubclass(WheelsUnavailable, Exception)
