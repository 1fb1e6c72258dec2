"""What is determined is frozen with everything it came from, names nobody, and comes out the same when replayed."""

from __future__ import annotations

import json
import zlib
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from doudi.accounts.models import Citizen
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.determination import freezing, inputs
from doudi.determination.models import Determination, InputHousehold, InputMember, LawText, Purpose
from doudi.determination.services.determine import determine, outcomes_of
from doudi.determination.services.replay import replay
from doudi.policy.entities import ENTITIES
from doudi.standards.lawbook import packs
from tests.determination.families import application_of, example
from tests.fixtures.people import MakeCitizen

HEZE = ("heze-2024.json", "371703001", date(2024, 3, 1), "dibao", 66600)
LANZHOU = ("lanzhou-2022.json", "620102001", date(2022, 5, 1), "tekun", 149000)


def determined(name: str, place: str, on: date, citizen: Citizen) -> list[Determination]:
    document = example(name)
    application = application_of(document, place=place, account=citizen.account, on=on)
    return determine(application=application, document=document, on=on, purpose=Purpose.OPINION)


@pytest.fixture
def heze(as_system: None, citizen: MakeCitizen) -> list[Determination]:
    return determined(*HEZE[:3], citizen())


@pytest.mark.parametrize(("name", "place", "on", "programme", "amount"), [HEZE, LANZHOU])
def test_each_programme_of_the_family_is_kept_with_its_amount(
    as_system: None, citizen: MakeCitizen, name: str, place: str, on: date, programme: str, amount: int
) -> None:
    made = determined(name, place, on, citizen())

    kept = {each.programme: each for each in Determination.objects.filter(status="eligible")}
    assert kept[programme].amount_fen == amount
    assert Determination.objects.count() == len(made)


def test_it_says_whom_the_amount_is_for(as_system: None, citizen: MakeCitizen) -> None:
    family = determined(*HEZE[:3], citizen())
    alone = determined(*LANZHOU[:3], citizen())

    of_family = next(each for each in family if each.programme == "dibao")
    of_one = next(each for each in alone if each.programme == "tekun")
    assert of_family.persons == [member.pk for member in of_family.application.members.order_by("position")]
    assert of_one.persons == [of_one.member_id]


def test_facts_stand_in_columns_as_the_engine_read_them(heze: list[Determination]) -> None:
    members = InputMember.objects.order_by("position")

    assert [member.medical_spending for member in members] == [1_159_600, 0, 0]
    assert [member.provenance["medical_spending"] for member in members[:1]] == ["核对结果（2024-02-20）"]
    assert InputHousehold.objects.get().vehicles == 0
    assert InputHousehold.objects.get().rose_through_work is None


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.name)
def test_every_fact_of_the_vocabulary_has_its_column(entity: Any) -> None:
    columns = getattr(inputs, f"{entity.name.capitalize()}Facts")._meta.get_fields()

    assert {column.name for column in columns} == {fact.name for fact in packs().facts.of(entity)}


def test_what_was_frozen_is_read_back_as_it_was(heze: list[Determination]) -> None:
    frozen = InputHousehold.objects.get()

    again = freezing.thaw(frozen)

    application = heze[0].application
    members = {f"m{member.position}": member for member in application.members.all()}
    second = freezing.freeze(again, application=application, place=frozen.place, on=frozen.on, members=members)
    assert freezing.thaw(second) == again


def test_no_name_is_frozen_or_traced(heze: list[Determination]) -> None:
    names = [member["name"] for member in example(HEZE[0])["members"]]
    traces = " ".join(zlib.decompress(bytes(each.trace)).decode() for each in heze)

    assert names
    assert [name for name in names if name in traces] == []


def test_a_replay_gives_the_same_outcome(heze: list[Determination]) -> None:
    found = [replay(each) for each in Determination.objects.all()]

    assert found
    assert all(each.is_same for each in found)


def test_a_replay_uses_the_kept_text_where_the_packs_have_changed(
    heze: list[Determination], monkeypatch: pytest.MonkeyPatch
) -> None:
    today = packs()
    monkeypatch.setattr("doudi.standards.lawbook.packs", type("Changed", (), {"digest": "0" * 64}))

    again = replay(heze[0])

    assert again.is_same
    assert LawText.objects.get().packs.digest == today.digest


def test_a_replay_names_what_no_longer_comes_out_the_same(heze: list[Determination]) -> None:
    granted = next(each for each in heze if each.programme == "dibao")
    record = outcomes_of(granted)
    record["outcomes"][0]["amount"] = "1.00"
    granted.trace = zlib.compress(json.dumps(record).encode())

    assert replay(granted).differences == ("amount",)


def test_the_law_is_kept_once_however_often_it_is_used(as_system: None, citizen: MakeCitizen) -> None:
    somebody = citizen()
    document = example(HEZE[0])
    application = application_of(document, place=HEZE[1], account=somebody.account, on=HEZE[2])

    for purpose in (Purpose.PROVISIONAL, Purpose.OPINION):
        determine(application=application, document=document, on=HEZE[2], purpose=purpose)

    assert LawText.objects.count() == 1


def test_a_determination_is_recorded_with_its_programmes(heze: list[Determination]) -> None:
    event = Event.objects.get(act="determination.made")

    assert event.place == HEZE[1]
    assert event.details["programmes"] == sorted({each.programme for each in heze})


@pytest.mark.parametrize("table", ["determination", "inputhousehold", "inputmember", "lawtext", "packstext"])
def test_nothing_determined_is_ever_rewritten(heze: list[Determination], table: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM determination_{table}")  # noqa: S608 - a name of the list above


def test_an_amount_belongs_to_somebody_who_is_eligible(heze: list[Determination]) -> None:
    wrong = heze[0]
    wrong.pk, wrong.status, wrong.amount_fen = None, "ineligible", 100

    with pytest.raises(DatabaseError, match="determination_amount_needs_eligible"), transaction.atomic():
        wrong.save(force_insert=True)


@pytest.mark.parametrize("model", [Determination, InputHousehold, InputMember])
def test_an_officer_of_another_county_sees_nothing_of_it(db: None, citizen: MakeCitizen, model: Any) -> None:
    somebody = citizen()
    with acting(Actor.system("test"), on=HEZE[2]):
        determined(*HEZE[:3], somebody)

    with acting(Actor.officer(1, office=1, place="371702"), on=HEZE[2]):
        elsewhere = model.objects.count()
    with acting(Actor.officer(1, office=1, place="371703"), on=HEZE[2]):
        here = model.objects.count()

    assert elsewhere == 0
    assert here > 0
