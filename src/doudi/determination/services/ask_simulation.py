"""Ask what a change of figures would do to the register of a place. A worker computes it in a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

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
from doudi.policy.snapshot import LawSnapshot
from doudi.standards.models import Proposal
from doudi.standards.queries import current_snapshot

TASK = "doudi.jobs.simulate"
"""The name of the job; the queue knows what it does."""
MOST = 5
UNDER_WAY = (Progress.WAITING, Progress.RUNNING)


class NothingToSimulate(Refused):
    """No figure is changed, or too many, or one twice."""

    code = "determination.nothing_to_simulate"
    sentence = "一次改 1 到 {most} 个数，每个数只改一次。"


class ChangesNothing(Refused):
    """No programme of the day reads what is changed."""

    code = "determination.changes_nothing"
    sentence = "{day} 没有救助项目读取这个数，改了也不影响任何家庭。"


class StillUnderWay(NotNow):
    """The simulation asked for before is not done."""

    code = "determination.still_under_way"
    sentence = "本地的上一次测算（第 {number} 号）还没有算完，请等它算完。"


def ask_simulation(
    *, place: str, changes: Sequence[tuple[str, str]], day: date, office: Office, by: Officer, on: date,
    proposal: Proposal | None = None,
) -> PolicySimulation:  # fmt: skip
    """Keep what is asked and put it into the queue.

    Raises MayNot, NothingToSimulate, ChangesNothing, StillUnderWay, ParameterUnknown, ValueUnreadable, NothingToChange.
    """
    require(by, Act.PUBLISH_STANDARD, at=place, on=on)
    before = current_snapshot()
    law_changed(before, changes, place, day)
    waiting = PolicySimulation.objects.filter(place=place, asked_on=on, progress__in=UNDER_WAY).first()
    if waiting is not None:
        raise StillUnderWay(number=waiting.pk)
    made = PolicySimulation.objects.create(
        place=place, asked_by=by, office=office, asked_on=on, on=day, changes=[list(each) for each in changes],
        proposal=proposal,
    )  # fmt: skip
    details = {"on": day.isoformat(), "changes": made.changes, "proposal": proposal.pk if proposal else None}
    record("determination.simulation_asked", on=on, subject=made, place=place, details=details)
    app.configure_task(TASK).defer(simulation=made.pk)
    return made


def law_changed(before: LawSnapshot, changes: Sequence[tuple[str, str]], place: str, day: date) -> AlteredSnapshot:
    """Return the law with its changes, once it is sure that they can be told and do something."""
    before.law(NATION, day)
    if not 1 <= len(changes) <= MOST or len(dict(changes)) < len(changes):
        raise NothingToSimulate(most=MOST)
    after = AlteredSnapshot.over(before, {name: Alteration.read(before, name, text) for name, text in changes})
    if level(place) >= Level.COUNTY:
        for name in after.alterations:
            after.resolve(name, place, day)
    if not affected(before, after, day):
        raise ChangesNothing(day=day)
    return after
