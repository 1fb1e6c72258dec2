"""Replay a determination: the same facts under the same law give the same outcome, tonight and in five years."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from doudi.determination import freezing, lawtexts
from doudi.determination.anonymity import key_of
from doudi.determination.models import Determination
from doudi.determination.services.determine import outcomes_of
from doudi.kernel.divisions import county_of
from doudi.policy.assessment import determine
from doudi.policy.report import as_text


@dataclass(frozen=True)
class Replayed:
    """What a replay found: `differences` names what no longer comes out the same, and is empty as it should be."""

    code_version_then: str
    code_version_now: str
    differences: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Tell whether the outcome is the one that was kept."""
        return not self.differences


def replay(determination: Determination) -> Replayed:
    """Compute a determination again from its frozen inputs and its kept law, and compare all that was concluded."""
    then = outcomes_of(determination)["outcomes"][0]
    snapshot = lawtexts.law_of(determination.law)
    county = county_of(determination.place)
    inputs = freezing.thaw(determination.inputs)
    assessment = determine(snapshot, inputs, place=county, on=determination.on, only=snapshot.packs.handled)
    now = _outcome(json.loads(as_text(assessment)), determination)
    differing = [name for name in then if now is None or not _still_says(then[name], now.get(name))]
    return Replayed(determination.code_version, lawtexts.code_version(), tuple(differing))


def _still_says(then: Any, now: Any) -> bool:
    """Whether all that was said is still said; a later program may say more of it."""
    if isinstance(then, dict) and isinstance(now, dict):
        return all(name in now and _still_says(said, now[name]) for name, said in then.items())
    if isinstance(then, list) and isinstance(now, list):
        return len(then) == len(now) and all(map(_still_says, then, now))
    return then == now


def _outcome(report: dict, determination: Determination) -> dict | None:
    key = key_of(determination.member) if determination.member else None
    for outcome in report["outcomes"]:
        person = outcome["person"]["id"] if outcome["person"] else None
        if outcome["programme"] == determination.programme and person == key:
            return outcome
    return None
