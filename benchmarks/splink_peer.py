"""The fuzzy pass as deterministic rules of Splink, on DuckDB: two of three segments, two edits, the same name."""

# pyright: basic, reportMissingImports=false

from __future__ import annotations

import logging
from itertools import combinations

import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator

from doudi.policy.batch.arrow import pc

SEGMENTS = ("region", "birth", "tail")
REGION, TAIL, LONG = 6, 4, 18
THREADS = 2


def accepted(roll: pa.Table, remainder: pa.Table) -> pa.Table:
    """Return the pairs (recipient, row) that the rules find; both tables have id, number and name, as compared."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI()
    api._con.execute(f"set threads = {THREADS}")  # noqa: SLF001 Splink has no option for it
    sides = [
        api.register(_segmented(table), dataset_display_name=name)
        for name, table in (("roll", roll), ("source", remainder))
    ]
    near = "levenshtein(l.number, r.number) <= 2 and l.name = r.name and l.name <> ''"
    rules = [
        f"{' and '.join(f'l.{each} = r.{each}' for each in pair)} and {near}" for pair in combinations(SEGMENTS, 2)
    ]
    settings = SettingsCreator(
        link_type="link_only", unique_id_column_name="id", blocking_rules_to_generate_predictions=rules
    )
    return Linker(sides, settings).inference.deterministic_link().as_pyarrow_table()


def _segmented(table: pa.Table) -> pa.Table:
    """Cut the numbers: region from the left, tail from the right, the birthday from the side that is whole."""
    number = table["number"]
    return (
        table.append_column("region", pc.utf8_slice_codeunits(number, 0, REGION))
        .append_column("birth", pc.utf8_slice_codeunits(number, REGION, LONG - TAIL))
        .append_column("tail", pc.utf8_slice_codeunits(number, -TAIL, None))
    )
