"""The database itself refuses what must not be, also from raw SQL: each constraint is broken once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from doudi.accounts.roles import Role
from doudi.standards.models import Proposal, Release
from tests.fixtures.people import MakeOfficer

pytestmark = pytest.mark.django_db

PROPOSAL: dict[str, Any] = {
    "place": "371702",
    "authority": "371702",
    "parameter": "aid.standard",
    "value": "700.00",
    "per": "month",
    "in_force_on": date(2024, 7, 1),
    "until_on": None,
    "document_title": "《通知》",
    "document_number": "",
    "document_file": "",
    "document_on": date(2024, 6, 20),
    "cites": "test-law#3.1",
    "replaces_id": None,
    "proposed_by": "张三",
    "proposed_office": "示例区民政局",
    "proposed_on": date(2024, 6, 21),
}


def insert(table: str, **row: Any) -> int:
    """Insert a row past Django and return its key."""
    columns, marks = ", ".join(row), ", ".join(["%s"] * len(row))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING id", list(row.values()))  # noqa: S608
        return cursor.fetchall()[0][0]


def propose(**changes: Any) -> int:
    return insert("standards_proposal", **PROPOSAL | changes)


def release(proposal: int, **changes: Any) -> int:
    row = {
        "proposed_by": "张三",
        "replaced": 0,
        "signed_by": "李四",
        "signed_office": "局",
        "signed_on": date(2024, 6, 22),
        "original_seen": True,
    }
    return insert("standards_release", proposal_id=proposal, **row | changes)


def test_a_proposal_and_its_release_are_recorded_with_the_time_of_the_database() -> None:
    proposal = propose()
    signed = release(proposal)

    assert Proposal.objects.get(pk=proposal).proposed_at is not None
    assert Release.objects.get(pk=signed).signed_at is not None
    assert str(Proposal.objects.get(pk=proposal)) == "371702 aid.standard 2024-07-01"
    assert str(Release.objects.get(pk=signed)) == f"{proposal} 2024-06-22"


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("proposal_place_is_a_code", {"place": "37170a"}),
        ("proposal_place_is_a_code", {"authority": "3717"}),
        ("proposal_per_month_or_year", {"per": "week"}),
        ("proposal_ends_after_it_begins", {"until_on": date(2024, 7, 1)}),
        ("proposal_follows_its_document", {"document_on": date(2024, 6, 22)}),
        ("proposal_without_value_withdraws", {"value": ""}),
        ("proposal_without_value_withdraws", {"value": " "}),
        ("proposal_says_what_and_why", {"document_title": " "}),
        ("proposal_says_what_and_why", {"cites": ""}),
        ("proposal_says_what_and_why", {"parameter": ""}),
        ("proposal_is_signed", {"proposed_by": ""}),
        ("proposal_is_signed", {"proposed_by": "张 三"}),
        ("proposal_is_signed", {"proposed_office": " "}),
    ],
)
def test_a_proposal_that_is_not_whole_is_refused(constraint: str, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        propose(**changes)


FILE: dict[str, Any] = {
    "file_digest": "a" * 64, "file_sha256": "b" * 64, "file_type": "application/pdf", "file_name": "通知.pdf",
    "file_size": 10,
}  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [{"file_digest": ""}, {"file_digest": "../key"}, {"file_sha256": ""}, {"file_type": "text/html"}, {"file_size": 0}],
)
def test_a_file_is_named_with_its_digests_type_and_size_or_not_at_all(changes: dict[str, Any]) -> None:
    propose(**FILE)

    with pytest.raises(IntegrityError, match="proposal_file_is_whole_or_none"):
        propose(**FILE | changes)


def test_a_value_without_its_file_is_signed_only_by_who_says_to_have_seen_the_original() -> None:
    release(propose(**FILE), original_seen=False)

    with pytest.raises(IntegrityError, match="release_saw_its_document"):
        release(propose(), original_seen=False)


def test_a_proposal_does_not_replace_itself() -> None:
    number = propose()

    with pytest.raises(IntegrityError, match="proposal_replaces_another"):
        propose(id=number + 1000, replaces_id=number + 1000)


@pytest.mark.parametrize("changes", [{"place": "371703"}, {"parameter": "aid.open"}])
def test_a_correction_stays_with_place_and_parameter(changes: dict[str, str]) -> None:
    corrected = propose()

    with pytest.raises(IntegrityError, match="proposal_corrects_its_own_kind"):
        propose(replaces_id=corrected, **changes)


def test_the_proposer_cannot_sign() -> None:
    with pytest.raises(IntegrityError, match="release_has_a_second_signer"):
        release(propose(), signed_by="张三")


def test_officers_are_told_apart_by_their_accounts_whatever_they_are_called(officer: MakeOfficer) -> None:
    one, two = (officer(Role.POLICY_OFFICER, "371702", name="张三") for _ in range(2))
    proposal = propose(proposer_id=one.pk)

    with pytest.raises(IntegrityError, match="release_has_a_second_signer"):
        release(proposal, proposer_number=one.pk, signer_id=one.pk)
    with pytest.raises(IntegrityError, match="release_repeats_its_proposal"):
        release(proposal, signer_id=one.pk)
    assert release(proposal, proposer_number=one.pk, signer_id=two.pk, signed_by="张三")


def test_a_release_cannot_misname_the_proposer_to_let_them_sign() -> None:
    with pytest.raises(IntegrityError, match="release_repeats_its_proposal"):
        release(propose(), proposed_by="王五", signed_by="张三")


def test_a_release_cannot_hide_what_it_corrects() -> None:
    first = propose()
    correction = propose(replaces_id=first)

    with pytest.raises(IntegrityError, match="release_repeats_its_proposal"):
        release(correction, replaced=0)


@pytest.mark.parametrize("changes", [{"signed_by": " "}, {"signed_by": "李 四"}, {"signed_office": ""}])
def test_a_release_without_name_or_office_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match="release_is_signed"):
        release(propose(), **changes)


def test_a_proposal_is_released_once() -> None:
    proposal = propose()
    release(proposal)

    with pytest.raises(IntegrityError, match="proposal_id"):
        release(proposal, signed_by="王五")


def test_a_release_is_corrected_once() -> None:
    wrong = propose()
    first, second = propose(replaces_id=wrong), propose(replaces_id=wrong)
    release(wrong)
    release(first, replaced=wrong)

    with pytest.raises(IntegrityError, match="release_corrected_once"):
        release(second, replaced=wrong)


@pytest.mark.parametrize("table", ["standards_proposal", "standards_release"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET proposed_by = '王五'", "DELETE FROM {}"])
@pytest.mark.parametrize("ignoring", [False, True])
def test_no_row_is_ever_changed_or_deleted(table: str, statement: str, ignoring: bool) -> None:
    """Not even by who asks pgtrigger to look away."""
    release(propose())

    with transaction.atomic(), connection.cursor() as cursor:
        if ignoring:
            cursor.execute("SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, true) FROM pg_trigger")
        with pytest.raises(IntegrityError, match="append-only"):
            cursor.execute(statement.format(table))
        transaction.set_rollback(True)
