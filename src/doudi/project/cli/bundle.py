"""`doudi bundle OUT.tar`: everything for an installation without internet, in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from doudi.project.bundle import source
from doudi.project.bundle.make import make
from doudi.project.cli.output import require_new


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write it."""
    parser.add_argument("out", metavar="OUT.tar", type=Path, help="the file to write 输出文件")


def call(options: argparse.Namespace) -> int:
    """Write the bundle and say what is in it."""
    out = require_new(options.out)
    count = make(out)
    print(f"已写入 {out}：{count} 个文件；源码版本 {source.commit() or '同所装离线包'}")
    print("在目标机器上解包后运行其中的 install.sh。")
    return 0
