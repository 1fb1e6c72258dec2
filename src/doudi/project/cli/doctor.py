"""`doudi doctor`: what is wrong with this installation, and what to do."""

from __future__ import annotations

import argparse
import os

from doudi.kernel import clock
from doudi.project.doctor.act import examine

STATUS_PROBLEMS = 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""
    parser.epilog = "Exit status 1 when there is a problem. It changes nothing. 有问题时退出状态为 1；不改动任何内容。"


def call(_options: argparse.Namespace) -> int:
    """Print each finding; the status says whether any is a problem."""
    problems = 0
    for finding in examine(clock.read(os.environ)):
        print(finding, flush=True)
        problems += finding.is_problem
    print(f"共 {problems} 个问题。" if problems else "没有发现问题。")
    return STATUS_PROBLEMS if problems else 0
