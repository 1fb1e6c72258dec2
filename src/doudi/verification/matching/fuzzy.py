"""The fuzzy pass, for the remainder: pairs of which at least one number is wrong, and nearly the other's.

Two of three segments agree, the numbers are at most two edits apart, and the names at least half alike. Two right
numbers that differ are two persons, whatever their names: such a pair is never looked at.
"""

# pyright: basic
# numpy and pyarrow tell little of what is in their arrays.

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from doudi.policy.batch.arrow import pc
from doudi.verification.matching import pairs, segments
from doudi.verification.matching.distance import distances, likeness
from doudi.verification.matching.numbers import Status
from doudi.verification.matching.pairs import Found, Part
from doudi.verification.matching.roll import Roll


def near_number(part: Part) -> list[pa.Table]:
    """Return pairs (`pairs.SCHEMA`) of which a number is wrong and near the other."""
    return [_alike(part, _wrong_in_roll(part)), _alike(part, _wrong_in_source(part))]


def _wrong_in_roll(part: Part) -> Found:
    """Look up what the wrong numbers of the roll may have been."""
    rows, places = part.roll.by_near_token.find(np.asarray(part.batch["token"]))
    near = part.roll.near
    return Found(near.rows[places], rows, near.distances[places], near.agreed[places])


def _wrong_in_source(part: Part) -> Found:
    """Look up the segments of the source's wrong numbers."""
    wrong = np.flatnonzero(np.asarray(part.batch["status"]) > Status.LEGACY)
    texts = pc.fill_null(part.batch["remainder"].take(pa.array(wrong, pa.int64())), "")
    places, recipients, agreed = _sharing(part.roll, texts)
    apart = distances(texts.take(pa.array(places)), part.roll.texts.take(pa.array(recipients)))
    return Found(recipients, wrong[places], apart, agreed).only(apart <= segments.MOST_EDITS)


def _sharing(roll: Roll, texts: pa.Array) -> tuple[Any, Any, Any]:
    """Return places in `texts`, rows of the roll, and the segments they share; a pair once."""
    empty = np.empty(0, np.int64)
    places, recipients, kinds = [empty], [empty], [empty]
    for rows, characters in segments.by_length(texts):
        for kind, blocks in segments.blocks_of(characters).items():
            at, mine = roll.by_block[kind].find(blocks)
            places.append(rows[at])
            recipients.append(mine)
            kinds.append(np.full(len(at), int(kind)))
    return _merged(np.concatenate(places), np.concatenate(recipients), np.concatenate(kinds))


def _merged(places: Any, recipients: Any, kinds: Any) -> tuple[Any, Any, Any]:
    """Join what several blocks said of one pair."""
    order = np.lexsort((recipients, places))
    places, recipients, kinds = places[order], recipients[order], kinds[order]
    begins = np.ones(len(places), bool)
    begins[1:] = (np.diff(places) != 0) | (np.diff(recipients) != 0)
    first = np.flatnonzero(begins)
    return places[first], recipients[first], np.bitwise_or.reduceat(kinds, first) if len(first) else kinds


def _alike(part: Part, found: Found) -> pa.Table:
    """Keep the pairs whose names are at least half alike."""
    given = part.names_of(found.rows)
    alike = likeness(given, part.names_of_recipients(found.recipients))
    kept = np.flatnonzero(alike >= pairs.HALF)
    return pairs.table(part, found.only(kept), given.take(pa.array(kept)), alike[kept], is_number_right=False)
