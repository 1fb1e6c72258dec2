"""Whom a delivery is matched with: recipients of its place who have given leave for its source. One roll in memory."""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from doudi.verification.bulk.arrivals import Arrival
from doudi.verification.bulk.recipients import Recipients
from doudi.verification.matching.roll import Roll
from doudi.verification.sourceentries import OWNER, OWNER_NAME


@dataclass
class Rolls:
    """Makes rolls; the last one is kept, as one source after the other has the same people."""

    recipients: Recipients
    on: date
    secret: bytes
    _last: tuple[bytes, Roll] | None = field(default=None, repr=False)

    def asked(self, arrival: Arrival) -> Any:
        """Tell of each member whether the delivery can speak of them.

        Leave is in force, and was given by the day of the data: before, nobody can have asked. A whole register
        speaks of everybody with leave.
        """
        manifest = arrival.manifest
        mask = self.recipients.with_leave(arrival.source, self.on) & self.recipients.within(manifest.place)
        if not manifest.is_whole and manifest.as_of is not None:
            mask &= self.recipients.signed_by(manifest.as_of)
        return mask

    def of(self, arrival: Arrival) -> Roll:
        """Return the roll of those a delivery can speak of; its ids are rows of the recipients."""
        mask = self.asked(arrival)
        told = np.packbits(mask).tobytes()
        if self._last is None or self._last[0] != told:
            self._last = None
            rows = np.flatnonzero(mask)
            number, name = (self.recipients.column(column, rows) for column in (OWNER, OWNER_NAME))
            roll = Roll.of(ids=pa.array(rows, pa.int64()), number=number, name=name, secret=self.secret)
            roll.warm(fuzzily=True)
            self._last = (told, roll)
        return self._last[1]
