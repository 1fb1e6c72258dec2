"""The words of the price-linked subsidy. Their Chinese labels stand in `packs/cn/facts/price.yaml`."""

from __future__ import annotations

from enum import IntEnum


class PriceBasis(IntEnum):
    """Which rise of prices the subsidy is counted by 价格补贴的计算指数."""

    LOW_INCOME = 1
    TRIGGER = 2
