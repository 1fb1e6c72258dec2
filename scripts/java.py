#!/usr/bin/env python3
"""Bring Java 17, which Spark runs on, where this user may install it; ends badly with a sentence where not."""

from __future__ import annotations

import os
import shutil
import sys

import debian


def main() -> None:
    """Install Java unless it is there."""
    if shutil.which("java") or "JAVA_HOME" in os.environ or debian.install("openjdk-17-jre-headless"):
        return
    sys.exit("没有 Java 17，Spark 的测试会跳过。Java 17 is missing: the tests on Spark will be skipped.")


if __name__ == "__main__":
    main()
