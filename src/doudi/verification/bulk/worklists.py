"""Lists for people: the work of each township, and pairs for a reviewer; CSV that a Chinese Excel opens."""

# pyright: basic
# pyarrow tells little of what is in its arrays.

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from doudi.policy.batch.columns import HOUSEHOLD_ID, PERSON_ID, PLACE
from doudi.policy.batch.running import FORMULAS
from doudi.policy.facts import Facts
from doudi.verification.bulk import reviewing
from doudi.verification.bulk.items import Kind
from doudi.verification.bulk.months import CHANGE, Change
from doudi.verification.bulk.writing import whole
from doudi.verification.sourceentries import OWNER_NAME
from doudi.verification.sources import Sourcebook

FOLDER, REVIEW = "work", "review.csv"
TOWNSHIP: Final = 9
"""Digits of a township; a recipient whose place is no more than a county is in the county's file."""
TITLES: Final = (
    "家庭编号", "行政区划代码", "成员编号", "姓名", "来源", "数据日期", "类别", "事项",
    "物品编号", "申报", "查到", "与上月相比", "核实情况",
)  # fmt: skip
AT_ONCE: Final = 1 << 16


def write(changes: pa.Table, out: Path, book: Sourcebook, facts: Facts) -> int:
    """Write a list for each township that has something to do; return how many. Raises DiskFull."""
    codes = changes[PLACE].combine_chunks().dictionary_encode()
    towns = [place[:TOWNSHIP] for place in codes.dictionary.to_pylist()]
    names = sorted(set(towns))
    for old in (out / FOLDER).glob("*.csv"):
        old.unlink()
    town_of = np.array([names.index(town) for town in towns], np.int64)[codes.indices.to_numpy()]
    order = np.argsort(town_of, kind="stable")
    cuts = np.searchsorted(town_of[order], np.arange(len(names) + 1))
    for number, name in enumerate(names):
        mine = changes.take(pa.array(order[cuts[number] : cuts[number + 1]]))
        in_order = mine.sort_by([(PLACE, "ascending"), (HOUSEHOLD_ID, "ascending"), (PERSON_ID, "ascending")])
        _write(out / FOLDER / f"{name}.csv", TITLES, (_row(each, book, facts) for each in _rows(in_order)))
    return len(names)


def write_reviews(reviews: pa.Table, out: Path, book: Sourcebook) -> None:
    """Write the pairs that a reviewer decides on, with a column for the answer. Raises DiskFull."""
    titles = [*reviewing.LABELS.values(), reviewing.SAME]

    def row(each: dict[str, Any]) -> list[object]:
        return [*(each | {"source": _label(each["source"], book)}).values(), ""]

    _write(out / REVIEW, titles, (row(each) for each in _rows(reviews)))


def _write(file: Path, titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with whole(file) as draft, draft.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(titles)
        writer.writerows([_plain(cell) for cell in row] for row in rows)


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches(AT_ONCE):
        yield from batch.to_pylist()


def _row(item: dict[str, Any], book: Sourcebook, facts: Facts) -> list[object]:
    kind, fact = Kind(item["kind"]), facts.by_name.get(item["what"])
    what = fact.label if fact else item["what"]
    change = Change(item[CHANGE]).label if item[CHANGE] else ""
    return [
        item[HOUSEHOLD_ID], item[PLACE], item[PERSON_ID], item[OWNER_NAME] if item[PERSON_ID] else "",
        _label(item["source"], book), item["as_of"], kind.label, what, item["record"], item["declared"], item["found"],
        change, "",
    ]  # fmt: skip


def _label(source: str, book: Sourcebook) -> str:
    return book.sources[source].label if source in book.sources else source


def _plain(cell: object) -> str:
    """Write a cell so that no spreadsheet computes it; a sum below zero stays one."""
    text = "" if cell is None else str(cell)
    is_sum = text.startswith("-") and text[1:].replace(".", "", 1).isdigit()
    return f"'{text}" if text.startswith(FORMULAS) and not is_sum else text
