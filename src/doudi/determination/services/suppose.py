"""What would come out by two sets of values of one family, beside each other 暂估. Nothing of it is stored here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from doudi.determination.anonymity import anonymous, key_of
from doudi.intake.models import Application, FamilyMember
from doudi.kernel.divisions import county_of
from doudi.policy.assessment import STATUS_LABELS, Assessment, Outcome, assess
from doudi.policy.flagging import Flag, flags, formulas
from doudi.policy.moving import Standing
from doudi.policy.programmes import PERIODS
from doudi.standards.queries import current_snapshot

NOT_CONCERNED = "不涉及"
Key = tuple[str, str | None]


def suppose(
    *,
    application: Application,
    family: Sequence[FamilyMember],
    declared: Mapping[str, Any],
    found: Mapping[str, Any],
    on: date,
) -> dict[str, Any]:
    """Return the outcomes by two household files of one family and what matters of their differences, as JSON has it.

    People go by the keys of the application. Raises HouseholdRefused, PlaceUnknown, NoLawYet.
    """
    snapshot, place = current_snapshot(), county_of(application.place)
    only = snapshot.packs.handled
    before, after = (
        assess(snapshot, anonymous(each, family), place=place, on=on, only=only) for each in (declared, found)
    )
    keys = {key_of(member): member.key for member in family}
    packs = snapshot.packs

    def flagged(flag: Flag) -> dict[str, Any]:
        cites = packs.sources.current(flag.rule.cites, on)
        return {
            "rule": flag.rule.name, "label": flag.rule.label, "person": keys[flag.person[0]] if flag.person else None,
            "declared": flag.declared, "found": flag.found, "is_gone": flag.is_gone, "plainly": flag.plainly,
            "formulas": list(dict.fromkeys(formulas(flag.node))), "cites": list(cites),
            "articles": [packs.sources.text(cite) for cite in cites],
            "programmes": [each.label for each in flag.programmes],
            "facts": [[name, keys[who] if who else None] for name, who in flag.facts],
        }  # fmt: skip

    return {
        "on": on.isoformat(), "law": snapshot.digest, "outcomes": _beside(before, after, keys),
        "differences": [flagged(each) for each in flags(before, after)],
    }  # fmt: skip


def _beside(declared: Assessment, found: Assessment, keys: Mapping[str, str]) -> list[dict[str, Any]]:
    before, after = _outcomes(declared), _outcomes(found)
    told: list[dict[str, Any]] = []
    for key in dict.fromkeys((*before, *after)):
        programme = (before.get(key) or after[key]).programme
        was, now = before.get(key), after.get(key)
        told.append({
            "programme": programme.id, "label": programme.label, "period": PERIODS[programme.period],
            "person": keys[key[1]] if key[1] else None, "declared": _standing(was), "found": _standing(now),
            "changes": Standing.of(was) != Standing.of(now),
        })  # fmt: skip
    return told


def _outcomes(assessment: Assessment) -> dict[Key, Outcome]:
    whose = ((each, assessment.household.person(each.path)) for each in assessment.outcomes)
    return {(each.programme.id, person[0] if person else None): each for each, person in whose}


def _standing(outcome: Outcome | None) -> dict[str, Any]:
    if outcome is None:
        return {"status": None, "status_label": NOT_CONCERNED, "amount_fen": None}
    label = STATUS_LABELS[outcome.status]
    return {"status": outcome.status.value, "status_label": label, "amount_fen": outcome.amount}
