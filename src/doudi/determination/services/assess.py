"""Assess a household without storing anything 政策测算."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from doudi.policy.assessment import Assessment
from doudi.policy.assessment import assess as determine
from doudi.policy.snapshot import LawSnapshot
from doudi.standards.lawbook import packs


def assess(
    *,
    document: object,
    place: str,
    on: date,
    assume: Mapping[str, str] | None = None,
    snapshot: LawSnapshot | None = None,
) -> Assessment:
    """Say what each programme owes a household file at a place under the law of a day.

    `assume` sets parameters for this assessment only (`{"dibao.standard.rural": "620.00/month"}`). Without a
    `snapshot` the packs alone are the law; interfaces that serve people pass `standards.queries.current_snapshot()`.
    Raises HouseholdRefused, PlaceUnknown, NoLawYet, ParameterUnknown or ValueUnreadable.
    """
    law = snapshot or LawSnapshot.of(packs())
    return determine(law.assuming(assume) if assume else law, document, place=place, on=on)
