"""What a change would do: nothing is lost between the two laws, and what comes out is what a batch of each says."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import doudi.rules
from doudi.kernel.money import AmountUnreadable
from doudi.policy.affected import changed_figures
from doudi.policy.altering import Alteration, AlteredSnapshot, BeyondLimits, NotByShare, NothingToChange
from doudi.policy.batch import kernel, sources
from doudi.policy.batch.chunking import Chunking
from doudi.policy.batch.columns import Columns
from doudi.policy.batch.computing import Computer
from doudi.policy.batch.results import table as results
from doudi.policy.batch.sources import SourceUnreadable
from doudi.policy.batch.work import Work
from doudi.policy.drafting import DraftUnreadable, laid_over
from doudi.policy.flaws import PackRefused
from doudi.policy.parameters import DatedValue, Parameter
from doudi.policy.rulebook import collect
from doudi.policy.simulation import running
from doudi.policy.simulation.counting import CATEGORIES, Totals
from doudi.policy.simulation.measures import Category, Gap, Kind
from doudi.policy.simulation.report import report
from doudi.policy.simulation.running import (
    NobodyComputed,
    NothingChanges,
    PeriodsDiffer,
    PlacesNotInData,
    Simulated,
    Simulation,
    found_in,
    simulate,
)
from doudi.policy.simulation.tables import COST_NEW, COST_NOW, HOMES_NOW, tables
from doudi.policy.simulation.workbook import write
from doudi.policy.snapshot import LawSnapshot, ParameterUnknown
from doudi.policy.values import ValueUnreadable, Words
from doudi.standards.measures import MEASURES
from doudi.standards.packs_folder import packs_root
from tests.policy.batch.many import homes, in_columns
from tests.properties.test_real_law import complete, packs, snapshot

ON = date(2024, 3, 1)
COUNTY, OTHER = "371702", "532901"
BASIC = frozenset({"dibao", "dibao-single", "tekun", "margin"})
RURAL = "dibao.standard.rural"
SOURCE = "heze-2024-standards"


@pytest.fixture(autouse=True)
def _without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_WITHOUT_NUMBA", "1")


def altered(law: LawSnapshot, **changes: str) -> AlteredSnapshot:
    named = {name.replace("__", "."): text for name, text in changes.items()}
    return AlteredSnapshot.over(law, {name: Alteration.read(law, name, text) for name, text in named.items()})


@cache
def law() -> LawSnapshot:
    """Return a law in which nothing is missing at the county."""
    return complete(COUNTY, ON)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up households of two counties, and whoever has lost a fact."""
    folder = tmp_path_factory.mktemp("register")
    random = Random(11)  # noqa: S311 the same homes each time
    table = in_columns(law(), homes(law(), random, 60, ON), [COUNTY, OTHER], random)
    pq.write_table(table, folder / "households.parquet")
    return folder / "households.parquet"


def simulated(file: Path, after: LawSnapshot, **more: object) -> Simulated:
    given = {"only": BASIC, **more}
    return simulate(Simulation(law(), after, ON, file, MEASURES, **given))  # pyright: ignore[reportArgumentType]


def places(totals: Totals) -> Mapping[tuple[str, ...], list[int]]:
    return dict(totals.of("place"))


@settings(max_examples=5)
@given(st.integers(0, 10**9))
def test_a_change_of_nothing_changes_nobody(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    random = Random(seed)  # noqa: S311 a failing seed must fail again
    file = tmp_path_factory.mktemp("h") / "households.parquet"
    pq.write_table(in_columns(law(), homes(law(), random, 8, ON), [COUNTY], random), file)

    done = simulated(file, altered(law(), dibao__standard__urban="+0%", dibao__standard__rural="-0%"))

    for counts in places(done.totals).values():
        for first in (0, CATEGORIES):
            changed = [counts[first + each] for each in (Category.GAINED, Category.LOST, Category.MORE, Category.LESS)]
            assert changed == [0, 0, 0, 0]
        assert counts[COST_NOW] == counts[COST_NEW]


def test_whoever_gains_loses_or_stays_adds_up_to_everybody(register: Path) -> None:
    done = simulated(register, altered(law(), dibao__standard__urban="-60%", dibao__standard__rural="+60%"))

    people = sum(len(row) for row in pq.read_table(register)["members"].to_pylist())
    for programme in BASIC:
        mine = [counts for (key, _), counts in places(done.totals).items() if key == programme]
        assert sum(sum(counts[:CATEGORIES]) for counts in mine) == 60
        assert sum(sum(counts[CATEGORIES : 2 * CATEGORIES]) for counts in mine) == people
    dibao = [
        sum(column) for column in zip(*(c for (k, _), c in places(done.totals).items() if k == "dibao"), strict=True)
    ]
    assert dibao[Category.GAINED] + dibao[Category.MORE] > 0
    assert dibao[Category.LOST] + dibao[Category.LESS] > 0


def test_the_cost_before_and_after_is_the_sum_of_a_batch_under_each_law(register: Path) -> None:
    after = altered(law(), dibao__standard__rural="+8%", dibao__standard__urban="+8%")

    done = simulated(register, after)

    assumed = LawSnapshot(packs(), assumed=law().assumed)
    table = pq.read_table(register)
    for side, at in ((assumed, COST_NOW), (after, COST_NEW)):
        for place in (COUNTY, OTHER):
            mine = table.filter(pa.compute.equal(table["place"], place))
            told = determined_at(side, mine)
            paid = sum(each or 0 for each in told["dibao_amount_fen"].to_pylist())
            assert places(done.totals)["dibao", place][at] == paid
            if at == COST_NOW:
                granted = told["dibao_outcome"].to_pylist().count("eligible")
                assert places(done.totals)["dibao", place][HOMES_NOW] == granted


def determined_at(side: LawSnapshot, table: pa.Table) -> pa.Table:
    """Determine one place's households; a law that is changed by a share is none of the nation."""
    work = Work.of(law().law("000000", ON, BASIC))
    chunk, _ = Chunking(side, work, Columns.of(packs().facts), ON, BASIC).chunk(table, 0)
    return results(work, chunk, Computer.of(side, work, on=ON, only=BASIC, compiling=None).compute(chunk))


def test_a_kernel_says_what_cpython_says(register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    after = altered(law(), dibao__standard__rural="+30%")
    by_household = simulated(register, after)

    monkeypatch.setattr(running, "COMPILED_FROM", 0)
    monkeypatch.setattr(kernel, "compiled", kernel.interpreted)
    monkeypatch.delenv("DOUDI_WITHOUT_NUMBA")
    by_kernel = simulated(register, after)

    expected = {key: counts.tolist() for key, counts in by_household.totals.sums.items()}
    assert {key: counts.tolist() for key, counts in by_kernel.totals.sums.items()} == expected


def test_only_the_places_asked_for_change_and_are_counted(register: Path) -> None:
    done = simulated(register, altered(law(), dibao__standard__rural="+30%"), places=frozenset({"371700"}))

    assert done.progress.places == {COUNTY}
    assert done.progress.computed + done.progress.elsewhere == done.progress.read == 60
    assert report(done, data="试")["households"]["elsewhere"] == done.progress.elsewhere


def test_only_what_hangs_on_a_figure_is_computed(register: Path) -> None:
    done = simulated(register, altered(law(), disability__living__severe="100.00"), only=None)

    assert "dibao" not in done.reached
    assert {"dibao", "dibao-single"} < {shown.id for shown, *_ in done.sides.programmes()}


def test_households_that_cannot_be_told_are_counted_with_what_is_missing(register: Path) -> None:
    plain = snapshot()
    after = altered(plain, dibao__standard__rural="9999.00/year")
    done = simulate(Simulation(plain, after, ON, register, MEASURES, only=BASIC))

    told = {table.name: table for table in tables(done)}
    missing = [row[2] for row in told["missing"].rows]
    assert sum(row[Category.UNKNOWN + 1] for row in told["recipients"].rows if isinstance(row[7], int)) > 0
    assert set(missing) & set(packs().facts.by_name)
    assert set(missing) & set(packs().parameters)
    assert any(words.startswith("当地的") for _, words, *_ in told["missing"].rows if isinstance(words, str))


def test_the_poverty_gap_shrinks_by_what_is_given_more(register: Path) -> None:
    done = simulated(register, altered(law(), dibao__standard__urban="+30%", dibao__standard__rural="+30%"))

    gap = {int(row): sums for (row,), sums in done.totals.of("gap")}
    assert gap[Gap.NOW_AIDED][2] <= gap[Gap.NOW_ALONE][2]
    assert gap[Gap.NEW_ALONE][2] >= gap[Gap.NOW_ALONE][2]
    assert gap[Gap.NEW_AIDED][2] <= gap[Gap.NEW_AIDED_AS_NOW][2] <= gap[Gap.NEW_ALONE][2]
    assert len({sums[3] for sums in gap.values()}) == 1


def test_without_the_programmes_that_fill_it_the_gap_stays(register: Path) -> None:
    done = simulated(register, altered(law(), dibao__standard__rural="+8%"), only=frozenset({"margin"}))

    gap = {int(row): sums for (row,), sums in done.totals.of("gap")}
    assert gap[Gap.NOW_ALONE] == gap[Gap.NOW_AIDED]


def test_data_in_many_parts_says_the_same_whatever_is_read_at_once(
    register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after, said = altered(law(), dibao__standard__rural="+30%"), list[int]()
    whole = simulated(register, after)

    monkeypatch.setattr(sources, "PART", 7)
    asked = Simulation(law(), after, ON, register, MEASURES, only=BASIC, threads=2)
    parted = simulate(asked, lambda far: said.append(far.read))

    assert [counts.tolist() for counts in parted.totals.sums.values()]
    assert {key: counts.tolist() for key, counts in parted.totals.sums.items()} == {
        key: counts.tolist() for key, counts in whole.totals.sums.items()
    }
    assert said[-1] == 60
    assert len(said) == 9


def test_what_refers_to_a_figure_changes_with_it() -> None:
    linked = next(value for value in packs().values if value.use is not None)
    plain = snapshot()

    figures = changed_figures(plain, AlteredSnapshot.over(plain, {str(linked.use): Alteration(parameter(linked))}))

    assert {linked.use, linked.parameter} <= figures


def parameter(linked: DatedValue) -> Parameter:
    return packs().parameters[str(linked.use)]


def test_without_what_the_line_hangs_on_no_gap_is_told(register: Path) -> None:
    after = altered(law(), dibao__standard__rural="+10%")
    done = simulated(register, after, only=frozenset({"bravery"}))

    told = {table.name: table for table in tables(done)}
    assert told["gap"].rows == []
    assert done.totals.sums["kinds",][Kind.OTHER] > 0


def test_bands_and_tenths_speak_of_the_same_persons(register: Path) -> None:
    done = simulated(register, altered(law(), dibao__standard__urban="-40%", dibao__standard__rural="+60%"))

    told = {table.name: table for table in tables(done)}
    monthly = [row for row in told["winners"].rows if row[0] == "每月"]
    moved = sum(row[3] for row in monthly if row[1] != "不变" and isinstance(row[3], int))
    (tenths,) = (row for row in told["tenths"].rows if row[0] == "每月")
    assert tenths[1] == moved
    values = [cell for cell in tenths[2:] if isinstance(cell, int)]
    assert values == sorted(values)


def test_a_budget_nobody_has_shared_out_is_said_to_be_so(register: Path) -> None:
    done = simulated(register, altered(law(), dibao__standard__rural="+8%"))

    told = {table.name: table for table in tables(done)}
    assert {row[1] for row in told["budgets"].rows} == {"分担比例没有公布"}
    assert [row[-1] for row in told["budgets"].rows] == [row[-1] for row in told["places"].rows]


def draft(folder: Path, value: str, rest: str = "") -> Path:
    """Write a draft of the county that sets the rural standard anew."""
    file = folder / "draft" / "3717-heze" / "values" / "draft.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(
        f"""{RURAL}:
  - {{value: "{value}", per: year, from: 2024-02-01, cites: {SOURCE}, for: ["{COUNTY}"], checked: 2024-02-01{rest}}}
"""
    )
    return folder / "draft"


def test_a_draft_pack_and_the_same_value_agree(register: Path, tmp_path: Path) -> None:
    plain, value = snapshot(), "9999.00"
    drafted = LawSnapshot.of(laid_over(packs_root(), draft(tmp_path, value), collect(doudi.rules)))
    asked = Simulation(plain, drafted, ON, register, MEASURES, only=BASIC)
    here = replace(asked, places=frozenset({COUNTY}))
    by_value = altered(plain, dibao__standard__rural=f"{value}/year")

    both, one, other = simulate(asked), simulate(here), simulate(replace(here, after=by_value))

    assert {key: counts.tolist() for key, counts in one.totals.sums.items()} == {
        key: counts.tolist() for key, counts in other.totals.sums.items()
    }
    assert report(one, data="x")["changes"] == report(other, data="x")["changes"]
    told, elsewhere = places(both.totals), simulate(replace(asked, places=frozenset({OTHER})))
    assert {key: told[key] for key in told if key[1] == COUNTY} == places(one.totals)
    assert {key: told[key] for key in told if key[1] == OTHER} == places(elsewhere.totals)
    assert all(counts[COST_NOW] == counts[COST_NEW] for counts in places(elsewhere.totals).values())


def test_a_draft_programme_is_put_beside_the_one_in_force(register: Path, tmp_path: Path) -> None:
    name = "cn/programmes/basic/dibao-2021.yaml"
    text = (packs_root() / name).read_text(encoding="utf-8")
    file = tmp_path / "draft" / name
    file.parent.mkdir(parents=True)
    lines = [line for line in text.splitlines() if "dibao_vehicles_are_fine" not in line]
    file.write_text("\n".join(lines), encoding="utf-8")
    drafted = LawSnapshot(laid_over(packs_root(), tmp_path / "draft", collect(doudi.rules)), assumed=law().assumed)

    done = simulate(Simulation(law(), drafted, ON, register, MEASURES, places=frozenset({COUNTY}), only=BASIC))

    assert not done.sides.is_one_plan
    counts = places(done.totals)["dibao", COUNTY]
    assert counts[Category.LOST] == 0
    assert "dibao" in done.reached

    file.write_text("\n".join(lines).replace("period: month", "period: year"), encoding="utf-8")
    with pytest.raises(PackRefused):
        laid_over(packs_root(), tmp_path / "draft", collect(doudi.rules))


def test_a_draft_may_bring_a_programme_but_not_another_period(register: Path, tmp_path: Path) -> None:
    folder = tmp_path / "draft" / "cn" / "programmes" / "basic"
    folder.mkdir(parents=True)
    margin = (packs_root() / "cn/programmes/basic/margin-2021.yaml").read_text(encoding="utf-8")
    (folder / "trial.yaml").write_text(margin.replace("id: margin", "id: margin-trial"), encoding="utf-8")
    drafted = LawSnapshot.of(laid_over(packs_root(), tmp_path / "draft", collect(doudi.rules)))
    asked = Simulation(snapshot(), drafted, ON, register, MEASURES)

    done = simulate(asked)

    assert done.reached == {"margin-trial"}
    mine = [counts for (key, _), counts in places(done.totals).items() if key == "margin-trial"]
    assert sum(sum(counts[: Category.MORE]) for counts in mine) == sum(counts[HOMES_NOW + 1] for counts in mine)

    (folder / "trial.yaml").rename(folder / "margin-2021.yaml")
    text = margin.replace("period: standing", "period: once")
    (folder / "margin-2021.yaml").write_text(text, encoding="utf-8")
    changed = LawSnapshot.of(laid_over(packs_root(), tmp_path / "draft", collect(doudi.rules)))
    with pytest.raises(PeriodsDiffer, match="边缘"):
        simulate(replace(asked, after=changed))


@pytest.mark.parametrize(
    ("put", "reason"),
    [
        ("", "没有这个目录"),
        ("empty/", "里面没有文件"),
        ("cn/facts.yaml", "不能有 cn/facts.yaml"),
        ("9999-nowhere/values/x.yaml", "没有叫“9999-nowhere”的政策包"),
    ],
)
def test_a_draft_that_is_none_is_refused(tmp_path: Path, put: str, reason: str) -> None:
    folder = tmp_path / "draft"
    if put.endswith("/"):
        (folder / put).mkdir(parents=True)
    elif put:
        (folder / put).parent.mkdir(parents=True)
        (folder / put).write_text("a: 1")

    with pytest.raises(DraftUnreadable, match=reason):
        laid_over(packs_root(), folder, collect(doudi.rules))


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
        "¥7,440.00",
    ]
    for name, text, wrong in (
        ("no.such", "+8%", ParameterUnknown), (RURAL, "8%", AmountUnreadable), (RURAL, "-101%", ValueUnreadable),
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


def at_place(register: Path, folder: Path, place: str) -> Path:
    """Let all households live elsewhere."""
    table = pq.read_table(register)
    file = folder / f"{place}.parquet"
    pq.write_table(table.set_column(1, "place", pa.array([place] * len(table))), file)
    return file


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
