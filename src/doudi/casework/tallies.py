"""How many open cases stand where, how many of them are late, and how many wait for whom: one query for a whole frame.

Written as SQL: every page of the desk shows these figures, and building the same conditions anew through the ORM took
longer than counting ten thousand cases.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection

from doudi.accounts.models import Post
from doudi.accounts.roles import MAY, Act
from doudi.audit.actor import place_range
from doudi.casework.procedure.book import Procedures, procedures
from doudi.casework.steps import NOTICES, Step

BETWEEN = " "
"""Stands between a step and a procedure; neither has it in its code."""
_COUNT = """
SELECT step, count(*), count(*) FILTER (WHERE late), count(*) FILTER (WHERE mine),
       count(*) FILTER (WHERE mine AND late), count(*) FILTER (WHERE mine AND next_due_on BETWEEN %(on)s AND %(soon)s),
       count(*) FILTER (WHERE taken_back)
FROM (
    SELECT step, next_due_on,
           coalesce(due_on < %(on)s OR (step_due_on < %(on)s AND step <> ALL (%(notices)s)), false) AS late,
           CASE WHEN taken_back THEN %(accepts)s ELSE coalesce(
               step || ' ' || procedure = ANY (%(waits)s) OR (%(issues)s AND step = 'letter')
               OR (step || ' ' || procedure = ANY (%(after)s) AND NOT disputed AND step_due_on < %(on)s), false
           ) END AS mine, taken_back
    FROM casework_case
    WHERE closed_on IS NULL AND ({places})
) counted
GROUP BY step
"""


@dataclass(frozen=True, slots=True)
class Waits:
    """What posts of some roles could bring on: pairs of step and procedure, at once or when a notice is over.

    `accepts`: they close what its family took back."""

    at_once: tuple[str, ...]
    after_notice: tuple[str, ...]
    issues_letters: bool
    accepts: bool

    @property
    def are_any(self) -> bool:
        """Whether anything can ever wait for these posts."""
        return bool(self.at_once or self.after_notice or self.issues_letters or self.accepts)


@dataclass(frozen=True, slots=True)
class StepCount:
    """How many cases stand at a step, and how many of them are past their limit."""

    step: Step
    cases: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Summary:
    """How many cases a list has, how many are past their limit, and how many come to it until a day."""

    cases: int
    overdue: int
    soon: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The open cases of some posts: by step in the order of the procedure, and those that wait for these posts.

    `taken_back`: how many their families took back.
    """

    by_step: tuple[StepCount, ...]
    mine: Summary
    taken_back: int = 0


def tally(posts: Iterable[Post], *, on: date, soon_by: date) -> Tally:
    """Count the open cases in the places of some posts; one query."""
    held = list(posts)
    ranges = sorted({place_range(post.office.place) for post in held})
    waits = waits_of(frozenset(post.role for post in held), procedures())
    given: dict[str, Any] = {
        "on": on, "soon": soon_by, "notices": [step.value for step in NOTICES], "waits": list(waits.at_once),
        "after": list(waits.after_notice), "issues": waits.issues_letters, "accepts": waits.accepts,
    }  # fmt: skip
    for at, (first, past) in enumerate(ranges):
        given |= {f"first{at}": first, f"past{at}": past}
    places = " OR ".join(f"(place >= %(first{at})s AND place < %(past{at})s)" for at in range(len(ranges)))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(places=places or "false"), given)
        rows = {row[0]: row[1:] for row in cursor.fetchall()}
    by_step = tuple(StepCount(step, *rows[step.value][:2]) for step in Step if step.value in rows)
    mine = Summary(*(sum(row[at] for row in rows.values()) for at in (2, 3, 4)))
    return Tally(by_step, mine, sum(row[5] for row in rows.values()))


@lru_cache(maxsize=64)
def waits_of(roles: frozenset[str], known: Procedures) -> Waits:
    """Return what waits for roles: by the stage a case stands at, or by the one after a notice that is over."""
    at_once: list[str] = []
    after: list[str] = []
    for rule in known.rules:
        for stage in rule.stages:
            following = rule.after(stage.step)
            pair = f"{stage.step.value}{BETWEEN}{rule.id}"
            if stage.step in NOTICES and following and not roles.isdisjoint(following[0].by):
                after.append(pair)
            elif stage.step not in NOTICES and not roles.isdisjoint(stage.by):
                at_once.append(pair)
    may = {act for role in roles for act in MAY[role]}
    return Waits(tuple(at_once), tuple(after), Act.ISSUE in may, Act.ACCEPT in may)
