"""What simulations of the tests are asked for, and how."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from doudi.policy.altering import Alteration, AlteredSnapshot
from doudi.policy.simulation.counting import Totals
from doudi.policy.simulation.running import (
    Simulated,
    Simulation,
    simulate,
)
from doudi.policy.snapshot import LawSnapshot
from doudi.standards.measures import MEASURES
from tests.properties.test_real_law import complete

ON = date(2024, 3, 1)
COUNTY, OTHER = "371702", "532901"
BASIC = frozenset({"dibao", "dibao-single", "tekun", "margin"})
RURAL = "dibao.standard.rural"
SOURCE = "heze-2024-standards"


def altered(law: LawSnapshot, **changes: str) -> AlteredSnapshot:
    named = {name.replace("__", "."): text for name, text in changes.items()}
    return AlteredSnapshot.over(law, {name: Alteration.read(law, name, text) for name, text in named.items()})


@cache
def law() -> LawSnapshot:
    """Return a law in which nothing is missing at the county."""
    return complete(COUNTY, ON)


def simulated(file: Path, after: LawSnapshot, **more: object) -> Simulated:
    given = {"only": BASIC, **more}
    return simulate(Simulation(law(), after, ON, file, MEASURES, **given))  # pyright: ignore[reportArgumentType]


def places(totals: Totals) -> Mapping[tuple[str, ...], list[int]]:
    return dict(totals.of("place"))


def at_place(register: Path, folder: Path, place: str) -> Path:
    """Let all households live elsewhere."""
    table = pq.read_table(register)
    file = folder / f"{place}.parquet"
    pq.write_table(table.set_column(1, "place", pa.array([place] * len(table))), file)
    return file
