"""What is made of a pair: accepted, for review, or what a reviewer said before, which comes first.

    judged = judge(pairs, kept=kept, secret=secret)     # pairs.SCHEMA in, JUDGED out

A reviewer's verdict is kept for a recipient's number and a *fingerprint*, the keyed digest of what the source's row
says of itself (number and name): delivered again it is the same, so nobody is asked twice; corrected by its holder it
is another, and is judged anew.
"""

# pyright: basic
# numpy and pyarrow tell little of what is in their arrays.

from __future__ import annotations

import hmac
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

import numpy as np
import pyarrow as pa

from doudi.policy.batch.arrow import pc
from doudi.verification.matching.distance import WHOLE


class Verdict(StrEnum):
    """Whether two rows are one person 比对结论."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    REJECTED = "rejected"


class Ground(StrEnum):
    """What a verdict rests on 认定依据."""

    NUMBER_AND_NAME = "number-and-name"
    """The same right number, the same name."""
    NUMBER_ONLY = "number-only"
    """The same right number, another name."""
    NEAR_NUMBER = "near-number"
    """A wrong number near the other, the same name, and nobody else of this name as near."""
    RIVALS = "rivals"
    """The same, but several are as near."""
    NEAR_BOTH = "near-both"
    """A wrong number near the other, a name like the other."""
    REVIEWER = "reviewer"
    """A reviewer said so."""


KEPT: Final = pa.schema([("person", pa.int64()), ("fingerprint", pa.int64()), ("is_same", pa.bool_())])
_REPORTED: Final = ("recipient", "row", "distance", "agreed", "likeness", "person")
JUDGED: Final = (*_REPORTED, "fingerprint", "verdict", "ground")


def judge(pairs: pa.Table, *, secret: bytes, kept: pa.Table | None = None) -> pa.Table:
    """Give every pair its verdict and ground; where plainly one person, the fingerprint is null."""
    pairs = pairs.combine_chunks()
    same_name = np.asarray(pairs["likeness"]) == WHOLE
    plain = same_name & np.asarray(pairs["is_number_right"])
    prints = fingerprints(pairs, np.flatnonzero(~plain), secret)
    said = _said(pairs, prints, kept)
    grounds = _grounds(pairs, same_name, rejected=said == 0)
    accepted = np.isin(grounds, (Ground.NUMBER_AND_NAME, Ground.NEAR_NUMBER))
    verdicts = np.where(accepted, Verdict.ACCEPTED, Verdict.REVIEW)
    heard = ~plain & (said >= 0)
    verdicts = np.where(heard, np.where(said == 1, Verdict.ACCEPTED, Verdict.REJECTED), verdicts)
    grounds = np.where(heard, Ground.REVIEWER, grounds)
    found = {name: pairs[name] for name in _REPORTED}
    written = {"verdict": verdicts, "ground": grounds}
    texts = {name: pa.array(values, pa.string()).dictionary_encode() for name, values in written.items()}
    return pa.table({**found, "fingerprint": prints, **texts})


def fingerprints(pairs: pa.Table, chosen: Any, secret: bytes) -> pa.Array:
    """Return int64 of each chosen pair, null of the others: a keyed digest of number and name of the source's row."""
    few = pairs.select(["token", "name", "remainder"]).take(pa.array(chosen, pa.int64())).to_pylist()
    digests = [hmac.new(secret, _words(each), sha256).digest() for each in few]
    values = np.zeros(len(pairs), np.int64)
    values[chosen] = [int.from_bytes(digest[:8], "little", signed=True) for digest in digests]
    absent = np.ones(len(pairs), bool)
    absent[chosen] = False
    return pa.array(values, mask=absent)


def _words(row: dict[str, Any]) -> bytes:
    number = row["remainder"] if row["remainder"] is not None else f"#{row['token']}"
    return f"{number}\0{row['name']}".encode()


def _said(pairs: pa.Table, prints: pa.Array, kept: pa.Table | None) -> Any:
    """Return 1 where a reviewer said the same person, 0 where another, -1 where nothing; the last word counts."""
    said = np.full(len(pairs), -1, np.int8)
    if kept is None or not len(kept):
        return said
    words = {(row["person"], row["fingerprint"]): row["is_same"] for row in kept.to_pylist()}
    asked = np.flatnonzero(np.asarray(pc.is_valid(prints)))
    persons, marks = np.asarray(pairs["person"])[asked], np.asarray(prints.take(pa.array(asked)))
    answers = [words.get(key) for key in zip(persons.tolist(), marks.tolist(), strict=True)]
    said[asked] = [-1 if answer is None else int(answer) for answer in answers]
    return said


def _grounds(pairs: pa.Table, same_name: Any, *, rejected: Any) -> Any:
    right = np.asarray(pairs["is_number_right"])
    rivals = _have_rivals(pairs, np.flatnonzero(same_name & ~right & ~rejected))
    exact = np.where(same_name, Ground.NUMBER_AND_NAME, Ground.NUMBER_ONLY)
    near = np.where(same_name, np.where(rivals, Ground.RIVALS, Ground.NEAR_NUMBER), Ground.NEAR_BOTH)
    return np.where(right, exact, near)


def _have_rivals(pairs: pa.Table, chosen: Any) -> Any:
    """Tell of near pairs whose row is near several persons, or whose recipient is near several numbers."""
    found = np.zeros(len(pairs), bool)
    rows, persons, tokens = (np.asarray(pairs[name])[chosen] for name in ("row", "person", "token"))
    found[chosen] = _several(rows, persons) | (_several(persons, tokens) & (tokens != 0))
    return found


def _several(groups: Any, members: Any) -> Any:
    """Tell of each place whether its group has more than one member."""
    order = np.lexsort((members, groups))
    by_group, by_member = groups[order], members[order]
    begins = np.ones(len(order), bool)
    begins[1:] = np.diff(by_group) != 0
    changes = begins.copy()
    changes[1:] |= np.diff(by_member) != 0
    group = np.cumsum(begins) - 1
    several = np.bincount(group[changes], minlength=group[-1] + 1 if len(group) else 0) > 1
    found = np.zeros(len(order), bool)
    found[order] = several[group]
    return found
