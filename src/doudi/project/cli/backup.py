"""`doudi backup FILE`: database, documents, packs and keys into one file, while everything keeps running."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from doudi.kernel import clock
from doudi.project.backup.make import make
from doudi.project.cli import passphrase
from doudi.project.cli.output import require_new

MEGABYTE = 1_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write it."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the file to write 备份文件")
    parser.epilog = "The keys are encrypted with DOUDI_BACKUP_PASSPHRASE, or a passphrase you are asked for."


def call(options: argparse.Namespace) -> int:
    """Back up and say what it is."""
    out = require_new(options.file)
    about = make(out, passphrase=passphrase.ask_new(), at=clock.read(os.environ).at)
    megabytes = out.stat().st_size / MEGABYTE
    print(f"已备份到 {out}（{megabytes:.1f} MB；PostgreSQL {about['postgres']}，doudi {about['doudi']}）。")
    print("恢复时需要同一个口令，口令不在备份里。")
    return 0
