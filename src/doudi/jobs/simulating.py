"""`python -m doudi.jobs.simulating N`: the process that computes simulation number N, and ends."""

from __future__ import annotations

import os
import sys

import django

from doudi.kernel import clock

NICENESS = 10
"""Pages and payments go before."""


def main() -> int:
    """Compute one simulation; returns the exit status."""
    os.nice(NICENESS)
    django.setup()
    from doudi.determination.bulk import run_simulation  # noqa: PLC0415 - there only after Django is set up

    reading = clock.read(os.environ)
    run_simulation(simulation_id=int(sys.argv[1]), now=reading.at, on=reading.today)
    return 0


if __name__ == "__main__":
    sys.exit(main())
