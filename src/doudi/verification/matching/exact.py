"""The exact pass: a recipient and a row of a source whose right numbers are the same.

With the same name they are one person. With another name they go to review: a number lent, mistyped into another
right one, or a name changed; who of these it is no program can say. A legacy number is its eighteen digits.
"""

# pyright: basic
# pyarrow tells little of what is in its arrays.

from __future__ import annotations

import numpy as np
import pyarrow as pa

from doudi.policy.batch.arrow import pc
from doudi.verification.matching import pairs
from doudi.verification.matching.distance import WHOLE, likeness
from doudi.verification.matching.pairs import Found, Part
from doudi.verification.matching.segments import Agreed


def same_number(part: Part) -> pa.Table:
    """Return pairs (`pairs.SCHEMA`) whose right numbers are the same."""
    rows, recipients = part.roll.by_token.find(np.asarray(part.batch["token"]))
    given, mine = part.names_of(rows), part.names_of_recipients(recipients)
    alike = np.where(np.asarray(pc.and_(pc.equal(given, mine), pc.not_equal(mine, ""))), WHOLE, 0)
    differ = pa.array(np.flatnonzero(alike < WHOLE))
    alike[np.asarray(differ)] = likeness(given.take(differ), mine.take(differ))
    found = Found(recipients, rows, 0, int(Agreed.ALL))
    return pairs.table(part, found, given, alike, is_number_right=True)
