"""What Debian's package manager can bring, where it may: as root, or through sudo without a password."""

from __future__ import annotations

import os
import shutil
import subprocess


def may_install() -> bool:
    """Whether apt-get is here and this user may run it without being asked anything."""
    return shutil.which("apt-get") is not None and _prefix() is not None


def install(*packages: str) -> bool:
    """Install packages with apt-get; False where that is not possible or did not work."""
    prefix = _prefix()
    if shutil.which("apt-get") is None or prefix is None:
        return False
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    _run([*apt, "update"])
    return _run([*apt, "install", "--no-install-recommends", *packages])


def _prefix() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _run(["sudo", "-n", "true"], quiet=True):
        return ["sudo", "-n"]
    return None


def _run(command: list[str], *, quiet: bool = False) -> bool:
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False).returncode == 0
