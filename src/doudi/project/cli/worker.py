"""`doudi worker`: works off the queue in production."""

from __future__ import annotations

import argparse

from doudi.project.run.children import JOBS_AT_ONCE
from doudi.project.serve import act


def arguments(parser: argparse.ArgumentParser) -> None:
    """How much at once."""
    parser.add_argument(
        "--concurrency", type=int, default=JOBS_AT_ONCE, metavar="N", help="jobs at once 同时执行的任务数"
    )


def call(options: argparse.Namespace) -> None:
    """Work until told to stop."""
    act.work(concurrency=options.concurrency)
