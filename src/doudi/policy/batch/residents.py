"""Resident numbers of nobody, by the thousand: those that begin with 99 (`kernel.residentid`), check digit included."""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from doudi.kernel.residentid import CHECKS, RESERVED_PREFIX, WEIGHTS
from doudi.policy.batch.arrow import pc

A_DAY = 5_000_000
"""Numbers that one birthday has for each sex; so many persons further on the day of the month differs."""
BORN_BY = 2024
PLACES = 17


def numbers(serials: Any, ages: Any, rng: np.random.Generator) -> pa.Array:
    """Return a number for each person: `serials` count persons through the whole register, so that no two are alike."""
    wrap, serial = np.divmod(serials, A_DAY)
    day = 1 + (wrap % 7) * 4 + rng.integers(0, 4, len(serials))
    born = (BORN_BY - ages) * 10_000 + rng.integers(1, 13, len(serials)) * 100 + day
    region, order = np.divmod(serial * 2 + rng.integers(0, 2, len(serials)), 1000)
    body = ((int(RESERVED_PREFIX) * 10_000 + region) * 10**8 + born) * 1000 + order
    digits = body[:, None] // 10 ** np.arange(PLACES - 1, -1, -1) % 10
    checks = np.array(list(CHECKS))[(digits @ np.array(WEIGHTS)) % len(CHECKS)]
    return pc.binary_join_element_wise(pa.array(body).cast(pa.string()), pa.array(checks, pa.string()), "")
