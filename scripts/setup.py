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
    "doudi needs Python's venv and pip, which this Python comes without. On Debian or Ubuntu: "
    "apt-get install python3-venv. On Fedora: dnf install python3-pip. Then type the same command again."
)
FAILED = "The packages of {} could not be installed; the reason stands above. Then type the same command again."


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
        sys.exit(FAILED.format(what))


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
    except KeyboardInterrupt:
        sys.exit(130)
