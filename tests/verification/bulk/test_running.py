"""All recipients against all sources: what is found, of whom nothing may be, what a source that failed looks like."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from doudi.policy.batch.sources import SourceUnreadable
from doudi.verification.bulk.arrivals import NoDeliveries, TwoOfADay
from doudi.verification.bulk.recipients import LeaveNotGiven
from doudi.verification.bulk.running import run
from doudi.verification.deployment import Arrangement, Arrangements
from tests.verification.bulk.world import EVERY, OTHER_TOWN, TOWN, World, number, read, vehicle, work
from tests.verification.matching.rolls import wrong


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def state(out: Path, source: str) -> list[str]:
    return [each["state"] for each in read(out, f"status/{source}.parquet")]


def test_what_is_found_stands_beside_what_was_declared_for_each_member_and_household(world: World) -> None:
    zhang = world.person(1, "张某甲", vehicles=1, vehicle_value_fen=1_000_000)
    li = world.person(2, "李某乙", vehicles=1, vehicle_value_fen=1_000_000)
    world.person(3, "王某丙", "h2", OTHER_TOWN, vehicles=0)
    world.deliver(
        "vehicles",
        [vehicle(zhang, "张某甲", "湘Z1"), vehicle(li, "李某乙", "湘Z2"), vehicle(number(99), "他人", "湘Z3")],
    )
    asked = world.asked()

    summary = run(asked)

    found = read(asked.out, "findings/vehicles.parquet")
    assert [(each["person_id"], each["plate"], each["vehicles"], each["declared_vehicles"]) for each in found] == [
        ("m1", "湘Z1", 1, 1),
        ("m2", "湘Z2", 1, 1),
    ]
    assert {each["as_of"] for each in found} == {date(2024, 2, 29)}
    assert [(each["事项"], each["申报"], each["查到"], each["姓名"]) for each in work(asked.out)] == [
        ("机动车辆、船舶、大型农机数", "1", "2", ""),
        ("机动车辆等现值", "10000.00", "62000.00", ""),
    ]
    status = read(asked.out, "status/vehicles.parquet")
    assert [(each["state"], each["members"], each["asked"], each["on_record"]) for each in status] == [
        ("held", 2, 2, 2),
        ("held", 1, 1, 0),
    ]
    assert (summary.households, summary.townships, summary.items) == (2, 1, 2)


def test_a_source_that_is_missing_or_late_or_bad_has_not_answered_about_anybody(world: World) -> None:
    world.person(1, "张某甲")
    world.deliver("vehicles", [vehicle(number(1), "张某甲", "湘Z1")], rows=7)
    world.deliver("tax_record", [[number(1), "张某甲", "1000.00", ""]])
    fresh = Arrangements(world.folder / "s", {"tax_record": Arrangement(fresh=timedelta(days=0))})
    asked = world.asked(arranged=fresh)

    summary = run(asked)

    assert (state(asked.out, "vehicles"), state(asked.out, "tax_record")) == (["failed"], ["late"])
    assert state(asked.out, "bank_deposits") == ["never"]
    assert read(asked.out, "findings/vehicles.parquet") == read(asked.out, "findings/tax_record.parquet") == []
    assert summary.sources["vehicles"]["said"].startswith("未回复：交付有误")
    assert "清单写 7 行，文件有 1 行" in summary.refused[0]["flaws"][0]


@pytest.mark.parametrize(
    "leave",
    [
        {"consent_signed_on": None},
        {"consent_signed_on": date(2024, 3, 2)},
        {"consent_until_on": date(2024, 3, 1)},
        {"consent_sources": ["tax_record"]},
        {"consent_sources": []},
        {"consent_sources": None},
        {"consent_signed_on": date(2024, 3, 1)},  # after the day of the data: nobody can have asked
    ],
)
def test_of_whom_there_is_no_leave_nothing_is_found_and_nothing_is_said(world: World, leave: dict[str, Any]) -> None:
    without = world.person(1, "张某甲", **leave)
    world.person(2, "李某乙", "h2")
    world.deliver("vehicles", [vehicle(without, "张某甲", "湘Z1"), vehicle(wrong(without), "张某甲", "湘Z2")])
    asked = world.asked()

    run(asked)

    assert read(asked.out, "findings/vehicles.parquet") == read(asked.out, "items.parquet") == []
    assert [each["asked"] for each in read(asked.out, "status/vehicles.parquet")] == [0, 1]
    assert "张某甲" not in (asked.out / "review.csv").read_text("utf-8")


def test_without_the_columns_of_leave_nobody_is_asked_about(world: World) -> None:
    world.person(1, "张某甲")
    world.deliver("vehicles", [])
    asked = world.asked()
    file = asked.recipients
    pq.write_table(pq.read_table(file).drop_columns(["consent_until_on"]), file)

    with pytest.raises(LeaveNotGiven, match="consent_until_on（授权截止日期"):
        run(asked)
    assert not asked.out.exists()


def test_recipients_that_cannot_be_are_refused_with_their_column(world: World) -> None:
    world.person(1, "张某甲")
    world.person(1, "张某甲")
    world.deliver("vehicles", [])
    with pytest.raises(SourceUnreadable, match="person_id 相同"):
        run(world.asked())
    table = pq.read_table(world.recipients)
    for column, reason in (("place", "缺少列：place"), ("resident_number", "缺少列：resident_number（公民身份号码）")):
        file = world.folder / "other.parquet"
        pq.write_table(table.drop_columns([column]), file)
        with pytest.raises(SourceUnreadable, match=reason):
            run(world.asked(recipients=file))
    with pytest.raises(SourceUnreadable, match="没有这个文件"):
        run(world.asked(recipients=world.folder / "nothing.parquet"))


def test_a_whole_register_needs_a_text_that_allows_it(world: World) -> None:
    world.person(1, "张某甲")
    world.deliver("vehicles", [vehicle(number(1), "张某甲", "湘Z1")], roster="whole")
    asked = world.asked()

    summary = run(asked)

    assert state(asked.out, "vehicles") == ["failed"]
    assert "没有依据接收全量" in summary.refused[0]["flaws"][0]


def test_a_delivery_in_which_a_thing_is_twice_is_sent_back_wherever_the_two_rows_lie(world: World) -> None:
    people = [world.person(serial, "张某甲", f"h{serial}") for serial in range(1, 6)]
    rows = [vehicle(each, "张某甲", "湘Z1") for each in people]
    world.deliver("vehicles", [*rows, rows[0]])

    summary = run(world.asked())

    assert summary.refused[0]["flaws"] == ["重复：第 6 行“plate”：前面已有同一人的同一项。"]


def test_what_nobody_can_tell_goes_to_a_reviewer_and_the_verdict_is_used_again(world: World) -> None:
    zhang = world.person(1, "张某甲")
    world.deliver("death_register", [[zhang, "赵某丁", "2024-02-01"]])
    first = world.asked("first")
    run(first)
    listed = (first.out / "review.csv").read_text("utf-8-sig").splitlines()
    assert "号码相同，姓名不同" in listed[1]
    assert zhang not in listed[1]
    assert [each["类别"] for each in work(first.out)] == ["待核实是否同一人"]
    said = world.folder / "review.csv"
    said.write_text(f"{listed[0]}\n{listed[1]}是\n", encoding="utf-8-sig")

    second = world.asked("second", verdicts=said, previous=first.out)
    third = world.asked("third", previous=second.out)

    for again in (second, third):
        run(again)
        found = read(again.out, "findings/death_register.parquet")
        assert [(each["person_id"], each["ground"]) for each in found] == [("m1", "reviewer")]
    assert [(each["类别"], each["查到"], each["与上月相比"]) for each in work(second.out)] == [
        ("有记录", "死亡日期：2024-02-01", "新增"),
        ("待核实是否同一人", "号码相同，姓名不同：赵某丁", "不再出现"),
    ]


def test_wrong_numbers_on_either_side_are_found_by_the_fuzzy_pass(world: World) -> None:
    zhang = world.person(1, "张某甲")
    world.person(2, "李某乙", "h2", resident_number=wrong(number(2)))
    world.deliver("death_register", [[wrong(zhang, 8), "张某甲", "2024-02-01"], [number(2), "李某乙", "2024-02-02"]])
    asked = world.asked()

    run(asked)

    found = read(asked.out, "findings/death_register.parquet")
    assert sorted((each["person_id"], each["ground"]) for each in found) == [
        ("m1", "near-number"),
        ("m2", "near-number"),
    ]


def test_only_what_is_new_or_changed_or_gone_since_last_month_is_listed(world: World) -> None:
    for serial, household in enumerate(("stays", "changes", "goes", "fails", "comes"), start=1):
        world.person(serial, "张某甲", household, vehicles=0)
    rows = [vehicle(number(serial), "张某甲", f"湘Z{serial}") for serial in range(1, 6)]
    world.deliver("vehicles", rows[:3])
    world.deliver("tax_record", [[number(4), "张某甲", "1000.00", ""]])
    world.people[3]["wage_fen"] = 0
    before = world.asked("before")
    run(before)

    world.deliver("vehicles", [rows[0], [*rows[1][:3], 2, *rows[1][4:]], rows[4]])
    world.deliver("tax_record", [], rows=1)
    now = world.asked("now", previous=before.out)
    summary = run(now)

    assert [(each["家庭编号"], each["事项"], each["与上月相比"]) for each in work(now.out)] == [
        ("changes", "机动车辆、船舶、大型农机数", "有变化"),
        ("comes", "机动车辆、船舶、大型农机数", "新增"),
        ("comes", "机动车辆等现值", "新增"),
        ("goes", "机动车辆、船舶、大型农机数", "不再出现"),
        ("goes", "机动车辆等现值", "不再出现"),
    ]
    assert summary.changes == {"new": 2, "changed": 1, "gone": 2}


def test_silence_of_a_source_that_would_know_is_a_difference(world: World) -> None:
    world.person(1, "张某甲", companies=1)
    world.person(2, "李某乙", "h2", consent_sources=["vehicles"], companies=1)
    world.deliver("market_entity", [])
    asked = world.asked()

    run(asked)

    assert [(each["household_id"], each["declared"], each["found"]) for each in read(asked.out, "items.parquet")] == [
        ("h1", "1", "查无记录")
    ]


def test_a_folder_without_deliveries_or_with_two_of_a_day_is_refused(world: World) -> None:
    world.person(1, "张某甲")
    (world.folder / "sources").mkdir()
    with pytest.raises(NoDeliveries):
        run(world.asked())
    world.deliver("vehicles", [])
    world.deliver("vehicles", [], delivery="again")
    with pytest.raises(TwoOfADay, match="只留下一批"):
        run(world.asked())


def test_each_township_has_a_list_and_no_cell_is_computed_by_a_spreadsheet(world: World) -> None:
    first = world.person(1, "=张某甲", "h1", TOWN)
    second = world.person(2, "李某乙", "h2", OTHER_TOWN + "003")
    world.deliver("death_register", [[first, "=张某甲", "2024-02-01"], [second, "李某乙", "2024-02-02"]])
    asked = world.asked()

    summary = run(asked)

    assert summary.townships == 2
    assert [each["姓名"] for each in work(asked.out, TOWN)] == ["'=张某甲"]
    assert [each["行政区划代码"] for each in work(asked.out, OTHER_TOWN)] == [OTHER_TOWN + "003"]
    assert set(EVERY) <= set(summary.sources)
