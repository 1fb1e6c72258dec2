"""How changes and data are read, what is refused, and the workbook."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from doudi.policy.altering import Alteration, BeyondLimits, NotByShare, NothingToChange
from doudi.policy.batch.sources import SourceUnreadable
from doudi.policy.parameters import GivenUnreadable
from doudi.policy.simulation.report import report
from doudi.policy.simulation.running import (
    NobodyComputed,
    NothingChanges,
    PlacesNotInData,
    Simulation,
    found_in,
    simulate,
)
from doudi.policy.simulation.workbook import write
from doudi.policy.snapshot import LawSnapshot, ParameterUnknown
from doudi.policy.values import Words
from doudi.standards.measures import MEASURES
from tests.policy.simulation.asked import (
    BASIC,
    COUNTY,
    ON,
    RURAL,
    altered,
    at_place,
    law,
    simulated,
)
from tests.properties.test_real_law import packs, snapshot


def test_shares_and_values_are_read_as_people_write_them() -> None:
    plain = snapshot()

    def read(name: str, text: str) -> Alteration:
        return Alteration.read(plain, name, text)

    words = Words(packs().facts.vocabulary)
    assert [read(RURAL, text).of(10_001) for text in ("+8%", "-3.5%", "－3.5%", "＋0.05％", "-100%")] == [
        10_801, 9_651, 9_651, 10_006, 0,
    ]  # fmt: skip
    assert read(RURAL, "620.00/month").of(1) == 744_000
    assert [read(RURAL, text).said(words) for text in ("+8%", "-3.50%", "620.00/month")] == [
        "+8%",
        "-3.5%",
        "每月 ¥620.00",
    ]
    for name, text, wrong in (
        ("no.such", "+8%", ParameterUnknown), (RURAL, "8%", GivenUnreadable), (RURAL, "-101%", GivenUnreadable),
        ("family.adult_age", "+8%", NotByShare),
    ):  # fmt: skip
        with pytest.raises(wrong):
            read(name, text)
    with pytest.raises(BeyondLimits):
        read(RURAL, "+999%").of(90_000_000_000)


def test_what_cannot_be_simulated_is_refused_in_a_sentence(
    register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = snapshot()
    share = altered(plain, dibao__standard__urban="+8%")
    lacking = Simulation(plain, share, ON, register, MEASURES, only=BASIC)
    with pytest.raises(NothingToChange, match=r"大通湖区.*城市低保标准"):
        simulate(replace(lacking, households=at_place(register, tmp_path, "430971")))
    with pytest.raises(NothingChanges):
        simulate(replace(lacking, after=LawSnapshot.of(packs())))
    with pytest.raises(PlacesNotInData, match="141102"):
        simulate(replace(lacking, places=frozenset({COUNTY, "141102"})))
    with pytest.raises(NobodyComputed, match="999999"):
        simulate(replace(lacking, households=at_place(register, tmp_path, "999999")))
    for name, columns, reason in (
        ("a", ["household_id"], "缺少“place”、“members”"),
        ("b", ["strange"], "没有“strange”"),
    ):
        file = tmp_path / f"{name}.parquet"
        pq.write_table(pa.table({column: ["x"] for column in columns}), file)
        with pytest.raises(SourceUnreadable, match=reason):
            simulate(replace(lacking, households=file))
    (tmp_path / "h.parquet").write_text("no parquet")
    monkeypatch.delenv("DOUDI_WITHOUT_NUMBA")
    with pytest.raises(SourceUnreadable, match="不是 Parquet"):
        simulate(replace(lacking, households=tmp_path / "h.parquet"))


def test_data_is_a_file_or_a_folder_with_households(register: Path, tmp_path: Path) -> None:
    assert found_in(register) == (register, None)
    assert found_in(register.parent) == (register, None)
    for wrong, reason in ((tmp_path / "none", "没有这个目录"), (tmp_path, "目录里没有 households.parquet")):
        with pytest.raises(SourceUnreadable, match=reason):
            found_in(wrong)


def test_persons_may_stand_in_a_file_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "households.csv").write_text(f"household_id,place\na,{COUNTY}\nb,999999\n")
    (tmp_path / "persons.csv").write_text("household_id,person_id,relation\na,m1,applicant\nb,m1,applicant\n")
    households, persons = found_in(tmp_path)

    done = simulated(households, altered(law(), dibao__standard__rural="+8%"), persons=persons)

    assert (done.progress.computed, done.progress.rejected) == (1, 1)
    assert report(done, data="x")["rejected"][0][1] == 1


def test_a_workbook_has_a_sheet_a_table_and_no_formula(register: Path, tmp_path: Path) -> None:
    done = simulated(register, altered(law(), dibao__standard__rural="+8%"))
    told = report(done, data="=1+1", draft="@草案")

    write(told, tmp_path / "x.xlsx")

    with zipfile.ZipFile(tmp_path / "x.xlsx") as opened:
        sheets = [name for name in opened.namelist() if name.startswith("xl/worksheets/sheet")]
        text = "".join(opened.read(name).decode() for name in opened.namelist())
    assert len(sheets) == len(told["tables"]) + 1
    assert "<f>" not in text
    assert "=1+1" in text
    assert told["law"]["before"] in text
    assert [path.name for path in tmp_path.iterdir()] == ["x.xlsx"]
