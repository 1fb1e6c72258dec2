"""The units in docs/how-to are ones systemd accepts, and start commands that exist."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from doudi.project import cli
from doudi.project.bundle.source import ROOT

UNIT = re.compile(r"`/etc/systemd/system/([a-z.-]+)`:\n\n```ini\n(.*?)```", re.DOTALL)
PAGES = ("systemd.md", "backup-and-restore.md")


def units() -> dict[str, str]:
    pages = [(ROOT / "docs" / "how-to" / page).read_text("utf-8") for page in PAGES]
    return {name: text for page in pages for name, text in UNIT.findall(page)}


def test_every_unit_starts_a_command_of_doudi() -> None:
    started = [word for text in units().values() for word in re.findall(r"/\.venv/bin/doudi (\w+)", text)]

    assert sorted(started) == ["backup", "database", "serve", "worker"]
    assert set(started) <= cli.COMMANDS.keys()


def test_systemd_accepts_every_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine")
    for name, text in units().items():
        there = text.replace("/opt/doudi/.venv/bin/doudi", "/bin/true").replace("User=doudi\n", "")
        (tmp_path / name).write_text(there.replace("EnvironmentFile=/etc", "EnvironmentFile=-/etc"))

    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))],
        check=False,
        capture_output=True,
        text=True,
    )

    assert [line for line in done.stderr.splitlines() if str(tmp_path) in line] == []
