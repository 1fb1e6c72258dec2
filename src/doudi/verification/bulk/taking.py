"""Takes in one delivery against the roll of those with leave, piece by piece; none is done twice."""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from doudi.policy.facts import Facts
from doudi.verification.bulk import piece
from doudi.verification.bulk.arrivals import Arrival, Came
from doudi.verification.bulk.piece import Count, Reading
from doudi.verification.bulk.recipients import Recipients
from doudi.verification.bulk.rolls import Rolls
from doudi.verification.bulk.writing import whole
from doudi.verification.deliveries.checking import sha256_of
from doudi.verification.deliveries.codes import codes_of
from doudi.verification.deliveries.flaws import Bad, Flaw, Flaws, What
from doudi.verification.deliveries.reading import batches
from doudi.verification.matching.bulk import THREADS, in_order
from doudi.verification.matching.cleaning import ExcelDamaged
from doudi.verification.sourceentries import OWNER, FieldType

PIECE: Final = 64
"""Batches of a piece, of 65,536 rows each: some seconds of work, and what a killed run may have to do again."""
LOOKED_AT: Final = 1 << 23
"""Hashes that are looked through together."""


@dataclass(frozen=True)
class Taking:
    """Takes in deliveries into a folder of pieces; `told` hears how many rows are done."""

    recipients: Recipients
    rolls: Rolls
    facts: Facts
    folder: Path
    told: Callable[[int], None]
    size: int = PIECE

    def take(self, arrival: Arrival) -> Came:
        """Take in a delivery, or what is left of it. Raises DiskFull."""
        file = self._done(arrival)
        if not file.exists():
            return self.settle(arrival, self._all(arrival))
        found = Count.of_json(json.loads(file.read_text(encoding="utf-8")))
        self.told(found.rows)
        return _came(found)

    def is_done(self, arrival: Arrival) -> bool:
        """Whether the whole delivery was taken in before."""
        return self._done(arrival).exists()

    def settle(self, arrival: Arrival, counts: Iterator[Count]) -> Came:
        """Add up what came of a delivery, hold it against its manifest, and keep that. Raises DiskFull."""
        manifest, total = arrival.manifest, Count()
        if not manifest.flaws.number:
            try:
                _require_hash(arrival)
                for each in counts:
                    total.add(each)
                    self.told(each.rows)
                _compare(arrival, total)
            except Bad as bad:
                total.flaws.add(bad.flaw)
            except ExcelDamaged as damaged:
                total.flaws.add(Flaw(What.NUMBER, str(damaged).rstrip("。"), OWNER))
        total.add(Count(flaws=manifest.flaws))
        with whole(self._done(arrival)) as draft:
            draft.write_text(json.dumps(total.as_json(), ensure_ascii=False), encoding="utf-8")
        return _came(total)

    def pieces(self, arrival: Arrival) -> list[Path]:
        """List the pieces of a delivery, in order."""
        return sorted(self.folder.glob(f"{arrival.number:04}-*.parquet"))

    def _done(self, arrival: Arrival) -> Path:
        return self.folder / f"{arrival.number:04}.json"

    def _all(self, arrival: Arrival) -> Iterator[Count]:
        """Count the pieces of a delivery, what could not be read, and what is there twice."""
        source = arrival.manifest.source
        assert source is not None  # noqa: S101 - a manifest without flaws has a source
        rest = Count()
        yield from self._each_piece(
            arrival, Reading(source, codes_of(source, self.facts), self.rolls.secret), rest.flaws
        )
        again = piece.repeated(self.pieces(arrival), LOOKED_AT)
        rest.flaws.add_rows(What.DUPLICATE, source.record or OWNER, piece.REPEATED, again)
        yield rest

    def _each_piece(self, arrival: Arrival, reading: Reading, flaws: Flaws) -> Iterator[Count]:
        """Read the file through; where a piece is there, its batches are read and left."""
        given = enumerated(batches(arrival.manifest, reading.source, flaws))
        with ThreadPoolExecutor(THREADS) as threads:
            for number in range(1 << 20):
                first = next(given, None)
                if first is None:
                    return
                mine = _chained(first, islice(given, self.size - 1))
                yield self._piece(arrival, number, mine, reading, threads)

    def _piece(
        self, arrival: Arrival, number: int, given: Iterator[Any], reading: Reading, threads: ThreadPoolExecutor
    ) -> Count:
        file = self.folder / f"{arrival.number:04}-{number:06}.parquet"
        if file.exists():
            for _ in given:
                pass
            return piece.count_of(file)
        roll = self.rolls.of(arrival)
        work: Callable[[Any], Any] = lambda each: reading.found(roll, each[1], each[0])  # noqa: E731
        return piece.keep(file, reading.schema, list(in_order(threads, work, given)))


def _compare(arrival: Arrival, total: Count) -> None:
    """Hold counts and sums against the manifest; what differs is among the flaws of `total`."""
    manifest, source = arrival.manifest, arrival.manifest.source
    if total.rows != manifest.rows:
        total.flaws.add(Flaw(What.COUNT, f"清单写 {manifest.rows} 行，文件有 {total.rows} 行", "rows"))
    for each in source.summed if source else ():
        told, found = (manifest.totals or {}).get(each.name), total.totals.get(each.name, 0)
        if told != found:
            amounts = [_written(amount, each.type) for amount in (told or 0, found)]
            total.flaws.add(Flaw(What.TOTAL, f"清单合计 {amounts[0]}，文件合计 {amounts[1]}", each.name))


def _came(found: Count) -> Came:
    return Came(found.rows, tuple(found.statuses), tuple(found.flaws.told), found.flaws.number)


def enumerated(given: Iterator[Any]) -> Iterator[tuple[int, Any]]:
    """Put the number of their first row before batches."""
    first = 0
    for batch in given:
        yield first, batch
        first += len(batch)


def _chained(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest


def _require_hash(arrival: Arrival) -> None:
    assert arrival.manifest.file is not None  # noqa: S101 - a manifest without flaws has a file
    if sha256_of(arrival.manifest.file) != arrival.manifest.sha256:
        raise Bad(Flaw(What.HASH, "文件的 SHA-256 与清单不符：没有传完，或者传后改过", "sha256"))


def _written(amount: int, type_: FieldType) -> str:
    if type_ is FieldType.COUNT:
        return str(amount)
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02}"
