"""Ask what a change of figures would do to the register of a place. A worker computes it in a process of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from procrastinate.contrib.django import app

from doudi.accounts.models import Office, Officer
from doudi.accounts.permissions import require
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.determination.models import PolicySimulation, Progress
from doudi.kernel.divisions import NATION, Level, level
from doudi.kernel.errors import NotNow, Refused
from doudi.policy.affected import affected
from doudi.policy.altering import Alteration, AlteredSnapshot
from doudi.policy.drafting import laid_over, written
from doudi.policy.snapshot import LawSnapshot
from doudi.standards import lawbook
from doudi.standards.models import Proposal
from doudi.standards.packs_folder import packs_root
from doudi.standards.queries import current_snapshot, over

TASK = "doudi.jobs.simulate"
"""The name of the job; the queue knows what it does."""
MOST = 5
UNDER_WAY = (Progress.WAITING, Progress.RUNNING)


class NothingToSimulate(Refused):
    """Nothing is changed, or too many figures, or one twice."""

    code = "determination.nothing_to_simulate"
    sentence = "一次改 1 到 {most} 个数，每个数只改一次；也可以交一份政策包草案。"


class ChangesNothing(Refused):
    """No programme of the day comes out otherwise."""

    code = "determination.changes_nothing"
    sentence = "{day} 没有救助项目读取改动的地方，改了也不影响任何家庭。"


class StillUnderWay(NotNow):
    """The simulation asked for before is not done."""

    code = "determination.still_under_way"
    sentence = "本地的上一次测算（第 {number} 号）还没有算完，请等它算完。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be otherwise: figures (parameter; share or value), files of a draft pack by their paths, or both."""

    figures: Sequence[tuple[str, str]] = ()
    draft: Mapping[str, str] = field(default_factory=dict[str, str])


def ask_simulation(
    *, place: str, change: Change, day: date, office: Office, by: Officer, on: date, proposal: Proposal | None = None
) -> PolicySimulation:
    """Keep what is asked and put it into the queue.

    Raises MayNot, NothingToSimulate, ChangesNothing, StillUnderWay, ParameterUnknown, ValueUnreadable, NothingToChange,
    DraftUnreadable, PackRefused.
    """
    require(by, Act.PUBLISH_STANDARD, at=place, on=on)
    law_changed(current_snapshot(), change, place, day)
    waiting = PolicySimulation.objects.filter(place=place, asked_on=on, progress__in=UNDER_WAY).first()
    if waiting is not None:
        raise StillUnderWay(number=waiting.pk)
    made = PolicySimulation.objects.create(
        place=place, asked_by=by, office=office, asked_on=on, on=day,
        changes=[list(each) for each in change.figures], draft=dict(change.draft), proposal=proposal,
    )  # fmt: skip
    details = {
        "on": day.isoformat(),
        "changes": made.changes,
        "draft": sorted(made.draft),
        "proposal": made.proposal_id,
    }
    record("determination.simulation_asked", on=on, subject=made, place=place, details=details)
    app.configure_task(TASK).defer(simulation=made.pk)
    return made


def law_changed(before: LawSnapshot, change: Change, place: str, day: date) -> LawSnapshot:
    """Return the law with its changes, once it is sure that they can be told and do something."""
    before.law(NATION, day)
    figures = change.figures
    if len(figures) > MOST or len(dict(figures)) < len(figures) or not (figures or change.draft):
        raise NothingToSimulate(most=MOST)
    base = _drafted(change.draft) if change.draft else before
    alterations = {name: Alteration.read(before, name, text) for name, text in figures}
    after = AlteredSnapshot.over(base, alterations) if alterations else base
    if level(place) >= Level.COUNTY:
        for name in alterations:
            after.resolve(name, place, day)
    if not affected(before, after, day):
        raise ChangesNothing(day=day)
    return after


def _drafted(files: Mapping[str, str]) -> LawSnapshot:
    """Return the law with a draft laid over the packs, and over both what has been published here."""
    with tempfile.TemporaryDirectory(prefix="doudi-draft-") as folder:
        return over(laid_over(packs_root(), written(files, Path(folder)), lawbook.packs().book))
