"""`doudi run`: everything on this machine: database, migrations, packs, worker and web server, until Ctrl-C."""

from __future__ import annotations

import argparse

from doudi.project.run import run
from doudi.project.run.listen import port_wanted


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--port", help="port on 127.0.0.1 端口 (default: DOUDI_PORT or 8000)")


def call(options: argparse.Namespace) -> int:
    """Start, wait for Ctrl-C, stop."""
    return run(port=port_wanted(options.port))
