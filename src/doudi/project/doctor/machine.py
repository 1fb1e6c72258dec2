"""The machine: Python, the packages, the disk, the port, and the browser that only tests need."""

from __future__ import annotations

import platform
import re
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from doudi.project import paths
from doudi.project.bundle.source import ROOT
from doudi.project.doctor.findings import Finding, good, problem
from doudi.project.doctor.listeners import Listener, listener_on
from doudi.project.run.listen import port_wanted, ports_noted

OLDEST_PYTHON = (3, 11)
LOCK = "requirements.lock"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)\s*(;?)")
MEGABYTE = 1_000_000
ROOM_WANTED = 2_000
"""Megabytes: PostgreSQL stops when the disk is full, and a backup needs room beside it."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def python() -> Iterator[Finding]:
    """Look at the interpreter."""
    said = f"Python {platform.python_version()}（{sys.executable}）"
    if sys.version_info[:2] < OLDEST_PYTHON:
        yield problem("Python", said, "需要 3.11 或更新的版本，请安装后重新 make run")
    else:
        yield good("Python", said)


def packages() -> Iterator[Finding]:
    """Compare what is installed with the lock."""
    lock = ROOT / LOCK
    if not lock.is_file():
        yield problem("依赖", f"找不到 {lock}", "请在完整的源码目录中运行，或重新解包安装包")
        return
    differing = list(_differing(lock.read_text("utf-8").splitlines()))
    if differing:
        yield problem("依赖", f"与 {LOCK} 不一致：{'、'.join(differing)}", "重新运行 make run（离线安装：install.sh）")
    else:
        yield good("依赖", f"与 {LOCK} 一致")


def disk() -> Iterator[Finding]:
    """Look at the room where the data is."""
    place = next(path for path in (paths.data_dir(), *paths.data_dir().parents) if path.exists())
    free = shutil.disk_usage(place).free // MEGABYTE
    said = f"{place} 还有 {free} MB"
    yield problem("磁盘", said, f"请腾出空间，至少留 {ROOM_WANTED} MB") if free < ROOM_WANTED else good("磁盘", said)


def port() -> Iterator[Finding]:
    """Say on which ports this installation runs; where it does not, whether the port of `doudi run` is free."""
    running = [(port, owner) for port in ports_noted() if (owner := listener_on(port)) and _is_ours(owner)]
    for port, owner in running:
        yield good("端口", f"{port} 由本安装使用（{owner}）")
    if not running:
        yield from _wanted(port_wanted(None))


def _is_ours(owner: Listener) -> bool:
    return owner.process is None or "doudi" in owner.command


def _wanted(number: int) -> Iterator[Finding]:
    owner = listener_on(number)
    if owner is None:
        yield good("端口", f"{number} 空闲")
    elif "doudi" in owner.command:
        yield good("端口", f"{number} 由 doudi 使用（进程 {owner.process}）")
    else:
        todo = f"关闭该程序，或换一个端口：make run PORT={number + 1}"
        yield problem("端口", f"{number} 被其他程序占用（{owner}）", todo)


def browser() -> Iterator[Finding]:
    """Say whether the browser of the tests is there; nobody needs it to run doudi."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    yield good("Chromium", f"{found or '没有安装'}（只有浏览器测试用得到）")


def _differing(lines: list[str]) -> Iterator[str]:
    for line in lines:
        pin = PIN.match(line)
        if pin is None:
            continue
        name, wanted, conditional = pin.groups()
        found = _installed(name)
        if found != wanted and not (found is None and conditional):  # a condition may mean: not on this machine
            yield f"{name} 应为 {wanted}，装的是 {found or '无'}"


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
