#!/usr/bin/env python3
"""Make `.venv` hold what the named locks say, and doudi itself.

    python3 scripts/setup.py requirements.lock [requirements-dev.lock ...]

Standard library only: this runs on the bare machine. Every package is installed with its hash checked. A second
run finds the record of the first and does nothing; a run that was killed leaves its mark, and the next one starts
afresh."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import debian

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
RECORD = VENV / ".doudi-installed.json"
UNFINISHED = VENV / ".doudi-unfinished"
INSTALLERS = "requirements-install.lock"
OLDEST = (3, 11)

NO_VENV = (
    "本机的 Python 没有带 venv 和 pip。Debian、Ubuntu 请运行 apt-get install python3-venv，"
    "Fedora 请运行 dnf install python3-pip，然后再输入一次刚才的命令。\n"
    "doudi needs Python's venv and pip, which this Python comes without. On Debian or Ubuntu: "
    "apt-get install python3-venv. On Fedora: dnf install python3-pip. Then type the same command again."
)
FAILED = (
    "{0} 没有装好，原因见上面几行。连不上网：检查网络，或给 pip 设置镜像（index-url），"
    "或用离线安装包（docs/how-to/offline.md）。处理后再输入一次刚才的命令。\n"
    "The packages of {0} could not be installed; the reason stands above. No network: check it, give pip a mirror "
    "(index-url), or use the bundle for machines without internet. Then type the same command again."
)
DISK_FULL = (
    "磁盘空间不够：{0} 还剩 {1} MB，安装约需 {2} MB。请腾出空间，然后再输入一次刚才的命令。\n"
    "The disk is full: {1} MB are left at {0}, about {2} MB are needed. Make room, then type the same command again."
)
NOT_WRITTEN = (
    "不能写入 {0}（{1}）。请换一个有写权限的账户或目录，然后再输入一次刚才的命令。\n"
    "{0} cannot be written ({1}). Use an account or a folder that may, then type the same command again."
)
MEGABYTE = 1_000_000
ROOM_WANTED = 400
"""Megabytes that the packages take, with those that are being unpacked."""


def main(locks: list[str]) -> None:
    """Install the locks in order, or stop with one sentence."""
    with _alone():
        if UNFINISHED.exists() or not _is_usable(str(PYTHON)) or _has_moved():
            shutil.rmtree(VENV, ignore_errors=True)
        if all(_recorded().get(lock) == _digest(lock) for lock in (INSTALLERS, *locks)):
            return
        VENV.mkdir(exist_ok=True)
        UNFINISHED.touch()
        _install(locks)
        UNFINISHED.unlink()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Two `make` in one checkout wait for each other."""
    with (ROOT / "pyproject.toml").open() as shared:
        fcntl.flock(shared, fcntl.LOCK_EX)
        yield


def _is_usable(python: str) -> bool:
    """Whether this interpreter runs and is new enough: the machine's Python may have been replaced under a venv."""
    check = f"import ssl, sys; sys.exit(sys.version_info < {OLDEST})"
    try:
        return subprocess.run([python, "-c", check], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _has_moved() -> bool:
    """Whether the checkout was moved: the commands inside a venv carry its path."""
    return _recorded().get("root", str(ROOT)) != str(ROOT)


def _recorded() -> dict[str, str]:
    try:
        return json.loads(RECORD.read_text())
    except (OSError, ValueError):
        return {}


def _digest(lock: str) -> str:
    parts = [(ROOT / name).read_bytes() for name in ("pyproject.toml", INSTALLERS, lock)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _install(locks: list[str]) -> None:
    if not _is_usable(str(PYTHON)):
        _create_venv()
    _must(_bring_uv(), INSTALLERS)
    pip = [str(UV), "pip", "install", "--python", str(PYTHON)]
    for lock in locks:
        _must([*pip, "--require-hashes", "--requirement", lock], lock)
    _must([*pip, "--no-deps", "--no-build-isolation", "--editable", "."], "doudi")
    done = {lock: _digest(lock) for lock in (INSTALLERS, *locks)}
    RECORD.write_text(json.dumps({**_recorded(), **done, "root": str(ROOT)}, indent=1))


def _create_venv() -> None:
    if not _has("ensurepip") and not _has("pip") and not _outer_uv():
        debian.install("python3-venv")
    if _has("ensurepip"):
        _must([sys.executable, "-m", "venv", str(VENV)], "venv")
    elif _has("pip"):
        _must([sys.executable, "-m", "venv", "--without-pip", str(VENV)], "venv")
    elif uv := _outer_uv():
        _must([uv, "venv", "--allow-existing", "--python", sys.executable, str(VENV)], "venv")
    else:
        shutil.rmtree(VENV)
        sys.exit(NO_VENV)


def _bring_uv() -> list[str]:
    """Return the command that installs our own, pinned uv into the venv, by whatever pip there is."""
    wanted = ["--quiet", "--require-hashes", "--requirement", INSTALLERS]
    if (VENV / "bin" / "pip").exists():
        return [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *wanted]
    if _has("pip"):
        return [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "--no-input", *wanted]
    if uv := _outer_uv():
        return [uv, "pip", "install", "--python", str(PYTHON), *wanted]
    shutil.rmtree(VENV)
    sys.exit(NO_VENV)


def _has(module: str) -> bool:
    importlib.invalidate_caches()
    spec = importlib.util.find_spec(module)
    return spec is not None and spec.origin is not None


def _outer_uv() -> str | None:
    return shutil.which("uv")


def _must(command: list[str], what: str) -> None:
    """Run a step. One that ends badly by itself has changed nothing, so the mark goes; one that is killed leaves it."""
    status = subprocess.run(command, cwd=ROOT, env=_environment(), stdin=subprocess.DEVNULL, check=False).returncode
    if status > 0:
        UNFINISHED.unlink(missing_ok=True)
    if status != 0:
        sys.exit(_is_full() or FAILED.format(what))


def _is_full() -> str:
    """Return the sentence for a full disk where that is why; else nothing."""
    free = shutil.disk_usage(ROOT).free // MEGABYTE
    return DISK_FULL.format(ROOT, free, ROOM_WANTED) if free < ROOM_WANTED else ""


@functools.cache
def _environment() -> dict[str, str]:
    """Give uv the mirror and the certificates that pip was told to use here: uv does not read pip's settings."""
    env = dict(os.environ)
    if "UV_DEFAULT_INDEX" not in env and "UV_INDEX_URL" not in env and (mirror := _pip_setting("index-url")):
        env["UV_DEFAULT_INDEX"] = mirror
    if "SSL_CERT_FILE" not in env and (certificates := _pip_setting("cert")):
        env["SSL_CERT_FILE"] = certificates
    return env


def _pip_setting(name: str) -> str:
    """Read one setting of pip; empty where there is none."""
    python = str(PYTHON) if PYTHON.exists() else sys.executable
    command = [python, "-m", "pip", "config", "get", f"global.{name}"]
    variable = os.environ.get(f"PIP_{name.upper().replace('-', '_')}")
    return variable or subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OSError as error:
        sys.exit(_is_full() or NOT_WRITTEN.format(error.filename or ROOT, error.strerror))
    except KeyboardInterrupt:
        sys.exit(130)
