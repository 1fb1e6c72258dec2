"""Files of many households: what is read, refused, written, and done again after a kill."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from doudi.policy.assessment import determine
from doudi.policy.batch import kernel, running, sources
from doudi.policy.batch.columns import Columns, described
from doudi.policy.batch.folder import OtherBatchThere
from doudi.policy.batch.running import BulkRun, run
from doudi.policy.batch.sources import SourceUnreadable
from doudi.policy.batch.writing import table
from tests.policy import tiny
from tests.policy.batch.many import expect_equal, homes, in_columns

LAW = tiny.snapshot()


@pytest.fixture(autouse=True)
def _without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kernel.WITHOUT, "1")


def asked(tmp_path: Path, households: Path, **more: Any) -> BulkRun:
    return BulkRun(
        snapshot=LAW, households=households, persons=None, on=tiny.ON, out=tmp_path / "out.parquet", threads=2, **more
    )


def written(path: Path, households: pa.Table, rows: int = 10_000) -> Path:
    pq.write_table(households, path, row_group_size=rows)
    return path


def many(count: int, seed: int = 1) -> pa.Table:
    random = Random(seed)  # noqa: S311 the same households each time
    return in_columns(LAW, homes(LAW, random, count, tiny.ON), [tiny.COUNTY, tiny.OTHER_COUNTY], random, tiny.ON)


def plain(**facts: Any) -> dict[str, Any]:
    """Return a row of a household of one in which all is sound."""
    person = {
        "person_id": "m",
        "age": 70,
        "is_disabled": False,
        "illness": "none",
        "care": "none",
        "role": "head",
        "incomes": True,
    }
    return {
        "household_id": "a",
        "place": tiny.COUNTY,
        "register": "rural",
        "assets": True,
        "members": [person],
        **facts,
    }


def rejects(batch: BulkRun) -> list[list[str]]:
    with (batch.out / running.REJECTS).open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened))[1:]


def test_a_run_says_of_each_household_in_its_place_what_is_owed(tmp_path: Path) -> None:
    random = Random(3)  # noqa: S311 the same households each time
    made = homes(LAW, random, 30, tiny.ON)
    households = in_columns(LAW, made, [tiny.COUNTY], random, tiny.ON)

    tally = run(asked(tmp_path, written(tmp_path / "h.parquet", households, 7), explain=2))

    out = tmp_path / "out.parquet"
    found = pq.read_table(out)
    assert (tally.households, tally.rejected, tally.parts) == (30, 0, 5)
    assert found["household_id"].to_pylist() == [f"h{number}" for number in range(30)]
    for home, aid in zip(made, found["topup_outcome"].to_pylist(), strict=True):
        outcome = determine(LAW, home, place=tiny.COUNTY, on=tiny.ON, before=home.before).outcome("topup")
        assert aid == (None if outcome is None else outcome.status.value)
    explained = (out / "_explained-000000.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(explained) == 2
    assert '"household_id":"h1"' in explained[1].replace(": ", ":")
    assert (out / running.DONE).exists()


def test_parts_of_any_size_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    households = many(24)
    first = asked(tmp_path, written(tmp_path / "h.parquet", households, 24))
    run(first)
    monkeypatch.setattr(sources, "PART", 4)
    second = replace(first, out=tmp_path / "again.parquet")

    tally = run(second)

    assert tally.parts == 6
    expect_equal(pq.read_table(second.out), pq.read_table(first.out))


def test_a_killed_run_goes_on_where_it_stood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = asked(tmp_path, written(tmp_path / "h.parquet", many(20), 5))
    started = running.Doing.part

    def killed(doing: running.Doing, part: Any) -> Any:
        if part.number == 2:
            raise KeyboardInterrupt
        return started(doing, part)

    monkeypatch.setattr(running.Doing, "part", killed)
    with pytest.raises(KeyboardInterrupt):
        run(replace(batch, threads=1))
    done_before = {each.name: each.stat().st_mtime_ns for each in batch.out.glob("part-*.parquet")}
    monkeypatch.undo()
    monkeypatch.setenv(kernel.WITHOUT, "1")
    told: list[int] = []

    tally = run(batch, lambda so_far: told.append(so_far.households))

    assert tally.kept == len(done_before) >= 2
    assert {each: (batch.out / each).stat().st_mtime_ns for each in done_before} == done_before
    assert told[-1] == tally.households == 20
    whole = replace(batch, out=tmp_path / "whole.parquet")
    run(whole)
    expect_equal(pq.read_table(batch.out), pq.read_table(whole.out))


def test_results_of_another_batch_are_not_overwritten(tmp_path: Path) -> None:
    batch = asked(tmp_path, written(tmp_path / "h.parquet", many(3)))
    run(batch)

    with pytest.raises(OtherBatchThere):
        run(replace(batch, only=frozenset({"topup"})))


WRONG_ROWS = [
    ({"place": "999999"}, "$.place", "政策包里没有这个代码"),
    ({"place": None}, "$.place", "没有填行政区划代码"),
    ({"members": []}, "$.members", "至少要有一名"),
    ({"members": [{"role": "head"}] * 31}, "$.members", "最多 30 名"),
    ({"savings_fen": -1}, "$.household.savings_fen", "存款应在"),
    ({"register": "mars"}, "$.household.register", "urban、rural"),
    ({"members": [{"role": "head", "age": 121}]}, "$.members[0].age", "年龄应在"),
    ({"members": [{"role": "head", "age": 9, "born_on": "1950-01-01"}]}, "$.members[0].born_on", "不一致"),
    ({"members": [{"role": "head"}, {"role": "head"}]}, "$.members[1].role", "只能有一人"),
    ({"members": [{"role": "other", "age": 3}]}, "$.members[0].role", "请指明哪一位"),
    ({"members": [{"role": "head", "age": 50}, {"role": "parent", "age": 9}]}, "$.members[1].role", "比户主小"),
    ({"members": [{"role": "head", "age": 50}, {"role": "child", "age": 90}]}, "$.members[1].role", "比户主大"),
    ({"members": [{"role": "head", "obligors": [{}] * 31}]}, "$.members[0].obligors", "最多 30 人"),
]


def test_a_wrong_row_is_put_aside_with_path_and_reason_and_the_others_are_computed(tmp_path: Path) -> None:
    rows = [
        plain(household_id="sound"),
        *(plain(household_id=f"w{number}") | row for number, (row, *_) in enumerate(WRONG_ROWS)),
    ]
    batch = asked(tmp_path, written(tmp_path / "h.parquet", _typed(rows)))

    tally = run(batch)

    assert pq.read_table(batch.out)["household_id"].to_pylist() == ["sound"]
    assert tally.rejected == len(WRONG_ROWS)
    told = rejects(batch)
    for number, (_, path, reason) in enumerate(WRONG_ROWS):
        mine = [row for row in told if row[1] == f"w{number}"]
        assert {row[0] for row in mine} == {str(number + 2)}
        assert any(where == path and reason in why for _, _, where, why in mine), mine


def _typed(rows: list[dict[str, Any]]) -> pa.Table:
    """Put rows into the published columns, groups and birth dates among them."""
    schema = table(Columns.of(LAW.packs.facts), []).schema
    member = schema.field("members").type.value_type
    fields = [*member, pa.field("incomes", pa.bool_()), pa.field("born_on", pa.string())]
    schema = schema.set(schema.get_field_index("members"), pa.field("members", pa.list_(pa.struct(fields))))
    return pa.Table.from_pylist(rows, schema=schema.append(pa.field("assets", pa.bool_())))


def test_a_group_declared_whole_takes_silence_for_what_the_packs_say(tmp_path: Path) -> None:
    rows = [plain(household_id="declared"), plain(household_id="silent", assets=None)]
    batch = asked(tmp_path, written(tmp_path / "h.parquet", _typed(rows)))

    run(batch)

    missing = pq.read_table(batch.out)["topup_missing"].to_pylist()
    assert "savings" not in (missing[0] or [])
    assert "savings" in missing[1]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_persons_in_a_second_file_are_put_into_their_families(tmp_path: Path, kind: str) -> None:
    households = many(12, seed=5)
    nested = asked(tmp_path, written(tmp_path / "h.parquet", households))
    run(nested)
    own, persons = _flat(households)
    save = {"csv": pa_csv.write_csv, "parquet": pq.write_table}[kind]
    save(own, tmp_path / f"own.{kind}")
    save(persons, tmp_path / f"persons.{kind}")
    batch = replace(
        nested, households=tmp_path / f"own.{kind}", persons=tmp_path / f"persons.{kind}", out=tmp_path / "flat"
    )

    tally = run(batch)

    assert tally.rejected == 0, rejects(batch)
    expect_equal(pq.read_table(batch.out), pq.read_table(nested.out))


def _flat(households: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Take the persons out of their families."""
    persons: list[dict[str, Any]] = []
    for row in households.to_pylist():
        for person in row["members"]:
            supporters = person.pop("obligors")
            key = {"household_id": row["household_id"]}
            persons.append({**key, **person, "obligor_of": None, "obligors_listed": supporters is not None})
            persons += [{**key, **each, "obligor_of": person["person_id"]} for each in supporters or ()]
    names = list(dict.fromkeys(name for person in persons for name in person))
    return households.drop_columns(["members"]), pa.Table.from_pylist(
        [dict.fromkeys(names) | person for person in persons]
    )


def test_csv_is_read_strictly(tmp_path: Path) -> None:
    (tmp_path / "h.csv").write_text(
        "household_id,place,register,savings_fen,moved_on\n"
        f"a,{tiny.COUNTY},rural,100,2020-01-01\nb,{tiny.COUNTY},rural,1.50,2020-01-01\nc,{tiny.COUNTY},,,gestern\n"
    )
    (tmp_path / "p.csv").write_text(
        "household_id,person_id,obligor_of,role,age,is_disabled,is_able\n"
        "a,p,,head,70,true,\nb,p,,head,7,yes,\nb,,p,,,,maybe\nc,p,,head,70,,\n"
    )
    batch = replace(asked(tmp_path, tmp_path / "h.csv"), persons=tmp_path / "p.csv")

    tally = run(batch)

    assert tally.rejected == 2
    assert [(row[1], row[2]) for row in rejects(batch)] == [
        ("b", "$.household.savings_fen"),
        ("b", "$.members[0].is_disabled"),
        ("b", "$.members[0].obligors[0].is_able"),
        ("c", "$.household.moved_on"),
    ]


def _files(tmp_path: Path) -> Iterator[tuple[Path, Path | None, str]]:
    (tmp_path / "h.csv").write_text(f"household_id,place\na,{tiny.COUNTY}\n")
    (tmp_path / "typo.csv").write_text("household_id,place,savigns_fen\n")
    (tmp_path / "nobody.csv").write_text("household_id,age\nz,3\n")
    (tmp_path / "no_id.csv").write_text("age\n3\n")
    (tmp_path / "text.parquet").write_text("not parquet")
    yield tmp_path / "none.parquet", None, "没有这个文件"
    yield tmp_path / "text.parquet", None, "不是 Parquet"
    yield tmp_path / "typo.csv", None, "savigns_fen"
    yield tmp_path / "h.csv", tmp_path / "nobody.csv", "家庭“z”不在家庭文件里"
    yield tmp_path / "h.csv", tmp_path / "no_id.csv", "缺少“household_id”"


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(tmp_path: Path) -> None:
    for number, (households, persons, reason) in enumerate(_files(tmp_path)):
        batch = replace(asked(tmp_path, households), persons=persons, out=tmp_path / f"{number}")

        with pytest.raises(SourceUnreadable, match=reason):
            run(batch)


def test_where_no_place_is_known_nothing_is_computed(tmp_path: Path) -> None:
    batch = asked(tmp_path, written(tmp_path / "h.parquet", _typed([plain(place="999999")])))

    assert run(batch).rejected == 1
    assert pq.read_table(batch.out).num_rows == 0


def test_a_column_of_another_type_is_refused_by_row(tmp_path: Path) -> None:
    sound = _typed([plain(members=[])]).drop_columns(["savings_fen"])
    households = sound.append_column("savings_fen", pa.array([1.5]))
    batch = asked(tmp_path, written(tmp_path / "h.parquet", households))

    run(batch)

    assert {row[2] for row in rejects(batch)} == {"$.household.savings_fen", "$.members"}


def test_the_published_columns_are_told_with_codes_and_bounds() -> None:
    told = "\n".join(described(Columns.of(LAW.packs.facts)))

    assert "| `savings_fen` | int64 | 存款 | 0 到 100000000000 |" in told
    assert "| `illness` | string | 疾病 | `none`、`cough`、`fever` |" in told
    assert "| `born_on` | date | 代替年龄 |" in told
