"""A roll, a source and the truth about them, in three Parquet files; the same seed makes the same.

    mix = make(folder, rows=1_000_000, recipients=20_000, seed=1)    # roll.parquet, source.parquet, truth.parquet

Six of ten recipients have a row in the source; all other rows are strangers, whose numbers are
as often spoiled. `Truth` says what was done to a row.
"""

# ruff: noqa: PLR2004
# The odds below are made up here or wanted by the measurement, and mean nothing anywhere else.
# pyright: basic
# numpy and pyarrow tell little of what is in their arrays.

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from doudi.kernel.residentid import check_digit
from doudi.policy.batch.arrow import pc
from doudi.policy.batch.synthetic import FICTIONAL, NOTE, SAID
from doudi.verification.matching.planted import noise, people

ROLL, SOURCE, TRUTH = "roll.parquet", "source.parquet", "truth.parquet"
BLOCK: Final = 1 << 18
NOBODY: Final = -1
IN_SOURCE: Final = 0.6
NUMBER_WRONG, NUMBER_LEGACY, NUMBER_FORM = 0.02, 0.01, 0.03
OF_THESE_IN_ROLL: Final = 0.25
NAME_FORM, NAME_WRONG = 0.02, 0.02
LENT, SIBLING, NAMESAKE = 0.002, 0.002, 0.001


class Done(IntEnum):
    """What was done to a number or a name of a planted row."""

    NOTHING = 0
    FORM = 1
    """Written otherwise, still the same."""
    LEGACY = 2
    WRONG = 3


class Truth(IntEnum):
    """What a planted row is."""

    SAME = 0
    """The recipient's own row."""
    LENT = 1
    """Another person under the recipient's number."""
    SIBLING = 2
    """Another person with a mistyped number near the recipient's and half the name."""
    NAMESAKE = 3
    """The recipient's own, mistyped so that another recipient of the same name is as near."""


AMBIGUOUS: Final = (Truth.LENT, Truth.SIBLING, Truth.NAMESAKE)
"""Beside these, an own row whose name is wrong: nobody can tell such pairs without looking."""


@dataclass
class Rows:
    """Planted rows of the source, to be mixed among strangers."""

    number: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    recipient: list[int] = field(default_factory=list)
    truth: list[int] = field(default_factory=list)
    number_done: list[int] = field(default_factory=list)
    name_done: list[int] = field(default_factory=list)

    def add(self, number: str, name: str, recipient: int, truth: Truth, *done: Done) -> None:
        """Add a row; `done` is what was done to number and name."""
        values = (number, name, recipient, truth, *(done or (Done.NOTHING, Done.NOTHING)))
        for column, value in zip(vars(self).values(), values, strict=True):
            column.append(value)


def make(folder: Path, *, rows: int, recipients: int, seed: int) -> dict[str, int]:
    """Write the three files and return what was planted, by kind."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NOTE).write_text(SAID.format(seed=seed), encoding="utf-8")
    rng = np.random.default_rng(seed)
    who = rng.permutation(np.unique(rng.integers(0, people.NUMBERS, recipients + recipients // 100 + 10)))[:recipients]
    numbers, names = people.numbers(who).to_pylist(), people.names(recipients, rng).to_pylist()
    planted = _planted(who, numbers, names, rng)
    _write(folder / ROLL, {"id": pa.array(np.arange(recipients)), "number": pa.array(numbers), "name": pa.array(names)})
    _mix(folder, planted, who, rows, rng)
    return _told(planted, rows, recipients)


def _planted(who: Any, numbers: list[str], names: list[str], rng: np.random.Generator) -> Rows:
    """Make the rows that belong to recipients or look like it; mistypes some numbers of the roll too."""
    found, right = Rows(), list(numbers)
    chances, kinds = rng.random((len(who), 4)), rng.random(len(who))
    for recipient, (present, of_number, of_name, side) in enumerate(chances):
        if present < IN_SOURCE:
            if kinds[recipient] < NAMESAKE and recipient + 1 < len(who):
                _namesake(found, recipient, right, (numbers, names))
            else:
                _own(found, recipient, right, (numbers, names), (of_number, of_name, side), rng)
        elif kinds[recipient] < LENT * 2.5:
            found.add(right[recipient], people.names(1, rng)[0].as_py(), recipient, Truth.LENT)
        elif kinds[recipient] < (LENT + SIBLING) * 2.5:
            _sibling(found, recipient, who, names, rng)
    return found


def _own(
    found: Rows, recipient: int, right: list[str], roll: tuple[list[str], list[str]],
    chances: tuple[float, float, float], rng: np.random.Generator,
) -> None:  # fmt: skip
    """Add the recipient's own row, with what chance does to it; a wrong number may be the roll's."""
    (numbers, names), (of_number, of_name, side) = roll, chances
    number, name = right[recipient], names[recipient]
    number_done, made = _number(number, of_number, rng)
    if number_done is Done.WRONG and side < OF_THESE_IN_ROLL:
        numbers[recipient], made = made, number
    name_done = Done.NOTHING
    if of_name < NAME_FORM:
        name_done, name = Done.FORM, noise.same_name(name, rng)
    elif of_name < NAME_FORM + NAME_WRONG:
        name_done, name = Done.WRONG, noise.other_name(name, rng)
    found.add(made, name, recipient, Truth.SAME, number_done, name_done)


def _number(number: str, chance: float, rng: np.random.Generator) -> tuple[Done, str]:
    if chance < NUMBER_WRONG:
        return Done.WRONG, noise.wrong_number(number, rng)
    if chance < NUMBER_WRONG + NUMBER_LEGACY:
        return Done.LEGACY, noise.legacy(number, rng)
    if chance < NUMBER_WRONG + NUMBER_LEGACY + NUMBER_FORM:
        return Done.FORM, noise.same_number(number, rng)
    return Done.NOTHING, number


def _namesake(found: Rows, recipient: int, right: list[str], roll: tuple[list[str], list[str]]) -> None:
    """Give the next recipient the same name and a number one digit further, and mistype between the two."""
    numbers, names = roll
    number = right[recipient]
    at = int(number[14:17])
    other = at + (1 if at % 10 < 9 else -1)
    near = _at(number, other)
    numbers[recipient + 1] = right[recipient + 1] = near
    names[recipient + 1] = names[recipient]
    found.add(number[:17] + near[17], names[recipient], recipient, Truth.NAMESAKE, Done.WRONG, Done.NOTHING)


def _at(number: str, sequence: int) -> str:
    """Return the right number of the same county and day with another sequence."""
    body = number[:14] + f"{sequence:03}"
    return body + check_digit(body)


def _sibling(found: Rows, recipient: int, who: Any, names: list[str], rng: np.random.Generator) -> None:
    """Add a twin, mistyped."""
    number = people.numbers(who[recipient : recipient + 1])[0].as_py()
    twin = _at(number, (int(number[14:17]) + 1) % people.SEQUENCES)
    wrong = twin[:17] + str((int(twin[17].replace("X", "9")) + int(rng.integers(1, 9))) % 10)
    found.add(wrong, noise.other_name(names[recipient], rng), recipient, Truth.SIBLING, Done.WRONG, Done.WRONG)


def _mix(folder: Path, planted: Rows, who: Any, rows: int, rng: np.random.Generator) -> None:
    """Write source and truth block by block: planted rows spread evenly, strangers around them."""
    order, known = rng.permutation(len(planted.number)), np.sort(who)
    blocks = -(-rows // BLOCK)
    source, truth = _Writer(folder / SOURCE), _Writer(folder / TRUTH)
    columns = {name: pa.array(values).take(pa.array(order)) for name, values in vars(planted).items()}
    for block, mine in enumerate(np.array_split(np.arange(len(order)), blocks)):
        size = min(BLOCK, rows - block * BLOCK)
        part = {name: column.slice(mine[0] if len(mine) else 0, len(mine)) for name, column in columns.items()}
        places = rng.permutation(size)
        strangers = _strangers(size - len(mine), known, rng)
        mixed = {
            "number": pa.concat_arrays([part["number"], _noisy(people.numbers(strangers), rng)]),
            "name": pa.concat_arrays([part["name"], people.names(len(strangers), rng)]),
        }
        source.write({name: column.take(pa.array(np.argsort(places))) for name, column in mixed.items()})
        kept = {name: part[name] for name in ("recipient", "truth", "number_done", "name_done")}
        truth.write({"row": pa.array(places[: len(mine)] + block * BLOCK), **kept})
    source.close()
    truth.close()


def _strangers(count: int, known: Any, rng: np.random.Generator) -> Any:
    """Draw people who are no recipients."""
    found = rng.integers(0, people.NUMBERS, count)
    while len(taken := np.flatnonzero(np.isin(found, known))):
        found[taken] = rng.integers(0, people.NUMBERS, len(taken))
    return found


def _noisy(numbers: pa.Array, rng: np.random.Generator) -> pa.Array:
    """Do to the numbers of strangers what is done to those of recipients."""
    chances = rng.random(len(numbers))
    chosen = np.flatnonzero(chances < NUMBER_WRONG + NUMBER_LEGACY + NUMBER_FORM)
    given = zip(numbers.take(pa.array(chosen)).to_pylist(), chances[chosen].tolist(), strict=True)
    made = [_number(number, chance, rng)[1] for number, chance in given]
    mask = np.zeros(len(numbers), bool)
    mask[chosen] = True
    return pc.replace_with_mask(numbers, pa.array(mask), pa.array(made, pa.string()))


class _Writer:
    """A Parquet file that is opened when its columns are known."""

    def __init__(self, file: Path) -> None:
        self.file, self.open = file, None

    def write(self, columns: dict[str, pa.Array]) -> None:
        table = pa.table(columns, metadata=FICTIONAL)
        if self.open is None:
            self.open = pq.ParquetWriter(self.file, table.schema, compression="zstd")
        self.open.write_table(table, row_group_size=max(len(table), 1))

    def close(self) -> None:
        if self.open is not None:
            self.open.close()


def _write(file: Path, columns: dict[str, pa.Array]) -> None:
    writer = _Writer(file)
    writer.write(columns)
    writer.close()


def _told(planted: Rows, rows: int, recipients: int) -> dict[str, int]:
    told = Counter({"rows": rows, "recipients": recipients, "planted": len(planted.number)})
    told.update(f"truth {Truth(each).name.lower()}" for each in planted.truth)
    told.update(f"number {Done(each).name.lower()}" for each in planted.number_done)
    told.update(f"name {Done(each).name.lower()}" for each in planted.name_done)
    return dict(told)
