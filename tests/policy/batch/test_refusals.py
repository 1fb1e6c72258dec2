"""What no batch can be made of: files, rows and folders, each refused with what is wrong and nothing left behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from doudi.policy.batch import folder, kernel, running, sources
from doudi.policy.batch.faults import fault
from doudi.policy.batch.folder import FolderNotEmpty, FolderUnusable, OtherBatchThere
from doudi.policy.batch.running import BulkRun, Tally, begin, run
from doudi.policy.batch.sources import SourceUnreadable
from tests.policy import tiny
from tests.policy.batch.many import expect_equal
from tests.policy.batch.test_files import asked, many, rejects, written

OWN = f"household_id,place\na,{tiny.COUNTY}\nb,{tiny.COUNTY}\n"
PERSONS = "household_id,person_id,obligor_of,role,age\na,m1,,head,70\nb,m1,,head,70\n"


@pytest.fixture(autouse=True)
def _without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kernel.WITHOUT, "1")


def of_text(tmp_path: Path, own: str | bytes = OWN, persons: str | bytes = PERSONS) -> BulkRun:
    """Ask for a batch of two CSV files."""
    for name, text in (("h.csv", own), ("p.csv", persons)):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return replace(asked(tmp_path, tmp_path / "h.csv"), persons=tmp_path / "p.csv")


TEXTS = {
    "GBK, as Excel saves it": (
        OWN.replace("b,", "乙,").encode("gbk"),
        PERSONS,
        "h.csv：第 3 行不是 UTF-8 编码.*另存为",
    ),
    "a GBK head line": ("household_id,place,户\n".encode("gbk"), PERSONS, "h.csv：第 1 行不是 UTF-8"),
    "a GBK file of persons": (OWN, PERSONS.replace("b,", "乙,").encode("gbk"), "p.csv：第 3 行不是 UTF-8"),
    "nothing at all": ("", PERSONS, "h.csv：文件是空的，没有表头"),
    "a cell too many": (OWN.replace("\nb", "\n\nb") + "c,d,e\n", PERSONS, "h.csv：第 5 行有 3 格，表头有 2 列"),
    "a cell too few": (OWN, PERSONS + "b\n", "p.csv：第 4 行有 1 格，表头有 5 列"),
    "a quote that does not close": (OWN + '"c,d\n', PERSONS, "h.csv：第 4 行起引号没有成对"),
    "a column twice": (
        OWN.replace("place", "place,place").replace("0,", "0,0,").replace(f"{tiny.COUNTY}\n", f"{tiny.COUNTY},1\n"),
        PERSONS,
        "h.csv：“place”这一列有 2 个",
    ),
    "no place": ("household_id\na\n", PERSONS, "h.csv：缺少“place”这一列"),
    "no number to join by": (f"place\n{tiny.COUNTY}\n", PERSONS, "h.csv：缺少“household_id”这一列"),
    "families in another order": (OWN, PERSONS + "z,m1,,head,70\n", "p.csv：成员所属的家庭“z”不在家庭文件里"),
}


@pytest.mark.parametrize("what", TEXTS)
def test_text_that_cannot_be_read_is_refused_by_file_line_and_reason_and_nothing_is_left(
    tmp_path: Path, what: str
) -> None:
    own, persons, reason = TEXTS[what]
    batch = of_text(tmp_path, own, persons)

    with pytest.raises(SourceUnreadable, match=reason):
        run(batch)

    assert not batch.out.exists()


def test_a_line_is_found_wrong_far_into_the_file_before_anything_is_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "".join(f"h{number},{tiny.COUNTY}\n" for number in range(120_000))
    batch = of_text(tmp_path, f"household_id,place\n{lines}x,y,z\n", "household_id,person_id\n")
    monkeypatch.setattr(running.Doing, "part", lambda *_: pytest.fail("a part was begun"))

    with pytest.raises(SourceUnreadable, match="第 120002 行有 3 格"):
        run(batch)


def test_members_may_stand_in_one_place_only(tmp_path: Path) -> None:
    nested = written(tmp_path / "h.parquet", many(2))
    batch = replace(of_text(tmp_path), households=nested)

    with pytest.raises(SourceUnreadable, match="“members”已经在家庭文件里，不能另用 --persons"):
        run(batch)
    with pytest.raises(SourceUnreadable, match="缺少“members”这一列"):
        run(replace(of_text(tmp_path), persons=None))

    assert not batch.out.exists()


def test_a_folder_is_no_file_of_households(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="是一个目录"):
        run(asked(tmp_path, tmp_path))


def test_households_and_members_without_a_number_and_members_with_one_number_are_put_aside(tmp_path: Path) -> None:
    own = f"household_id,place\na,{tiny.COUNTY}\n,{tiny.COUNTY}\nc,{tiny.COUNTY}\nd,{tiny.COUNTY}\n"
    persons = (
        "household_id,person_id,role,age\na,m1,head,70\na,m2,partner,70\na,m1,other,3\n"
        ",m1,head,70\nc,,head,70\nd,m1,head,70\nd,m2,partner,70\n"
    )
    batch = of_text(tmp_path, own, persons)

    run(batch)

    assert rejects(batch) == [
        ["1", "a", "$.members[2].person_id", "与同一户里前面的成员编号相同"],
        ["2", "", "$.household.household_id", "没有填家庭编号"],
        ["3", "c", "$.members[0].person_id", "没有填成员编号"],
    ]
    assert pq.read_table(batch.out)["household_id"].to_pylist() == ["d"]


def test_a_supporter_of_nobody_puts_the_family_aside_and_the_others_are_computed(tmp_path: Path) -> None:
    batch = of_text(tmp_path, persons=PERSONS.replace("b,m1", "a,,m9,,\nb,m1"))

    tally = run(batch)

    assert tally.rejected == 1
    assert rejects(batch) == [["1", "a", "$.obligor_of", "填的成员“m9”不在这一户里"]]


def test_one_reason_is_told_once_and_no_number_is_a_formula(tmp_path: Path) -> None:
    own = f"household_id,place,assets\n=cmd|calc,{tiny.COUNTY},perhaps\n"
    batch = of_text(tmp_path, own, "household_id,person_id,role\n=cmd|calc,m1,head\n")

    run(batch)

    assert rejects(batch) == [["1", "'=cmd|calc", "$.household.assets", "应是 true 或 false"]]


@pytest.mark.parametrize("where", ["file", "file/below", "/proc/nope"])
def test_a_folder_that_cannot_be_written_into_is_refused_in_a_sentence(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("mine")

    with pytest.raises(FolderUnusable, match="不能写入目录"):
        run(replace(of_text(tmp_path), out=tmp_path / where))

    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_of_other_things_is_said_to_be_just_that(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").touch()

    with pytest.raises(FolderNotEmpty, match="已有别的文件"):
        run(replace(of_text(tmp_path), out=tmp_path / "other"))


def test_folders_made_for_nothing_go_again_and_those_that_were_there_stay(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()

    with pytest.raises(KeyError), folder.made(tmp_path / "there" / "a" / "b"):
        raise KeyError
    with pytest.raises(KeyError), folder.made(tmp_path / "there"):
        raise KeyError

    assert [each.name for each in tmp_path.rglob("*")] == ["there"]


def test_without_a_compiled_kernel_parts_are_small_and_the_run_tells_how_far_it_is_within_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "PLAIN_PART", 60)
    monkeypatch.setattr(running, "MOMENT", 0.001)
    batch = asked(tmp_path, written(tmp_path / "h.parquet", many(130), 130))
    told: list[tuple[int, int]] = []
    within: list[int] = []

    def hear(now: Tally) -> None:
        told.append((now.households, now.reached))
        while not within and now.households == 0 and len(told) > 1 and now.reached < 60:
            within.extend([now.reached] if now.reached else [])  # the part goes on while whoever hears of it waits

    tally = run(replace(batch, threads=1), hear)

    assert tally.parts == 3
    assert told[0] == (0, 0)
    assert 0 < within[0] < 60
    assert told[-1] == (130, 130)


def test_a_run_goes_on_with_the_parts_it_was_begun_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = asked(tmp_path, written(tmp_path / "h.parquet", many(20), 20))
    whole = replace(batch, out=tmp_path / "whole")
    run(whole)
    monkeypatch.setattr(sources, "PLAIN_PART", 5)

    def stop(now: Tally) -> None:
        if now.parts:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(replace(batch, threads=1), stop)
    monkeypatch.setattr(sources, "PLAIN_PART", 9)

    tally = run(batch)

    assert tally.kept >= 1
    assert tally.parts == 4
    expect_equal(pq.read_table(batch.out), pq.read_table(whole.out))


def test_spark_and_a_local_run_do_not_go_on_with_each_other(tmp_path: Path) -> None:
    batch = asked(tmp_path, written(tmp_path / "h.parquet", many(2)))
    batch.out.mkdir()
    begin(batch, 0)

    assert begin(batch, 0) == 0
    with pytest.raises(OtherBatchThere):
        run(batch)


def test_a_table_without_members_numbers_is_computed_with_numbers_by_place(tmp_path: Path) -> None:
    person: dict[str, Any] = {"role": "head", "age": 70}
    table = pa.table({"household_id": ["a"], "place": [tiny.COUNTY], "members": [[person, {"role": "partner"}]]})
    batch = asked(tmp_path, written(tmp_path / "h.parquet", table))

    run(batch)

    members = pq.read_table(batch.out)["members"].to_pylist()[0]
    assert [each["person_id"] for each in members] == ["m1", "m2"]


def test_where_no_line_is_wrong_a_file_is_only_said_to_be_no_csv(tmp_path: Path) -> None:
    (tmp_path / "sound.csv").write_text("a,b\n1,2\n\n")

    assert fault(tmp_path / "sound.csv") == "不是 CSV 文件"
