"""Many random households for both sides, in columns: what each computes of dibao and tekun, and how long it takes.

The same families as one by one, told to OpenFisca as an array a variable and to doudi in the published columns. Where
more are asked for than are made, the made ones are repeated.
"""

# pyright: basic, reportMissingImports=false
# numpy, pyarrow and OpenFisca come with requirements-bench.lock; the checks run without it.

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from households import MONEY, Family, families, row
from laws import DAY, MONTH, PLACE, Law
from openfisca_peer import model, told

from doudi.policy.batch.chunking import Chunking
from doudi.policy.batch.columns import Columns
from doudi.policy.batch.computing import Computer
from doudi.policy.batch.kernel import compiled
from doudi.policy.batch.results import table
from doudi.policy.batch.work import Work
from doudi.policy.batch.writing import table as empty
from doudi.policy.snapshot import LawSnapshot

SEED, PART, FEN = 20240302, 32_768, 100
ONLY = frozenset({"dibao", "tekun"})
ASKED = ("is_eligible", "dibao_amount", "is_on_tekun", "tekun_amount")
GROUPS = ("situation", "self_care", "incomes", "spending")


@dataclass
class Columned:
    """Families as OpenFisca takes them (arrays, and whose each person is), and as doudi does (a table)."""

    arrays: dict[str, Any]
    owner: Any
    table: pa.Table

    def repeated(self, times: int) -> Columned:
        """Return so many times as many."""
        count = len(self.table)
        owner = np.concatenate([self.owner + count * number for number in range(times)])
        arrays = {name: np.tile(values, times) for name, values in self.arrays.items()}
        return Columned(arrays, owner, pa.concat_tables([self.table] * times))


def columned(count: int) -> Columned:
    """Make so many families."""
    made = list(families(count, SEED))
    persons = [person for family in made for person in family.persons]
    arrays = {name: _array(name, [each.facts.get(name) for each in persons]) for name in told.OF_PERSON}
    arrays["has_no_supporters"] = np.array([each.has_nobody for each in persons])
    arrays |= {name: _array(name, [each.assets.get(name) for each in made]) for name in told.OF_HOUSEHOLD}
    arrays["register"] = _array("register", [each.register for each in made])
    return Columned(arrays, np.repeat(np.arange(count), [len(each.persons) for each in made]), _table(made))


def _array(name: str, given: Sequence[Any]) -> Any:
    default, _ = (told.OF_PERSON | told.OF_HOUSEHOLD)[name]
    if isinstance(default, told.Enum):
        return np.array([default.name if value is None else value for value in given])
    unit = FEN if name in MONEY else 1
    return np.array([default if value is None else value / unit if unit > 1 else value for value in given])


def _table(made: list[Family]) -> pa.Table:
    from doudi.standards.lawbook import packs  # noqa: PLC0415 the law is read where it is needed

    schema = empty(Columns.of(packs().facts), []).schema
    people = list(schema.field("members").type.value_type)
    sons = [*people.pop().type.value_type, pa.field("obligor_situation", pa.bool_())]
    people += [pa.field("obligors", pa.list_(pa.struct(sons))), *(pa.field(name, pa.bool_()) for name in GROUPS)]
    schema = schema.set(schema.get_field_index("members"), pa.field("members", pa.list_(pa.struct(people))))
    schema = schema.append(pa.field("assets", pa.bool_()))
    blocks = [
        pa.Table.from_pylist(
            [row(each, first + at, PLACE) for at, each in enumerate(made[first : first + PART])], schema
        )
        for first in range(0, len(made), PART)
    ]
    return pa.concat_tables(blocks)


def openfisca(law: Law, given: Columned, *, double: bool = False) -> tuple[dict[str, Any], float]:
    """Compute by OpenFisca; return an array for each thing asked, and the seconds that the calculation took."""
    simulation = model.vectorised(model.system(law.openfisca, double=double), given.arrays, given.owner, MONTH)
    began = time.perf_counter()
    found = {name: simulation.calculate(name, MONTH) for name in ASKED}
    return found, time.perf_counter() - began


class Ours:
    """doudi with its kernel ready, and the households as chunks in memory."""

    def __init__(self, law: Law, given: Columned) -> None:
        snapshot: LawSnapshot = law.snapshot()
        work, columns = Work.of(snapshot.law(PLACE, DAY, ONLY)), Columns.of(snapshot.packs.facts)
        self.computer = Computer.of(snapshot, work, on=DAY, only=ONLY, compiling=compiled)
        chunking = Chunking(snapshot, work, columns, DAY, ONLY)
        self.chunks = []
        for first in range(0, len(given.table), PART):
            chunk, wrong = chunking.chunk(given.table.slice(first, PART), first)
            if wrong:
                raise AssertionError(wrong[:3])
            self.chunks.append(chunk)

    def seconds(self) -> float:
        """Compute everything on as many threads as there are processors; return how long it took."""
        began = time.perf_counter()
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for _ in pool.map(self.computer.compute, self.chunks):
                pass
        return time.perf_counter() - began

    def found(self) -> dict[str, Any]:
        """Return what OpenFisca is asked for: arrays over all households, or all persons."""
        done = [table(self.computer.work, chunk, self.computer.compute(chunk)) for chunk in self.chunks]
        whole = pa.concat_tables(done).combine_chunks()
        people = whole["members"].combine_chunks().flatten()
        columns = {name: people.field(name) for name in ("tekun_outcome", "tekun_amount_fen")}
        columns |= {name: whole[name].combine_chunks() for name in ("dibao_outcome", "dibao_amount_fen")}
        undetermined = [
            name for name, each in columns.items() if "undetermined" in each.cast(pa.string()).unique().to_pylist()
        ]
        if undetermined:
            raise AssertionError(undetermined)
        return {
            "is_eligible": _is_granted(columns["dibao_outcome"]), "dibao_amount": _yuan(columns["dibao_amount_fen"]),
            "is_on_tekun": _is_granted(columns["tekun_outcome"]), "tekun_amount": _yuan(columns["tekun_amount_fen"]),
        }  # fmt: skip


def _is_granted(outcomes: Any) -> Any:
    return np.array([each == "eligible" for each in outcomes.cast(pa.string()).to_pylist()])


def _yuan(fen: Any) -> Any:
    return fen.fill_null(0).to_numpy(zero_copy_only=False)


def differing(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Return for each thing asked where the two do not say the same."""
    return {
        name: np.flatnonzero(
            ours[name] != (np.rint(theirs[name].astype(float) * FEN) if "amount" in name else theirs[name])
        )
        for name in ASKED
    }
