"""Determine a family month after month again, each month with what the one before left behind; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from doudi.determination.anonymity import anonymous, key_of
from doudi.determination.models import Determination
from doudi.determination.services.compare import side_of
from doudi.intake.models import Application, FamilyMember
from doudi.kernel.divisions import county_of
from doudi.kernel.months import Month
from doudi.policy.assessment import Assessment, Status, assess
from doudi.policy.moved import as_json
from doudi.policy.moving import Side, movement
from doudi.policy.snapshot import LawSnapshot


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a month: the household file that counts, and the law as published."""

    month: Month
    document: Mapping[str, Any]
    law: LawSnapshot


@dataclass(frozen=True, slots=True)
class Redone:
    """What comes out for a programme in a month: `status` is None where it does not concern them; amounts are fen."""

    month: Month
    status: Status | None
    amount: int | None
    side: Side

    @property
    def due(self) -> int | None:
        """What the month would give: nought where nothing is due, None where it cannot be said yet."""
        if self.status is Status.UNDETERMINED:
            return None
        return self.amount if self.status is Status.ELIGIBLE else 0


def refold(
    *, application: Application, programme: str, member: FamilyMember | None, months: Iterable[Known]
) -> Iterator[Redone]:
    """Determine a programme on the first day of each month, in the order given.

    Raises HouseholdRefused, PlaceUnknown, NoLawYet.
    """
    family = list(FamilyMember.objects.filter(application=application).order_by("position"))
    place, key = county_of(application.place), key_of(member) if member else None
    done: Assessment | None = None
    for known in months:
        day = known.month.first_day
        document, before = anonymous(known.document, family), done.carried() if done else None
        only = known.law.packs.handled
        done = assess(known.law, document, place=place, on=day, only=only, before=_still(before, document))
        found = done.outcome(programme, key)
        side = Side(known.law, place, day, done.household)
        yield Redone(known.month, found.status if found else None, found.amount if found else None, side)


def moved_since(decided: Determination, redone: Redone) -> dict[str, Any]:
    """Return what moved the outcome from what was decided to what comes out now, as JSON has it."""
    key = key_of(decided.member) if decided.member else None
    found = movement(side_of(decided), redone.side, decided.programme, key)
    return as_json(found) if found else {}


def _still(before: Mapping[Any, Any] | None, document: Mapping[str, Any]) -> dict[Any, Any] | None:
    """Return what last month left for those who are still of the family."""
    if before is None:
        return None
    members = {each["id"] for each in document["members"]}
    return {(name, owner): value for (name, owner), value in before.items() if owner is None or owner in members}
