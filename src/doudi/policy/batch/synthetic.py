"""A fictional register of households in the published columns: for demonstration, measuring and tests.

The shapes (`shapes.yaml`) are like those of families who ask for help: small, old, poor in clusters, some things not
known. Resident numbers are of the range that is nobody's. The same seed makes the same register, block by block, so
that memory does not grow with it.
"""

# ruff: noqa: PLR2004
# The odds and ages below are made up here, and mean nothing anywhere else.
# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from doudi.policy.batch.chunk import offsets
from doudi.policy.batch.columns import HOUSEHOLD_ID, MEMBERS, OBLIGORS, PERSON_ID, PLACE, Column, Columns, column_name
from doudi.policy.batch.residents import numbers
from doudi.policy.entities import household, member, obligor
from doudi.policy.facts import Fact, Facts
from doudi.policy.types import Kind

SHAPES = Path(__file__).with_name("shapes.yaml")
BLOCK = 32_768
FICTIONAL = {b"doudi.fictional": "虚构数据，不是真人".encode()}
FILE, NOTE = "households.parquet", "虚构数据.txt"
SAID = "这个目录里的家庭和人都是程序编造的（种子 {seed}），身份证号码取自没有人使用的 99 号段。不得当作真实数据使用。\n"
PERCENT, FEN = 100, 100
WORKING, OLD = (16, 65), 60


def generate(
    facts: Facts, *, households: int, places: list[str], seed: int, out: Path, told: Callable[[int], None]
) -> Path:
    """Write so many households into a folder and return the file; `told` hears how many are done."""
    out.mkdir(parents=True, exist_ok=True)
    making = Making(Columns.of(facts), places, seed)
    file = out / FILE
    (out / NOTE).write_text(SAID.format(seed=seed), encoding="utf-8")
    with pq.ParquetWriter(file, making.schema, compression="zstd") as writer:
        for first in range(0, households, BLOCK):
            count = min(BLOCK, households - first)
            writer.write_table(making.block(first, count), row_group_size=BLOCK)
            told(first + count)
    return file


@dataclass(frozen=True)
class Making:
    """Makes blocks of households."""

    columns: Columns
    places: list[str]
    seed: int

    @cached_property
    def shapes(self) -> dict[str, Any]:
        """The shapes, as the file has them."""
        return yaml.safe_load(SHAPES.read_text(encoding="utf-8"))

    @cached_property
    def schema(self) -> pa.Schema:
        """The columns of every block, marked as fictional."""
        return self.block(0, 1).schema.with_metadata(FICTIONAL)

    def block(self, first: int, count: int) -> pa.Table:
        """Make the households from number `first`; a block depends on the seed and its own number alone."""
        rng = np.random.default_rng([self.seed, first])
        weights = np.array(self.shapes["sizes"])
        sizes = rng.choice(np.arange(1, len(weights) + 1), count, p=weights / weights.sum())
        village = (np.arange(count) + first) // self.shapes["village"]
        means = np.random.default_rng([self.seed, 1]).lognormal(0, 1, int(village[-1]) + 1)[village]
        starts = offsets(sizes)
        owner = np.repeat(np.arange(count), sizes)
        made = self.related(People(rng, owner, np.arange(len(owner)) - starts[owner], sizes).made())
        people = self.entity(rng, member, made, means[owner])
        ids = numbers(first * len(weights) + np.arange(len(owner)), made["age"], rng)
        nested = self.supporters(rng, made)
        columns = {PERSON_ID: ids, **people, OBLIGORS: nested}
        members = pa.StructArray.from_arrays(list(columns.values()), list(columns))
        own = self.entity(rng, household, {"age": np.full(count, 50)}, means)
        where = np.random.default_rng([self.seed, 2]).integers(0, len(self.places), int(village[-1]) + 1)[village]
        return pa.table({
            HOUSEHOLD_ID: pa.array([f"虚构{first + number + 1:09}" for number in range(count)]),
            PLACE: pa.array(np.array(self.places, object)[where], pa.string()),
            **own,
            MEMBERS: pa.ListArray.from_arrays(pa.array(starts.astype(np.int32)), members),
        }, metadata=FICTIONAL)  # fmt: skip

    def related(self, made: dict[str, Any]) -> dict[str, Any]:
        """Put codes in place of the order of relations: head, partner, child, parent, other."""
        fact = next(fact for fact in self.columns.facts.of(member) if fact.kin)
        codes = [*(getattr(fact.kin, name) for name in ("head", "partner", "child", "parent"))]
        choice = self.columns.facts.vocabulary.of(fact.unit)
        codes.append(next(number for number in choice.by_number() if number not in codes))
        return {fact.name: np.array(codes)[made["order"]], "age": made["age"]}

    def supporters(self, rng: np.random.Generator, made: dict[str, Any]) -> pa.ListArray:
        """Give the old some supporters; of a few it is not known whether there are any."""
        count = len(made["age"])
        lengths = np.where(made["age"] >= OLD, rng.integers(0, 3, count), 0)
        unlisted = rng.random(count) < self.shapes["supporters_unlisted"] / PERCENT
        lengths[unlisted] = 0
        ages = {"age": rng.integers(25, 70, int(lengths.sum()))}
        facts = self.entity(rng, obligor, {"obligor_age": ages["age"], **ages}, np.ones(len(ages["age"])))
        inside = pa.StructArray.from_arrays(list(facts.values()), list(facts))
        return pa.ListArray.from_arrays(pa.array(offsets(lengths).astype(np.int32)), inside, mask=pa.array(unlisted))

    def entity(self, rng: np.random.Generator, entity: Any, made: dict[str, Any], means: Any) -> dict[str, pa.Array]:
        """Make the columns of an entity: groups declared or not, then facts, a few of them unknown."""
        count = len(made["age"])
        declared: dict[str, Any] = {}
        found: dict[str, pa.Array] = {}
        for column in self.columns.by_entity[entity.name].values():
            if column.fact is None and column.type == "bool":
                declared[column.name] = rng.random(count) >= self.shapes["undeclared_group"] / PERCENT
                found[column.name] = pa.array(np.ones(count, bool), mask=~declared[column.name])
            elif column.fact is not None and column.name == column_name(column.fact):
                known = rng.random(count) >= self.shapes["unknown_fact"] / PERCENT
                values = made.get(column.fact.name)
                values = self.values(rng, column.fact, made["age"], means) if values is None else values
                if column.group in declared:
                    known &= declared[column.group] | (rng.integers(0, 2, count) > 0)
                found[column.name] = _arrow(column, self.columns.facts, values, known)
        return found

    def values(self, rng: np.random.Generator, fact: Fact, ages: Any, means: Any) -> Any:
        """Make a fact for everybody: mostly what silence means, for some what its shape says."""
        shape = self.shapes["facts"].get(fact.name, {})
        if "shares" in shape:
            return self.shared(rng, fact, shape["shares"], len(ages))
        some = rng.random(len(ages)) * PERCENT < shape.get("chance", 2)
        some &= _of(shape.get("of", "anybody"), ages)
        plain = fact.absent if fact.absent is not None else fact.least
        return np.where(some, self.unlike(rng, fact, shape, means, plain), plain)

    def shared(self, rng: np.random.Generator, fact: Fact, shares: dict[str, int], count: int) -> Any:
        """Make a choice for everybody by the share of each of its codes."""
        choice = self.columns.facts.vocabulary.of(fact.unit)
        weights = np.array(list(shares.values()))
        return rng.choice([choice.read(code) for code in shares], count, p=weights / weights.sum())

    def unlike(self, rng: np.random.Generator, fact: Fact, shape: dict[str, Any], means: Any, plain: int) -> Any:
        """Make what is unlike silence."""
        count = len(means)
        if fact.unit.kind is Kind.BOOL:
            return np.full(count, 1 - plain)
        if fact.unit.kind is Kind.CHOICE:
            choice = self.columns.facts.vocabulary.of(fact.unit)
            return rng.choice([choice.read(code) for code in choice.codes()], count)
        if fact.unit.kind is Kind.DAY:
            return (
                rng.integers(2015, 2027, count) * 10_000 + rng.integers(1, 13, count) * 100 + rng.integers(1, 29, count)
            )
        typical = shape.get("typical", 1000 if fact.unit.is_money else 2)
        spread = typical * rng.lognormal(0, 1, count) * (means if fact.unit.is_money else 1)
        return np.clip(np.rint(spread * (FEN if fact.unit.is_money else 1)), fact.least, fact.most).astype(np.int64)


@dataclass(frozen=True)
class People:
    """Makes relations and ages that can be: one head, perhaps a partner, children younger, parents older."""

    rng: np.random.Generator
    owner: Any
    number: Any
    sizes: Any

    def made(self) -> dict[str, Any]:
        """Return relation, by its place in the vocabulary, and age of everybody."""
        count = len(self.sizes)
        head = np.clip(self.rng.normal(54, 17, count), 18, 92).astype(np.int64)
        partner = np.clip(head + self.rng.integers(-4, 5, count), 18, 95)
        paired = self.rng.integers(0, PERCENT, count) < 62
        oldest, youngest = np.maximum(head, partner), np.minimum(head, partner)
        chance = self.rng.integers(0, PERCENT, len(self.owner))
        relation = np.where(chance < 72, 2, np.where((chance < 85) & (youngest[self.owner] < 70), 3, 4))
        relation = np.where((self.number == 1) & paired[self.owner], 1, relation)
        relation = np.where(self.number == 0, 0, relation)
        gap = self.rng.integers(20, 36, len(self.owner))
        other = self.rng.integers(5, 90, len(self.owner))
        child = np.clip(youngest[self.owner] - gap, 0, 60)
        ages = (head[self.owner], partner[self.owner], child, np.minimum(oldest[self.owner] + gap, 105), other)
        return {"order": relation, "age": np.choose(relation, ages)}


def _of(whom: str, ages: Any) -> Any:
    least, most = {"working": WORKING, "adult": (18, 130), "child": (3, 22), "old": (OLD, 130)}.get(whom, (0, 130))
    return (ages >= least) & (ages < most)


def _arrow(column: Column, facts: Facts, values: Any, known: Any) -> pa.Array:
    """Return a column as the published schema has it."""
    if column.codes and column.fact:
        choice = facts.vocabulary.of(column.fact.unit)
        codes = {choice.read(code): number for number, code in enumerate(choice.codes())}
        place = np.array([codes.get(number, 0) for number in range(max(codes) + 1)], np.int16)[values]
        return pa.DictionaryArray.from_arrays(pa.array(place, mask=~known), pa.array(choice.codes())).cast(pa.string())
    if column.type == "bool":
        return pa.array(values.astype(bool), mask=~known)
    if column.type == "date":
        days = [
            f"{day // 10_000:04}-{day // 100 % 100:02}-{day % 100:02}" for day in np.maximum(values, 20150101).tolist()
        ]
        return pa.array(np.array(days, "datetime64[D]"), mask=~known)
    return pa.array(values.astype(np.int64), mask=~known)
