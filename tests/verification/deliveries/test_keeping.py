"""Stored rows are encrypted, follow the keys of the installation, and are deleted when their time is over, provably."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from doudi.accounts.secrets import KeyMissing, Keyring
from doudi.verification.deliveries import store
from doudi.verification.deliveries.store import RowsMissing
from doudi.verification.deployment import RetentionNotGiven
from doudi.verification.held import path_of, rows_of
from doudi.verification.models import Delivery, DeliveryKey, Forgetting
from doudi.verification.services.forget_deliveries import (
    ForgetterSeesTooLittle,
    forget_deliveries,
    sweep_deliveries,
)
from doudi.verification.services.seal_deliveries_anew import seal_deliveries_anew
from doudi.verification.standing import NotAnswered
from tests.fixtures.applications import VILLAGE, Applications
from tests.fixtures.people import TODAY, ActingAs
from tests.verification.deliveries.conftest import Department, Family, load, system

pytestmark = pytest.mark.django_db
OVER = TODAY + timedelta(180)
INDEX = b"i" * 32


def held(family: Family, on: date = TODAY) -> int:
    with system(on):
        found = rows_of(family.tokens, source="vehicles", place=VILLAGE, on=on, purpose="测试")
    return sum(len(batch) for batch in found.rows)


def test_a_file_shows_nothing_to_who_has_no_key(department: Department, family: Family) -> None:
    made = load(department.csv(family.rows)).delivery
    path = path_of(made)
    content = path.read_bytes()

    assert not any(word.encode() in content for word in ("湘Z00001", "张某甲", str(family.rows[0][0]), "plate"))
    with pytest.raises(RowsMissing):
        list(store.read(path, store.new_key(), wanted=family.tokens))
    with system():
        key = bytes.fromhex(str(DeliveryKey.objects.get(delivery=made).key))
    assert sum(len(batch) for batch in store.read(path, key, wanted=family.tokens)) == 4
    other = path.with_name("0" * 64 + path.suffix)
    path.rename(other)
    with pytest.raises(RowsMissing):
        list(store.read(other, key, wanted=family.tokens))


def test_a_new_data_key_seals_the_keys_anew_and_the_old_one_may_go(
    department: Department, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = load(department.csv(family.rows)).delivery
    before = path_of(made).read_bytes()
    monkeypatch.setattr(settings, "DOUDI_KEYRING", Keyring({1: b"1" * 32, 2: b"2" * 32}, INDEX))
    with system():
        assert (seal_deliveries_anew(), seal_deliveries_anew()) == (1, 0)

        monkeypatch.setattr(settings, "DOUDI_KEYRING", Keyring({2: b"2" * 32}, INDEX))
        assert DeliveryKey.objects.get(delivery=made).key
        monkeypatch.setattr(settings, "DOUDI_KEYRING", Keyring({3: b"3" * 32}, INDEX))
        with pytest.raises(KeyMissing):
            DeliveryKey.objects.get(delivery=made)
    assert path_of(made).read_bytes() == before


def test_what_was_kept_long_enough_is_deleted_and_a_row_proves_it(department: Department, family: Family) -> None:
    made = load(department.csv(family.rows)).delivery
    with system(OVER):
        assert forget_deliveries(on=OVER - timedelta(1)).deliveries == []
        assert sweep_deliveries() == 0
        assert [each.pk for each in forget_deliveries(on=OVER).deliveries] == [made.pk]
        assert not DeliveryKey.objects.exists()
        assert (sweep_deliveries(), sweep_deliveries()) == (2, 0)

        proof = Forgetting.objects.get(delivery=made)
        assert (proof.rows, proof.kept_days, proof.ground, len(proof.digest)) == (2, 180, "部署设置 sources.yaml", 64)
        assert list(Path(settings.DOUDI_DELIVERIES).glob("*/*")) == []
    with pytest.raises(NotAnswered):
        held(family, OVER)
    assert not load(department.folder / "d1.csv.manifest.json", OVER).is_new


def test_without_a_period_nothing_is_stored_and_nothing_deleted(department: Department, family: Family) -> None:
    manifest = department.csv(family.rows)
    arranged = Path(settings.DOUDI_SOURCES)
    told = arranged.read_text("utf-8")
    arranged.write_text("{}", "utf-8")
    with pytest.raises(RetentionNotGiven):
        load(manifest)
    arranged.write_text(told, "utf-8")
    load(manifest)
    arranged.write_text("{}", "utf-8")

    with system(OVER):
        done = forget_deliveries(on=OVER)

    assert (done.deliveries, done.undetermined) == ([], ["车船登记"])


def test_a_file_that_is_gone_or_was_changed_is_told_and_is_not_nothing(department: Department, family: Family) -> None:
    path = path_of(load(department.csv(family.rows)).delivery)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(RowsMissing):
        held(family)
    path.unlink()
    with pytest.raises(RowsMissing):
        held(family)


def test_only_the_system_deletes(applications: Applications, acting_as: ActingAs, department: Department) -> None:
    with acting_as(applications.investigator):
        with pytest.raises(ForgetterSeesTooLittle):
            forget_deliveries(on=TODAY)
        with pytest.raises(ForgetterSeesTooLittle):
            sweep_deliveries()


GOOD = {
    "source": "vehicles", "place": "430971", "as_of": TODAY, "number": "x1", "content": "a" * 64, "outcome": "loaded",
    "rows": 3, "kept": 1, "remainder": 1, "unasked": 1, "statuses": [0] * 5, "loaded_on": TODAY,
}  # fmt: skip
WRONG = {
    "an outcome there is not": {"outcome": "lost"},
    "no digest": {"content": "x"},
    "rows that do not add up": {"rows": 4},
    "no day": {"as_of": None},
    "a day to come": {"as_of": TODAY + timedelta(1)},
    "flaws in what is loaded": {"flaw_count": 1},
    "no roster": {"roster_id": None},
    "sent back without a reason": {"outcome": "quarantined", "kept": 0, "remainder": 0, "unasked": 0},
    "sent back and kept": {"outcome": "quarantined", "flaw_count": 1},
}
SECOND = {"a number used before": {"as_of": TODAY - timedelta(1)}, "a day that has one": {"number": "x2"}}


def test_the_database_refuses_what_cannot_be(department: Department) -> None:
    usual = {**GOOD, "roster_id": department.ask()}
    with system():
        for change in WRONG.values():
            with pytest.raises(IntegrityError), transaction.atomic():
                Delivery.objects.create(**{**usual, **change})
        made = Delivery.objects.create(**usual)
        for change in SECOND.values():
            with pytest.raises(IntegrityError), transaction.atomic():
                Delivery.objects.create(**{**usual, "content": "b" * 64, **change})
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.filter(pk=made.pk).update(kept=2)
        with pytest.raises(IntegrityError), transaction.atomic():
            Forgetting.objects.create(delivery=made, forgotten_on=TODAY, kept_days=1, ground=" ", rows=1)
