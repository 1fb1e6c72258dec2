"""The wheels of a bundle: every line of the locks, for this kind of machine, each with the hash the lock gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from doudi.kernel.errors import Refused
from doudi.project.bundle.source import ROOT

LOCKS = ("requirements.lock", "requirements-install.lock")
LINES_SHOWN = 3


class PipMissing(Refused):
    """The Python under the virtual environment has no pip, and only pip downloads without installing."""

    code = "bundle.pip_missing"
    sentence = "{python} 没有 pip，不能下载依赖；请先安装（Debian：apt install python3-pip）。"


class WheelsUnavailable(Refused):
    """pip could not fetch a wheel, or a wheel did not have the hash of the lock."""

    code = "bundle.wheels_unavailable"
    sentence = "依赖没有下载齐（{reason}），没有制作离线安装包。"


def download(into: Path) -> list[Path]:
    """Fetch the wheels and return their paths. Raises PipMissing, WheelsUnavailable."""
    python = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    if _run([str(python), "-m", "pip", "--version"]).returncode:
        raise PipMissing(python=python)
    locks = [word for lock in LOCKS for word in ("--requirement", str(ROOT / lock))]
    exact = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--disable-pip-version-check"]
    done = _run([str(python), "-m", "pip", "download", "--quiet", *exact, *locks, "--dest", str(into)])
    if done.returncode:
        raise WheelsUnavailable(reason=_last_lines(done.stderr))
    return sorted(into.glob("*.whl"))


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, text=True)


def _last_lines(text: str) -> str:
    return " / ".join(text.strip().splitlines()[-LINES_SHOWN:])
