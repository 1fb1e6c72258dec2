"""Judged pairs held against the planted truth."""

# pyright: basic
# numpy tells little of what is in its arrays.

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from doudi.verification.matching.planted.making import Done, Truth
from doudi.verification.matching.verdicts import Verdict

OWN: Final = (Truth.SAME, Truth.NAMESAKE)


@dataclass(frozen=True)
class Score:
    """Counts of pairs, and the shares made of them."""

    accepted: int
    accepted_rightly: int
    own: int
    own_found: int
    """Accepted or for review."""
    plain: int
    """Own rows whose name is the same when normalised, and that nobody else is as near to."""
    plain_accepted: int
    for_review: int
    ambiguous: int
    """Planted: another person's row, a rival as near, or an own row whose name is wrong."""

    @property
    def precision(self) -> float:
        """Of the accepted: how many rightly."""
        return self.accepted_rightly / max(self.accepted, 1)

    @property
    def recall_of_accepted(self) -> float:
        """Of own rows whose name noise is normalisable: how many accepted."""
        return self.plain_accepted / max(self.plain, 1)

    @property
    def recall_with_review(self) -> float:
        """Of all own rows: how many accepted or for review."""
        return self.own_found / max(self.own, 1)

    @property
    def review_volume(self) -> float:
        """Pairs for review, for each pair planted so that nobody can know."""
        return self.for_review / max(self.ambiguous, 1)


def score(judged: pa.Table, truth: pa.Table) -> Score:
    """Count judged pairs by what was planted."""
    verdicts = np.asarray(judged["verdict"].cast(pa.string()).to_pylist(), object)
    accepted = _pairs(judged)[verdicts == Verdict.ACCEPTED]
    review = _pairs(judged)[verdicts == Verdict.REVIEW]
    planted, kinds = _pairs(truth), np.asarray(truth["truth"])
    own, named = np.isin(kinds, OWN), np.asarray(truth["name_done"]) != Done.WRONG
    plain = planted[(kinds == Truth.SAME) & named]
    return Score(
        accepted=len(accepted),
        accepted_rightly=int(np.isin(accepted, planted[own]).sum()),
        own=int(own.sum()),
        own_found=int(np.isin(planted[own], np.concatenate([accepted, review])).sum()),
        plain=len(plain),
        plain_accepted=int(np.isin(plain, accepted).sum()),
        for_review=len(review),
        ambiguous=int(((kinds != Truth.SAME) | ~named).sum()),
    )


def _pairs(table: pa.Table) -> Any:
    """Write recipient and row as one integer."""
    return np.asarray(table["recipient"]) * (1 << 32) + np.asarray(table["row"])
