"""A function that is called like one that rules may call, and a rule that calls it."""

from __future__ import annotations

from doudi.policy.types import Fen


def share(amount: int, rate: int) -> int:
    """Keep everything."""
    return amount


def kept(amount: Fen) -> Fen:
    return share(amount, 2)
