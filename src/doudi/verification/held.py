"""The way to columns of rows that sources delivered: by tokens of members who have given leave, whom the actor sees.

One family is looked up on pages (`held_of_family`), by the same rule; there is no third way.

Whatever a file holds, a row comes out only if on that day a member of that token, at that place, has leave in force for
that source, and the actor may see that member. Each reading is an event with its purpose.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from doudi.audit.services.record import record
from doudi.verification.deliveries import rows, store
from doudi.verification.holding import arranged, folder_of, key_of
from doudi.verification.models import Delivery
from doudi.verification.roster import live
from doudi.verification.sources import sourcebook
from doudi.verification.standing import standing


@dataclass(frozen=True, slots=True)
class Held:
    """What a source said of those who have given leave: batches of Arrow rows, and the day of which it speaks.

    `answered`: the tokens it can speak of. One without a row has nothing on record; any other was not asked about.
    `remainder` rows have no right number: they may be anybody's until the fuzzy pass has read them.
    """

    source: str
    as_of: date
    delivery: int
    answered: frozenset[int]
    rows: tuple[Any, ...]
    remainder: int


def rows_of(tokens: Collection[int], *, source: str, place: str, on: date, purpose: str) -> Held:
    """Read what a source has on record of some members.

    Raises SourceUnknown, NotAnswered where it has not answered (which is not "nothing"), RowsMissing."""
    book = sourcebook()
    book.require((source,), place, on)
    delivery = standing(book.sources[source], place, on, arranged()).require()
    allowed = dict(live(source, place, on, tokens).values_list("token", "member__person"))
    record(
        "verification.rows_read", on=on, subject=delivery, place=place, purpose=purpose,
        persons=[person for person in allowed.values() if person is not None],
        details={"source": source, "asked": len(tokens), "with_leave": len(allowed)},
    )  # fmt: skip
    batches = list(_read(delivery, allowed.keys()))
    answered = allowed.keys() if delivery.whole else rows.tokens_in(batches)
    assert delivery.as_of is not None  # noqa: S101 - the database refuses a loaded delivery without its day
    return Held(
        source, delivery.as_of, delivery.pk, frozenset(answered), tuple(rows.on_record(batches)), delivery.remainder
    )


def path_of(delivery: Delivery) -> Path:
    """Return where the rows of a delivery are."""
    return folder_of(delivery.source) / f"{delivery.content}{store.SUFFIX}"


def _read(delivery: Delivery, allowed: Collection[int]) -> Iterator[Any]:
    return store.read(path_of(delivery), key_of(delivery), wanted=allowed)
