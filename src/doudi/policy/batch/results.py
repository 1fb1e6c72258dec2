"""Turns what came of a chunk into a table: a row a household, with members nested as they came in."""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from doudi.policy.batch.chunk import BITS, MISSING, Chunk, Found, Outcomes, offsets
from doudi.policy.batch.columns import BEFORE, HOUSEHOLD_ID, MEMBERS, PERSON_ID, PLACE
from doudi.policy.batch.outgoing import prefix
from doudi.policy.batch.work import NOT_ASSESSED, Work
from doudi.policy.types import BOOL

OUTCOMES = pa.array(["", "eligible", "ineligible", "undetermined"])


def table(work: Work, chunk: Chunk, found: Found) -> pa.Table:
    """Return the results of a chunk."""
    people = {PERSON_ID: chunk.persons, **_columns(work, 1, found.members, found.causes)}
    nested = pa.StructArray.from_arrays(list(people.values()), list(people))
    place = pa.DictionaryArray.from_arrays(pa.array(chunk.place), pa.array(chunk.places, pa.string()))
    return pa.table({
        HOUSEHOLD_ID: chunk.ids,
        PLACE: place.cast(pa.string()),
        **_columns(work, 0, found.own, found.causes),
        MEMBERS: pa.ListArray.from_arrays(pa.array(chunk.members.astype(np.int32)), nested),
    })  # fmt: skip


def _columns(work: Work, depth: int, found: Outcomes, causes: Any) -> dict[str, Any]:
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
        made[f"{name}_missing"] = missing(work, found, number, causes)
    for number, (state, _) in enumerate(work.carried(depth)):
        values = _numbers(found.carried[number])
        made[f"{BEFORE}{state.name}"] = values.cast(pa.bool_()) if state.unit == BOOL else values
    return made


def _numbers(values: Any) -> pa.Array:
    return pa.array(values, mask=values == MISSING)


def _named(numbers: Any, names: pa.Array, absent: Any) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(numbers, mask=absent), names)


def missing(work: Work, found: Outcomes, number: int, causes: Any) -> pa.Array:
    """Return lists of the codes of what is missing, in the order of `Work.causes`: null where nothing is."""
    layers = [found.waits[number], *(_spread(*later, number, found.waits.shape[1]) for later in found.later)]
    asked = (
        np.flatnonzero(layers[0] | np.bitwise_or.reduce(layers[1:], axis=0))
        if layers[1:]
        else np.flatnonzero(layers[0])
    )
    kinds, which = _kinds([layer[asked] for layer in layers])
    lists = _codes(work, kinds, causes)
    places = np.full(found.waits.shape[1], -1)
    places[asked] = which
    return lists.take(pa.array(places, mask=places < 0))


def _spread(columns: Any, waits: Any, number: int, count: int) -> Any:
    spread = np.zeros(count, np.uint64)
    spread[columns] = waits[number]
    return spread


def _kinds(layers: list[Any]) -> tuple[list[Any], Any]:
    """Return the sets of bits that occur, a layer each, and which of them each row has."""
    first, which = np.unique(layers[0], return_index=True, return_inverse=True)[1:]
    for layer in layers[1:]:
        values, numbers = np.unique(layer, return_inverse=True)
        first, which = np.unique(which * len(values) + numbers, return_index=True, return_inverse=True)[1:]
    return [layer[first] for layer in layers], which


def _codes(work: Work, layers: list[Any], causes: Any) -> pa.Array:
    """Return the list of codes of each set of bits."""
    bits = np.arange(BITS, dtype=np.uint64)
    row, cause = [], []
    for number, layer in enumerate(layers):
        rows, places = np.nonzero((layer[:, None] >> bits) & np.uint64(1))
        row.append(rows)
        cause.append(causes[number * BITS + places])
    rows, told = np.concatenate(row), np.concatenate(cause)
    order = np.lexsort((told, rows))
    starts = offsets(np.bincount(rows, minlength=len(layers[0])))
    names = pa.array(work.causes, pa.string()).take(pa.array(told[order]))
    return pa.ListArray.from_arrays(pa.array(starts.astype(np.int32)), names)
