"""`doudi upgrade`: back up, then bring database and static files to this version."""

from __future__ import annotations

import argparse
import os

from doudi.kernel import clock
from doudi.project.cli import passphrase
from doudi.project.upgrade.act import upgrade


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose: an upgrade without a backup is not offered."""
    parser.epilog = "Stop doudi first. The backup goes to `backups` in the data directory. 请先停止 doudi。"


def call(_options: argparse.Namespace) -> None:
    """Upgrade and tell each step."""
    upgrade(passphrase=passphrase.ask_new, at=clock.read(os.environ).at, say=print)
