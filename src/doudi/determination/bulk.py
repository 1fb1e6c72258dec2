"""Runs a simulation over the register, in a process of its own: here alone the product loads what computes in columns.

The register is read as the place that asked may see it, into a folder that nobody else reads and that is removed; what
is kept are sums.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from doudi.audit.actor import Actor, ActorKind, acting, place_range
from doudi.audit.services.record import record
from doudi.determination.hiding import hidden
from doudi.determination.models import PolicySimulation, Progress
from doudi.determination.register import families
from doudi.determination.services.ask_simulation import Change, law_changed
from doudi.kernel.divisions import NATION
from doudi.kernel.errors import DoudiError
from doudi.policy.batch.columns import Columns
from doudi.policy.batch.writing import write
from doudi.policy.simulation.report import report
from doudi.policy.simulation.running import Progress as Far
from doudi.policy.simulation.running import Simulation, simulate
from doudi.policy.snapshot import LawSnapshot
from doudi.standards.lawbook import packs
from doudi.standards.measures import MEASURES
from doudi.standards.queries import current_snapshot

NAME = "doudi.jobs.simulate"
FILE = "households.parquet"
SAID_EVERY = 1
"""Seconds between two words on how far it is."""
REGISTER = "本地的登记册（截至 {day}，{known} 所知）"


def write_register(into: Path, *, on: date, known_at: datetime, about: Mapping[str, str], law: LawSnapshot) -> int:
    """Write the families that the actor sees, as of a day and as known at a moment; return how many."""
    told = families(on=on, known_at=known_at)
    states = law.law(NATION, on).computation.layout.states
    return write(Columns.of(packs().facts), told, states=states, into=into, about=about)


def run_simulation(*, simulation_id: int, now: datetime, on: date) -> PolicySimulation:
    """Compute what was asked, and keep the sums or why it could not be."""
    with acting(Actor.job(NAME), on=on):
        asked = PolicySimulation.objects.get(pk=simulation_id)
    if asked.progress not in (Progress.WAITING, Progress.RUNNING):
        return asked
    hand = Actor(ActorKind.JOB, name=NAME, places=place_range(asked.place), at=asked.place)
    _keep(asked, hand, on, progress=Progress.RUNNING)
    try:
        told, before, after = _computed(asked, hand, now, on)
    except DoudiError as error:
        _keep(asked, hand, on, progress=Progress.FAILED, told=str(error), finished_at=now)
        return asked
    with acting(hand, on=on):
        details = {"on": asked.on.isoformat(), "law": before, "law_changed": after}
        record("determination.simulated", on=on, subject=asked, place=asked.place, details=details)
        _keep(
            asked, hand, on, progress=Progress.DONE, result=told, law_before=before, law_after=after, finished_at=now
        )  # fmt: skip
    return asked


def _computed(asked: PolicySimulation, hand: Actor, now: datetime, on: date) -> tuple[dict[str, Any], str, str]:
    """Return the report without what would tell of few people, and both laws."""
    with tempfile.TemporaryDirectory(prefix="doudi-register-") as folder:
        file = Path(folder) / FILE
        with acting(hand, on=on):
            before = current_snapshot()
            change = Change(figures=[(name, text) for name, text in asked.changes], draft=asked.draft)
            after = law_changed(before, change, asked.place, asked.on)
            write_register(file, on=asked.on, known_at=now, about={}, law=before)
        done = simulate(
            Simulation(before, after, asked.on, file, MEASURES),
            _saying(asked, hand, on),
        )
    data = REGISTER.format(day=asked.on.isoformat(), known=f"{now:%Y-%m-%d %H:%M}")
    return hidden(report(done, data=data, draft="、".join(asked.draft))), before.digest, after.digest


def _saying(asked: PolicySimulation, hand: Actor, on: date) -> Callable[[Far], None]:
    """Return what tells the page how far it is, now and then."""
    last = [time.monotonic()]

    def say(far: Far) -> None:
        if time.monotonic() - last[0] >= SAID_EVERY:
            last[0] = time.monotonic()
            _keep(asked, hand, on, done=far.read, whole=far.whole)

    return say


def _keep(asked: PolicySimulation, hand: Actor, on: date, **columns: Any) -> None:
    with acting(hand, on=on):
        for name, value in columns.items():
            setattr(asked, name, value)
        asked.save(update_fields=list(columns))
