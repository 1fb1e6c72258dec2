"""A delivery is taken in whole or not at all; twice is once; another of its day takes its place."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.verification.held import rows_of
from doudi.verification.models import Delivery, DeliveryOutcome
from doudi.verification.services.load_delivery import LoaderSeesTooLittle, ManifestMissing, load_delivery
from doudi.verification.standing import NotAnswered
from tests.fixtures.applications import VILLAGE, Applications
from tests.fixtures.people import TODAY, ActingAs
from tests.verification.deliveries.conftest import Department, Family, load, stranger, system

LATER = date(2024, 3, 2)
pytestmark = pytest.mark.django_db


def plates(family: Family, on: date = TODAY) -> list[tuple[str, int | None]]:
    with system(on):
        found = rows_of(family.tokens, source="vehicles", place=VILLAGE, on=on, purpose="测试")
    rows = [row for batch in found.rows for row in batch.to_pylist()]
    return sorted((row["plate"], row["vehicle_value"]) for row in rows)


def test_rows_of_those_with_leave_are_held_and_those_of_others_are_not(department: Department, family: Family) -> None:
    made = load(department.csv([*family.rows, stranger()])).delivery

    assert (made.outcome, made.rows, made.kept, made.unasked, made.remainder) == ("loaded", 3, 2, 1, 0)
    assert plates(family) == [("湘Z00001", 3100000), ("湘Z00002", None)]


def test_the_same_delivery_twice_is_once(department: Department, family: Family) -> None:
    manifest = department.csv(family.rows)
    first, again = load(manifest), load(manifest)

    assert (first.is_new, again.is_new, again.delivery) == (True, False, first.delivery)
    with system():
        assert Delivery.objects.count() == 1
    assert len(plates(family)) == 2


def test_another_delivery_of_a_day_takes_the_place_of_the_one_before(department: Department, family: Family) -> None:
    first = load(department.csv(family.rows)).delivery
    second = load(department.csv(family.rows[:1], delivery="d2")).delivery
    third = load(department.csv(family.rows[1:], delivery="d3")).delivery

    assert (second.replaces_id, third.replaces_id) == (first.pk, second.pk)
    assert plates(family) == [("湘Z00002", None)]


def test_a_newer_day_counts_and_the_older_stays_on_record(department: Department, family: Family) -> None:
    load(department.csv(family.rows))
    newer = load(department.csv(family.rows[:1], delivery="d2", as_of="2024-03-02"), LATER).delivery

    assert newer.replaces_id is None
    assert plates(family, LATER) == [("湘Z00001", 3100000)]


def test_nothing_of_somebody_is_nothing_and_a_source_that_did_not_come_is_no_answer(
    department: Department, family: Family
) -> None:
    with pytest.raises(NotAnswered, match="这不是“查无记录”"):
        plates(family)
    load(department.csv([]))

    assert plates(family) == []


def test_a_bad_delivery_keeps_nothing_and_its_source_has_failed_until_a_good_one_comes(
    department: Department, family: Family
) -> None:
    load(department.csv(family.rows))
    bad = load(department.csv(family.rows, delivery="d2", rows=7)).delivery

    assert (bad.outcome, bad.kept, bad.flaw_count) == (DeliveryOutcome.QUARANTINED, 0, 1)
    with pytest.raises(NotAnswered, match="2024-03-01 的交付有误"):
        plates(family)
    load(department.csv(family.rows[:1], delivery="d3"))
    assert len(plates(family)) == 1


def test_what_cannot_be_undone_by_time_still_holds_when_its_source_fails(
    department: Department, family: Family, applications: Applications
) -> None:
    (man, *_) = (row[0] for row in family.rows)
    assert family.application is not None
    with system():
        member = family.application.members.get(key="a")
    applications.consent(member, sources=("death_register",))
    head = ("resident_number", "name", "died_on")
    about = {"source": "death_register", "head": head, "totals": {}}
    department.ask("death_register")
    load(department.csv([[man, "张某甲", "2024-01-31"]], **about))
    load(department.csv([[man, "张某甲", "不详"]], delivery="d2", as_of="2024-03-02", **about), LATER)

    with system(LATER):
        held = rows_of(family.tokens, source="death_register", place=VILLAGE, on=LATER, purpose="测试")

    assert held.as_of == TODAY
    assert [row["died_on"] for batch in held.rows for row in batch.to_pylist()] == [date(2024, 1, 31)]


def test_what_is_older_than_was_promised_is_no_answer(department: Department, family: Family) -> None:
    load(department.csv(family.rows))
    (department.folder.parent / "sources.yaml").write_text("vehicles: {kept_days: 180, fresh_days: 31}", "utf-8")

    assert len(plates(family, date(2024, 4, 1))) == 2
    with pytest.raises(NotAnswered, match="约定不超过 31 天"):
        plates(family, date(2024, 4, 2))


def test_only_the_system_loads_and_only_what_is_there(
    department: Department, applications: Applications, acting_as: ActingAs
) -> None:
    with acting_as(applications.investigator), pytest.raises(LoaderSeesTooLittle):
        load_delivery(manifest=department.csv([]), on=TODAY)
    with pytest.raises(ManifestMissing):
        load(department.folder / "none.json")
