"""Recipients and departments that do not exist: files as `doudi verify` takes them."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from doudi.kernel.residentid import ResidentNumber, Sex
from doudi.standards.lawbook import packs
from doudi.verification.bulk.running import Verification
from doudi.verification.deployment import Arrangements
from doudi.verification.sourceentries import FieldType
from doudi.verification.sources import sourcebook

SECRET = b"s" * 32
COUNTY, TOWN, OTHER_TOWN = "430971", "430971001", "430971002"
ON = date(2024, 3, 1)
SIGNED = date(2024, 1, 5)
EVERY = ["vehicles", "death_register", "tax_record", "market_entity"]
SCHEMA = pa.schema([
    ("household_id", pa.string()), ("place", pa.string()), ("person_id", pa.string()), ("resident_number", pa.string()),
    ("name", pa.string()), ("consent_signed_on", pa.date32()), ("consent_until_on", pa.date32()),
    ("consent_sources", pa.list_(pa.string())), ("vehicles", pa.int64()), ("vehicle_value_fen", pa.int64()),
    ("wage_fen", pa.int64()), ("companies", pa.int64()),
])  # fmt: skip


def number(serial: int, born: date = date(1980, 5, 6)) -> str:
    """A number of nobody."""
    return ResidentNumber.reserved(born=born, sex=Sex.MALE, serial=serial).full


@dataclass
class World:
    """Writes the files of one month into a folder."""

    folder: Path
    people: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def person(self, serial: int, name: str, household: str = "h1", place: str = TOWN, **more: Any) -> str:
        """Add a recipient with leave for every source; return the number."""
        usual = {
            "household_id": household, "place": place, "person_id": f"m{serial}", "resident_number": number(serial),
            "name": name, "consent_signed_on": SIGNED, "consent_until_on": None, "consent_sources": EVERY,
        }  # fmt: skip
        self.people.append(usual | more)
        return self.people[-1]["resident_number"]

    @property
    def recipients(self) -> Path:
        """The file of recipients."""
        file = self.folder / "people.parquet"
        pq.write_table(pa.Table.from_pylist(self.people, SCHEMA), file)
        return file

    def deliver(self, source: str, rows: Sequence[Sequence[object]], /, *, ending: str = ".csv", **given: Any) -> Path:
        """A delivery with its manifest, in which anything may be given otherwise."""
        head = ["resident_number", "name", *(each.name for each in sourcebook().sources[source].fields)]
        folder = self.folder / "sources"
        folder.mkdir(exist_ok=True)
        name = given.get("delivery", source)
        file = folder / f"{name}{ending}"
        if ending == ".csv":
            with file.open("w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows([head, *rows])
        else:
            cells = [[None if cell == "" else str(cell) for cell in row] for row in rows]
            columns = [pa.array([row[at] for row in cells], pa.string()) for at in range(len(head))]
            pq.write_table(pa.table(columns, names=head), file, row_group_size=max(1, len(rows) // 4))
        usual: dict[str, Any] = {
            "source": source, "place": COUNTY, "as_of": "2024-02-29", "delivery": name, "schema": 1, "file": file.name,
            "encoding": "utf-8", "rows": len(rows), "roster": 1, "totals": _totals(source, rows, len(head)),
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        }  # fmt: skip
        (folder / f"{name}.json").write_text(json.dumps(usual | given, ensure_ascii=False), encoding="utf-8")
        return file

    def asked(self, out: str = "out", **more: Any) -> Verification:
        """What is asked, without last month."""
        usual: dict[str, Any] = {
            "recipients": self.recipients, "sources": self.folder / "sources", "on": ON, "out": self.folder / out,
            "packs": packs(), "book": sourcebook(), "arranged": Arrangements(self.folder / "sources.yaml"),
            "secret": SECRET,
        }  # fmt: skip
        return Verification(**(usual | more))


def vehicle(whose: str, name: str, plate: str, value: str = "31000.00") -> list[object]:
    """A row of a car."""
    return [whose, name, plate, 1, value, "小型汽车", "2019-05-06"]


def read(out: Path, name: str) -> list[dict[str, Any]]:
    """Rows of a result."""
    return pq.read_table(out / name).to_pylist()


def work(out: Path, town: str = TOWN) -> list[dict[str, str]]:
    """Rows of a township's list."""
    with (out / "work" / f"{town}.csv").open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def _totals(source: str, rows: Sequence[Sequence[object]], width: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for at, each in enumerate(sourcebook().sources[source].fields, start=2):
        if each.type.adds_up:
            fen = sum(round(float(str(row[at] or 0)) * 100) for row in rows if len(row) == width)
            found[each.name] = f"{fen // 100}.{fen % 100:02}" if each.type is FieldType.MONEY else fen // 100
    return found
