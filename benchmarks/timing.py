"""Times two or more things in turn, A B A B, in one process, so that a drift of the machine hits all alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Seconds a run, in the order they were measured."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of the runs."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """The run that nineteen of twenty do not exceed."""
        return statistics.quantiles(self.seconds, n=20)[-1]


def in_turn(
    things: Mapping[str, Callable[[int], object]], *, inputs: int, rounds: int, warm_up: int = 1
) -> dict[str, Timing]:
    """Run each thing on each input once a round; every run is timed by itself. Warm-up rounds do not count."""
    found: dict[str, list[float]] = {name: [] for name in things}
    for number in range(warm_up + rounds):
        for name, run in things.items():
            gc.collect()
            seconds = [_timed(run, which) for which in range(inputs)]
            if number >= warm_up:
                found[name] += seconds
    return {name: Timing(tuple(seconds)) for name, seconds in found.items()}


def ratios(slower: Timing, faster: Timing) -> tuple[float, float]:
    """Return slower : faster at the median and at the 95th percentile."""
    return slower.median / faster.median, slower.p95 / faster.p95


def _timed(run: Callable[[int], object], which: int) -> float:
    started = time.perf_counter()
    run(which)
    return time.perf_counter() - started
