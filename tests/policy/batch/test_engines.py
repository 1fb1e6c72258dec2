"""The kernel and CPython agree on every output: any household, place and day, with facts forgotten at random."""

from __future__ import annotations

import logging
import os
from datetime import date
from functools import cache
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.policy.assessment import determine
from doudi.policy.batch import compiling, kernel, schedule
from doudi.policy.batch.columns import Columns
from doudi.policy.batch.reading import Level, Reader, Wrong
from doudi.policy.batch.work import Work, rule_of
from doudi.policy.checks import change_days
from doudi.policy.household import Household
from doudi.policy.snapshot import LawSnapshot
from tests.policy import tiny
from tests.policy.batch.many import determined, expect_equal, homes, in_columns
from tests.properties.test_real_law import complete, is_governed, packs, snapshot

seeds = st.integers(0, 10**9)
BASIC = frozenset({"dibao", "dibao-single", "tekun", "margin"})
SOME = 2
TINY_PLACES = [tiny.COUNTY, tiny.OTHER_COUNTY, tiny.PROVINCE]


@cache
def days() -> list[date]:
    return sorted(change_days(packs()))


def moment(random: Random) -> tuple[str, date]:
    """Choose a place and a day of change on which there is law."""
    while True:
        place, day = random.choice(sorted(packs().places.by_code)), random.choice(days())
        if is_governed(place, day):
            return place, day


@settings(max_examples=8)
@given(seeds)
def test_the_text_of_the_kernel_says_of_any_household_what_cpython_says(seed: int) -> None:
    random = Random(seed)  # noqa: S311 a failing seed must fail again
    place, day = moment(random)
    law = random.choice((snapshot(), complete(place, day)))
    table = in_columns(law, homes(law, random, 6, day), [place, "000000"], random, day)

    expect_equal(determined(law, table, day, kernel.interpreted), determined(law, table, day, None))


def test_a_programme_of_households_alone_has_nothing_to_report_of_members() -> None:
    random, day, dibao = Random(3), date(2003, 1, 1), frozenset({"dibao"})  # noqa: S311 the same homes each time
    table = in_columns(snapshot(), homes(snapshot(), random, 4, day), ["371702"], random, day)

    by_kernel = determined(snapshot(), table, day, kernel.interpreted, dibao)

    expect_equal(by_kernel, determined(snapshot(), table, day, None, dibao))
    assert "dibao_outcome" in by_kernel.column_names


@pytest.mark.no_cover  # goes where the other tests have been, a thousand times
@settings(max_examples=4)
@given(seeds)
def test_a_household_in_columns_is_owed_what_its_file_is_owed(seed: int) -> None:
    random = Random(seed)  # noqa: S311 a failing seed must fail again
    place, day = moment(random)
    law = complete(place, day)
    made = homes(law, random, 3, day)

    found = determined(law, in_columns(law, made, [place], random, day), day, None)

    assert found["dibao_outcome"].to_pylist() == [_outcome(law, home, place, day) for home in made]


def _outcome(law: LawSnapshot, home: Household, place: str, day: date) -> str | None:
    found = determine(law, home, place=place, on=day, before=home.before)
    outcome = found.outcome("dibao")
    return None if outcome is None else outcome.status.value


@pytest.mark.skipif(not kernel.is_wanted(), reason="Numba is not installed, or DOUDI_WITHOUT_NUMBA is set")
def test_the_compiled_kernel_says_what_cpython_says_and_is_kept_on_disk(tmp_path: Path) -> None:
    law, random = tiny.snapshot(), Random(7)  # noqa: S311 the same households each time
    table = in_columns(law, homes(law, random, 400, tiny.ON), TINY_PLACES, random, tiny.ON)

    first = determined(law, table, tiny.ON, lambda work: kernel.compiled(work, tmp_path))
    again = determined(law, table, tiny.ON, lambda work: kernel.compiled(work, tmp_path))

    expect_equal(first, determined(law, table, tiny.ON, None))
    expect_equal(again, first)
    assert [each.suffix for each in sorted(tmp_path.glob("kernel_*"))] == [".py"]
    assert list((tmp_path / "__pycache__").glob("*.nbc"))


@pytest.mark.skipif(not kernel.is_wanted(), reason="Numba is not installed, or DOUDI_WITHOUT_NUMBA is set")
def test_segments_compiled_beside_each_other_say_what_cpython_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(schedule, "SEGMENT", 25)
    law, random = tiny.snapshot(), Random(8)  # noqa: S311 the same households each time
    table = in_columns(law, homes(law, random, 40, tiny.ON), TINY_PLACES, random, tiny.ON)

    found = determined(law, table, tiny.ON, lambda work: kernel.compiled(work, tmp_path))

    expect_equal(found, determined(law, table, tiny.ON, None))
    assert len(list(tmp_path.glob("kernel_*.py"))) > 1


@pytest.mark.slow
@pytest.mark.skipif(not kernel.is_wanted(), reason="Numba is not installed, or DOUDI_WITHOUT_NUMBA is set")
def test_the_compiled_kernel_of_some_programmes_says_on_some_day_of_any_household_what_cpython_says() -> None:
    seed = int(os.environ.get("DOUDI_SEED") or SystemRandom().randrange(10**9))
    logging.getLogger(__name__).warning("DOUDI_SEED=%d", seed)  # compiling takes long: one day a run, another each time
    random = Random(seed)  # noqa: S311 a failing seed must fail again
    place, day = moment(random)
    places = [each for each in sorted(packs().places.by_code) if is_governed(each, day)]
    only = frozenset(some(random, [each.id for each in snapshot().planned(day)[0]]))
    with TemporaryDirectory(prefix="doudi-kernels-") as folder:
        for law in (snapshot(), complete(place, day)):
            table = in_columns(law, homes(law, random, 120, day), [place, *random.choices(places, k=3)], random, day)

            by_kernel = determined(law, table, day, lambda work: kernel.compiled(work, Path(folder)), only)

            expect_equal(by_kernel, determined(law, table, day, None, only))


def some(random: Random, programmes: list[str]) -> list[str]:
    """Choose some programmes, one that people live on among them where the day has any."""
    basic = [each for each in programmes if each in BASIC]
    return [*random.sample(programmes, min(SOME, len(programmes))), *random.sample(basic, min(1, len(basic)))]


def test_a_segment_that_was_not_compiled_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(compiling.NotCompiled):
        compiling.compile_all([tmp_path / "kernel_of_nothing.py"])


@pytest.mark.skipif(not kernel.is_wanted(), reason="Numba is not installed, or DOUDI_WITHOUT_NUMBA is set")
def test_a_kernel_from_elsewhere_is_put_among_ones_own_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    law = tiny.snapshot()
    work = Work.of(law.law("000000", tiny.ON))
    monkeypatch.setenv(kernel.FOLDER, str(tmp_path / "here"))
    sent = kernel.packed(work)
    monkeypatch.setenv(kernel.FOLDER, str(tmp_path / "there"))

    kernel.unpack(sent)
    kernel.unpack(sent)

    here, there = (
        {each.name: each.stat().st_mtime_ns for each in (tmp_path / name).rglob("*.*")} for name in ("here", "there")
    )
    assert here == there
    assert any(name.endswith(".nbc") for name in there)


def test_kernels_are_kept_in_a_folder_of_ones_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(kernel.FOLDER, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kernel.folder() == tmp_path / "doudi" / "kernels"

    monkeypatch.setenv(kernel.FOLDER, str(tmp_path / "mine"))
    assert kernel.folder() == tmp_path / "mine"


def test_a_fact_has_no_rule_and_a_group_no_number() -> None:
    plan = tiny.snapshot().law(tiny.COUNTY, tiny.ON).computation.plan
    columns = Columns.of(tiny.packs().facts)
    level = Level(0, 1, {})

    with pytest.raises(TypeError, match="savings"):
        rule_of(plan.names["savings"])
    with pytest.raises(TypeError, match="assets"):
        Reader(columns.facts, tiny.ON, Wrong()).fact(level, columns.by_entity["household"]["assets"])
