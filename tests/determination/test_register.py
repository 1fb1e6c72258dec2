"""The register is written as Parquet: of each family what was last adopted, as of a day, as known at a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from psycopg.types.range import DateRange, TimestamptzRange

from doudi.audit.actor import Actor, acting
from doudi.determination import register
from doudi.determination.anonymity import key_of
from doudi.determination.models import Determination, InputMember, Purpose
from doudi.determination.register import families
from doudi.determination.services.determine import determine
from doudi.intake.models import Application, FamilyMember
from doudi.policy.assessment import determine as assess_household
from doudi.policy.batch import kernel
from doudi.policy.batch.columns import BEFORE, Columns
from doudi.policy.household import Household
from doudi.policy.snapshot import LawSnapshot
from doudi.project import cli
from doudi.project.cli import published
from doudi.registry.models import PersonRecord
from doudi.standards.lawbook import packs
from tests.fixtures.applications import Applications
from tests.fixtures.people import TODAY

LATER = datetime(2100, 1, 1, tzinfo=UTC)


def as_of(on: date, known_at: datetime = LATER) -> list[tuple[str, str, Household]]:
    with acting(Actor.system("test"), on=TODAY):
        return [each for page in families(on=on, known_at=known_at) for each in page]


def determined(application: Application, *, on: date = TODAY, savings: str = "0.00") -> None:
    with acting(Actor.system("test"), on=TODAY):
        members = FamilyMember.objects.filter(application=application).order_by("position")
        told = [
            {"id": each.key, "name": each.name, "relation": each.relation or None, "age": 90, "incomes": {}}
            for each in members
        ]
        document = {"household": {"register": "rural", "assets": {"financial_assets": savings}}, "members": told}
        determine(application=application, document=document, on=on, purpose=Purpose.PROVISIONAL)


@pytest.fixture
def application(applications: Applications) -> Application:
    return applications.accepted()


def test_a_family_is_there_once_as_it_was_last_adopted_by_the_day(application: Application) -> None:
    determined(application, savings="1.00")
    determined(application, savings="2.00")
    determined(application, on=date(2040, 1, 1), savings="3.00")

    ((number, county, family),) = as_of(TODAY)

    assert (number, county) == (application.number, application.place[:6])
    assert family.facts["financial_assets"] == 200
    assert as_of(TODAY, known_at=datetime(2000, 1, 1, tzinfo=UTC)) == []
    assert [each[2].facts["financial_assets"] for each in as_of(date(2040, 1, 1))] == [300]


def test_members_are_as_old_as_they_are_on_the_day_and_who_died_is_left_out(application: Application) -> None:
    determined(application, on=TODAY - timedelta(days=1))
    with acting(Actor.system("test"), on=TODAY):
        members = list(FamilyMember.objects.filter(application=application, person__isnull=False).order_by("position"))
        head, born = members[0], {each.person_id: date(1960, 5, 1) for each in members}
        for each in members:
            PersonRecord.objects.create(
                person_id=each.person_id, county=int(application.place[:6]), name=each.name, sort_key="zhang",
                sex="female", born_on=date(1960, 5, 1), died_on=TODAY if each is head else None,
                valid=DateRange(date(1960, 5, 1), None), known=TimestamptzRange(datetime(2001, 1, 1, tzinfo=UTC), None),
            )  # fmt: skip

    ((_, _, alive),) = as_of(TODAY - timedelta(days=1))
    ((_, _, after),) = as_of(TODAY)

    known = {f"m{each.position}": born[each.person_id] for each in members if each.person_id in born}
    assert {each.id for each in alive.members} - {each.id for each in after.members} == {f"m{head.position}"}
    for person in after.members:
        if person.id in known:
            assert person.facts["age"] == _years(known[person.id], TODAY)


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def test_it_is_read_a_few_families_at_a_time(application: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    determined(application)
    monkeypatch.setattr(register, "AT_ONCE", 1)

    assert len(as_of(TODAY)) == 1


def test_the_command_writes_what_batch_reads_without_names_and_numbers(
    application: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    determined(application, savings="120.00")
    monkeypatch.setattr(published, "connect", lambda: None)
    words = ["snapshot", "--on", TODAY.isoformat(), "--out", str(tmp_path / "r")]

    assert cli.main([*words, "--known-at", "2100-01-01"]) == 0
    file = tmp_path / "r" / "households.parquet"
    (row,) = pq.read_table(file).to_pylist()
    assert cli.main(words) == 2
    published_columns = Columns.of(packs().facts).by_entity

    own, of_member = ({name for name in told if not name.startswith(BEFORE)} for told in (row, row["members"][0]))
    assert own - {"members"} <= set(published_columns["household"])
    assert of_member - {"obligors"} <= set(published_columns["member"])
    assert pq.read_schema(file).metadata[b"doudi.on"] == TODAY.isoformat().encode()
    assert (row["household_id"], row["financial_assets_fen"]) == (application.number, 12000)
    with acting(Actor.system("test"), on=TODAY):
        names = [each.name for each in FamilyMember.objects.all()]
        assert InputMember.objects.count() == len(row["members"])
    assert [name for name in names if name.encode() in file.read_bytes() or name in str(row)] == []
    assert "写入 1 户" in capsys.readouterr().out


def test_a_batch_over_the_written_register_says_what_was_determined_of_the_case(
    application: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    determined(application, savings="120.00")
    monkeypatch.setattr(published, "connect", lambda: None)
    monkeypatch.setenv(kernel.WITHOUT, "1")
    on, file, out = TODAY.isoformat(), str(tmp_path / "households.parquet"), str(tmp_path / "out")

    assert cli.main(["snapshot", "--on", on, "--known-at", "2100-01-01", "--out", str(tmp_path)]) == 0
    handled = [word for each in sorted(packs().handled) for word in ("--programme", each)]
    assert cli.main(["batch", "--households", file, "--on", on, "--out", out, *handled]) == 0
    (row,) = pq.read_table(out).to_pylist()

    with acting(Actor.system("test"), on=TODAY):
        made = list(Determination.objects.filter(application=application))
        keys = {each.pk: key_of(each.member) for each in made if each.member}
    people = {each["person_id"]: each for each in row["members"]}
    assert made
    for each in made:
        told, name = people[keys[each.pk]] if each.pk in keys else row, each.programme.replace("-", "_")
        assert (told[f"{name}_outcome"], told[f"{name}_amount_fen"]) == (each.status, each.amount_fen)


def test_a_month_looks_back_on_what_the_last_determination_before_it_left_behind(application: Application) -> None:
    earlier = TODAY - timedelta(days=40)
    determined(application, on=earlier)

    ((_, _, same_month),) = as_of(earlier)
    ((number, county, later),) = as_of(TODAY)

    law = LawSnapshot.of(packs())
    left = assess_household(law, same_month, place=county, on=earlier, only=law.packs.handled).carried()
    assert (number, same_month.before) == (application.number, {})
    assert later.before == {key: value for key, value in left.items() if isinstance(value, int)}
    assert ("withdrawal_months_before", None) in later.before
