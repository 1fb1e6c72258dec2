"""Two keys turn out to be one human being: merge them. They turn out to be two after all: split them again."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import QuerySet

from doudi.accounts.models import Officer
from doudi.accounts.permissions import require
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.registry import finding
from doudi.registry.models import STILL_KNOWN, Identifier, Membership, Person, PersonMerge, PersonRecord
from doudi.registry.queries import place_of
from doudi.registry.refusals import MergedAway, NotHere, NotMerged, ReasonMissing
from doudi.registry.timelines import close, moment, restate

Row = TypeVar("Row", PersonRecord, Membership)


@transaction.atomic
def merge_persons(*, kept: Person, other: Person, reason: str, on: date, by: Officer) -> PersonMerge:
    """Let one key stand for both 合并: numbers and places of the other become the kept one's. Nothing is deleted.

    Takes the right to review at the place of the kept one. Raises MayNot, NotHere, MergedAway, ReasonMissing.
    """
    place = _require_right(kept, reason, on, by)
    kept, other = _locked(kept, other)
    if kept.merged_into_id or other.merged_into_id:
        raise MergedAway
    at = moment()
    _pass_on(PersonRecord.objects.all(), other, kept, at)
    _pass_on(Membership.objects.all(), other, kept, at)
    open_ones = Identifier.objects.filter(STILL_KNOWN, person=other).order_by("pk").values_list("pk", flat=True)
    moved = _hand_over(other, kept, list(open_ones))
    other.merged_into_id = kept.pk
    other.save(update_fields=["merged_into"])
    merge = PersonMerge.objects.create(
        kept=kept, other=other, identifiers=moved, reason=reason, place=place, done_by=by, done_on=on, done_at=at
    )
    _afterwards("registry.merged", merge)
    return merge


@transaction.atomic
def split_persons(*, merge: PersonMerge, reason: str, on: date, by: Officer) -> PersonMerge:
    """Undo a merge 拆分: the other stands for itself again, with its numbers and with what was known of it then.

    Raises MayNot, NotHere, NotMerged, ReasonMissing.
    """
    place = _require_right(merge.kept, reason, on, by)
    kept, other = _locked(merge.kept, merge.other)
    if other.merged_into_id != kept.pk or PersonMerge.objects.filter(undoes=merge).exists():
        raise NotMerged
    at = moment()
    _take_back(PersonRecord.objects.all(), merge, at)
    _take_back(Membership.objects.all(), merge, at)
    moved = _hand_over(kept, other, merge.identifiers)
    other.merged_into_id = None
    other.save(update_fields=["merged_into"])
    split = PersonMerge.objects.create(
        kept=kept, other=other, undoes=merge, identifiers=moved, reason=reason, place=place,
        done_by=by, done_on=on, done_at=at,
    )  # fmt: skip
    _afterwards("registry.split", split)
    return split


def _require_right(kept: Person, reason: str, on: date, by: Officer) -> str:
    place = place_of(kept, on=on)
    if place is None:
        raise NotHere
    require(by, Act.REVIEW, at=place, on=on)
    if not reason.strip():
        raise ReasonMissing
    return place


def _locked(kept: Person, other: Person) -> tuple[Person, Person]:
    """Lock both in the order of their keys, so that two merges never wait for each other. Raises NotHere."""
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=[kept.pk, other.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if not {kept.pk, other.pk} <= found.keys():
        raise NotHere
    return found[kept.pk], found[other.pk]


def _pass_on(rows: QuerySet[Row], other: Person, kept: Person, at: datetime) -> None:
    """Close what is known of the other, and say it of the kept one where nothing is known of the kept one then."""
    for row in rows.filter(STILL_KNOWN, person=other).order_by("pk"):
        close(row, at)
        if not rows.filter(STILL_KNOWN, person=kept, county=row.county, valid__overlap=row.valid).exists():
            restate(row, at, person_id=kept.pk)


def _take_back(rows: QuerySet[Row], merge: PersonMerge, at: datetime) -> None:
    """Close what was passed on, unless it has been corrected since, and know again what was known of the other."""
    for row in rows.filter(STILL_KNOWN, person=merge.kept_id, known__startswith=merge.done_at).order_by("pk"):
        close(row, at)
    for row in rows.filter(person=merge.other_id, known__endswith=merge.done_at).order_by("pk"):
        restate(row, at)


def _hand_over(giver: Person, taker: Person, numbers: list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_hand_over(%s, %s, %s)", [giver.pk, taker.pk, numbers])
        return cursor.fetchall()[0][0]


def _afterwards(act: str, merge: PersonMerge) -> None:
    finding.refresh(merge.kept)
    finding.refresh(merge.other)
    persons = [merge.kept_id, merge.other_id]
    record(act, on=merge.done_on, subject=merge, place=merge.place, purpose=merge.reason[:200], persons=persons)
