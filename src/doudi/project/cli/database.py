"""`doudi database`: keeps the embedded PostgreSQL up for the other services of this machine."""

from __future__ import annotations

import argparse

from doudi.project.serve import act


def arguments(_parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def call(_options: argparse.Namespace) -> None:
    """Keep it up until told to stop."""
    act.keep_database()
