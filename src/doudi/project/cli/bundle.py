"""`doudi bundle OUT.tar`: everything for an installation without internet, in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from doudi.kernel.errors import Refused
from doudi.project.bundle import source
from doudi.project.bundle.make import make


class OutputThere(Refused):
    """A file of that name is there already; nothing is overwritten."""

    code = "bundle.output_there"
    sentence = "{path} 已经存在，没有覆盖；请换一个文件名。"


class FolderMissing(Refused):
    """The folder the bundle should go into does not exist."""

    code = "bundle.folder_missing"
    sentence = "目录 {path} 不存在，请先建好。"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write it."""
    parser.add_argument("out", metavar="OUT.tar", type=Path, help="the file to write 输出文件")


def call(options: argparse.Namespace) -> int:
    """Write the bundle and say what is in it."""
    out: Path = options.out.absolute()
    if out.exists():
        raise OutputThere(path=out)
    if not out.parent.is_dir():
        raise FolderMissing(path=out.parent)
    count = make(out)
    print(f"已写入 {out}：{count} 个文件；源码版本 {source.commit() or '同所装离线包'}")
    print("在目标机器上解包后运行其中的 install.sh。")
    return 0
