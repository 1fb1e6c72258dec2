"""Bring what the browser tests need: a Chromium and a font with Chinese characters.

Debian's packages, where this user may install them; elsewhere one sentence says what to install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import debian

if TYPE_CHECKING:
    from collections.abc import Sequence

QUICK = "chromium-headless-shell"
"""Debian's Chromium without windows, which needs less of the processor."""
CHROMIUM = (QUICK, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What tests and pictures look for, the quick one first."""
MISSING = (
    "浏览器测试还缺 {what}，当前用户不能安装软件包。Debian 请运行 apt-get install chromium fonts-noto-cjk；"
    "其他系统请安装 Chromium 和思源黑体（Noto Sans CJK）。然后再输入一次刚才的命令。\n"
    "The browser tests need {what}, and this user may not install packages. "
    "On Debian: apt-get install chromium fonts-noto-cjk. Elsewhere: install Chromium and the Noto Sans CJK fonts. "
    "Then type the same command again."
)


def main() -> None:
    """Install what is missing, or stop with one sentence; a build server gets the quick one beside any other."""
    fonts = [] if _has_chinese_font() else ["fonts-noto-cjk", "fontconfig"]
    browsers = () if _has_chromium() else (QUICK, "chromium")
    if not _installed(browsers, fonts):
        missing = [*(["chromium"] if browsers else []), *fonts[:1]]
        sys.exit(MISSING.format(what=" and ".join(missing)))
    if "CI" in os.environ and shutil.which(QUICK) is None:
        debian.install(QUICK)


def _installed(browsers: Sequence[str], fonts: Sequence[str]) -> bool:
    """Install fonts with the first of the browsers that the system has; True where nothing is wanted."""
    if not browsers:
        return not fonts or debian.install(*fonts)
    return any(debian.install(browser, *fonts) for browser in browsers)


def _has_chromium() -> bool:
    return any(shutil.which(name) for name in CHROMIUM)


def _has_chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout.strip())  # noqa: S607 wherever the path finds it


if __name__ == "__main__":
    main()
