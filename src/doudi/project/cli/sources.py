"""`doudi sources connect|disconnect|connections|key|serve`: the sources that answer queries over HTTP."""

from __future__ import annotations

import argparse

from doudi.project.cli import answering


def arguments(parser: argparse.ArgumentParser) -> None:
    """One verb, and what it needs."""
    answering.add_verbs(parser.add_subparsers(metavar=answering.VERBS, required=True))


def call(options: argparse.Namespace) -> None:
    """Act."""
    options.act(options)
