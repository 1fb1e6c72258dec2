"""`doudi restore FILE --into DIR`: a backup back into an empty folder, checked in full before anything is written."""

from __future__ import annotations

import argparse
from pathlib import Path

from doudi.project.backup.restore import differing_packs, is_ready, restore
from doudi.project.cli import passphrase


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup, and where to."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the backup 备份文件")
    parser.add_argument("--into", metavar="DIR", type=Path, required=True, help="an empty data directory 空的数据目录")


def call(options: argparse.Namespace) -> int:
    """Restore and say what to do next."""
    into: Path = options.into.absolute()
    about = restore(options.file, into=into, passphrase=passphrase.ask())
    print(f"已恢复到 {into}：备份时间 {about['made_at']}，doudi {about['doudi']}。")
    if differing_packs(about):
        print(f"注意：备份时用的政策包与本程序的不同，当时的政策包保存在 {into / 'packs'}。")
    if is_ready(into):
        print(f"可以直接启动：DOUDI_DATA={into} make run，或在正式环境把 DOUDI_DATA 改为这个目录。")
    else:
        print(f"备份来自较早的版本，下一步：DOUDI_DATA={into} doudi upgrade，然后用同样的 DOUDI_DATA 启动。")
    return 0
