"""What a change would do: nothing is lost between the two laws, and what comes out is what a batch of each says."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.policy.affected import changed_figures
from doudi.policy.altering import Alteration, AlteredSnapshot
from doudi.policy.batch import kernel, sources
from doudi.policy.batch.arrow import pc
from doudi.policy.batch.chunking import Chunking
from doudi.policy.batch.columns import Columns
from doudi.policy.batch.computing import Computer
from doudi.policy.batch.results import table as results
from doudi.policy.batch.work import Work
from doudi.policy.parameters import DatedValue, Parameter
from doudi.policy.simulation import running
from doudi.policy.simulation.counting import CATEGORIES
from doudi.policy.simulation.measures import Category, Gap, Kind
from doudi.policy.simulation.report import report
from doudi.policy.simulation.running import (
    Simulation,
    simulate,
)
from doudi.policy.simulation.tables import COST_NEW, COST_NOW, HOMES_NOW, tables
from doudi.policy.snapshot import LawSnapshot
from doudi.standards.measures import MEASURES
from tests.policy.batch.many import homes, in_columns
from tests.policy.simulation.asked import (
    BASIC,
    COUNTY,
    ON,
    OTHER,
    altered,
    law,
    places,
    simulated,
)
from tests.properties.test_real_law import packs, snapshot


@settings(max_examples=5)
@given(st.integers(0, 10**9))
def test_a_change_of_nothing_changes_nobody(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    random = Random(seed)  # noqa: S311 a failing seed must fail again
    file = tmp_path_factory.mktemp("h") / "households.parquet"
    pq.write_table(in_columns(law(), homes(law(), random, 8, ON), [COUNTY], random, ON), file)

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


def test_the_cost_before_and_after_is_the_sum_of_two_batches_over_those_that_both_can_tell(register: Path) -> None:
    after = altered(law(), dibao__standard__rural="+8%", dibao__standard__urban="+8%")

    done = simulated(register, after)

    assumed = LawSnapshot(packs(), assumed=law().assumed)
    table = pq.read_table(register)
    for place in (COUNTY, OTHER):
        mine = table.filter(pc.equal(table["place"], place))
        pairs = [pair for pair in zip(dibao_of(assumed, mine), dibao_of(after, mine), strict=True) if None not in pair]
        counts = places(done.totals)["dibao", place]
        assert [counts[COST_NOW], counts[COST_NEW]] == [sum(pair[side] or 0 for pair in pairs) for side in (0, 1)]
        assert counts[HOMES_NOW] == sum(now > 0 for now, _ in pairs if now is not None)
        assert 0 < len(pairs) < len(mine)


def dibao_of(side: LawSnapshot, table: pa.Table) -> list[int | None]:
    """What each household gets of dibao; None where that or its amount cannot be told."""
    told = determined_at(side, table)
    given = zip(told["dibao_outcome"].to_pylist(), told["dibao_amount_fen"].to_pylist(), strict=True)
    return [0 if outcome == "ineligible" else amount for outcome, amount in given]


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
    assert any(row[Category.UNKNOWN + 1] for row in told["recipients"].rows)
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


def test_what_the_rounding_of_a_month_leaves_over_is_no_poverty(register: Path) -> None:
    done = simulated(register, altered(law(), dibao__standard__urban="+30%"))

    gap = {int(row): sums for (row,), sums in done.totals.of("gap")}
    (homes, _, short, _), (aided, _, left, _) = gap[Gap.NOW_ALONE], gap[Gap.NOW_AIDED]
    assert (homes > 0, short >= homes * 100, left >= aided * 100) == (True, True, True)


def test_a_programme_that_gives_no_money_costs_nothing_that_can_be_told(register: Path) -> None:
    done = simulated(register, altered(law(), dibao__standard__rural="+30%"), only=frozenset({"dibao", "margin"}))

    costs = {row[0]: row[-3:] for row in {table.name: table for table in tables(done)}["cost"].rows}
    assert costs["最低生活保障边缘家庭认定"] == [None, None, None]
    assert None not in costs["最低生活保障"]


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
    assert tenths[2] == moved
    assert 0 < int(tenths[1] or 0) <= moved
    values = [cell for cell in tenths[3:] if isinstance(cell, int)]
    assert values == sorted(values)


def test_a_budget_nobody_has_shared_out_is_said_to_be_so(register: Path) -> None:
    done = simulated(register, altered(law(), dibao__standard__rural="+8%"))

    told = {table.name: table for table in tables(done)}
    assert {row[1] for row in told["budgets"].rows} == {"分担比例没有公布"}
    assert [row[-1] for row in told["budgets"].rows] == [row[-1] for row in told["places"].rows]
