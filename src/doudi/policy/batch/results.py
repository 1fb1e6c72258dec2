"""Turns what came of a chunk into a table: a row a household, with members nested as they came in."""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from doudi.policy.batch.chunk import BITS, MISSING, Chunk, Found, Outcomes
from doudi.policy.batch.columns import BEFORE, HOUSEHOLD_ID, MEMBERS, PERSON_ID, PLACE
from doudi.policy.batch.work import NOT_ASSESSED, Work
from doudi.policy.programmes import Programme
from doudi.policy.types import BOOL

OUTCOMES = pa.array(["", "eligible", "ineligible", "undetermined"])


def table(work: Work, chunk: Chunk, found: Found) -> pa.Table:
    """Return the results of a chunk."""
    people = {PERSON_ID: chunk.persons, **_columns(work, 1, found.members)}
    nested = pa.StructArray.from_arrays(list(people.values()), list(people))
    place = pa.DictionaryArray.from_arrays(pa.array(chunk.place), pa.array(chunk.places, pa.string()))
    return pa.table({
        HOUSEHOLD_ID: chunk.ids,
        PLACE: place.cast(pa.string()),
        **_columns(work, 0, found.own),
        MEMBERS: pa.ListArray.from_arrays(pa.array(chunk.members.astype(np.int32)), nested),
    })  # fmt: skip


def prefix(programme: Programme) -> str:
    """Return what the columns of a programme begin with."""
    return programme.id.replace("-", "_")


def _columns(work: Work, depth: int, found: Outcomes) -> dict[str, Any]:
    made: dict[str, Any] = {}
    amount = 0
    for number, programme in enumerate(work.programmes_of(depth)):
        name, outcome = prefix(programme), found.outcomes[number]
        made[f"{name}_outcome"] = _named(outcome, OUTCOMES, outcome == NOT_ASSESSED)
        reasons = pa.array(["", *(condition.rule for condition in programme.conditions)])
        made[f"{name}_reason"] = _named(found.reasons[number], reasons, found.reasons[number] == 0)
        for rule, column in ((programme.amount, "amount"), (programme.per_person, "per_person")):
            if rule is not None:
                made[f"{name}_{column}_fen"] = _numbers(found.amounts[amount])
                amount += 1
        made[f"{name}_missing"] = _missing(work, found.waits[:, number])
    for number, (state, _) in enumerate(work.carried(depth)):
        values = _numbers(found.carried[number])
        made[f"{BEFORE}{state.name}"] = values.cast(pa.bool_()) if state.unit == BOOL else values
    return made


def _numbers(values: Any) -> pa.Array:
    return pa.array(values, mask=values == MISSING)


def _named(numbers: Any, names: pa.Array, absent: Any) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(numbers, mask=absent), names)


def _missing(work: Work, waits: Any) -> pa.Array:
    """Return lists of the codes of what is missing: null where nothing is."""
    asked = np.flatnonzero((waits != 0).any(axis=0))
    kinds, which = np.unique(waits[:, asked], axis=1, return_inverse=True) if len(asked) else (waits[:, :0], asked)
    lists = [_codes(work, kinds[:, number]) for number in range(kinds.shape[1])]
    places = np.full(waits.shape[1], -1)
    places[asked] = which.reshape(-1)
    return pa.array(lists, pa.list_(pa.string())).take(pa.array(places, mask=places < 0))


def _codes(work: Work, layers: Any) -> list[str]:
    found: list[str] = []
    for number, layer in enumerate(layers.tolist()):
        left = layer
        while left:
            found.append(work.causes[number * BITS + (left & -left).bit_length() - 1])
            left &= left - 1
    return found
