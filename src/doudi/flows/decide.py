"""Decide a case: the decision, what it gives and the letter that says so are made together, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.casework.models import Case, Decision, Letter
from doudi.casework.services.confirm import confirm
from doudi.casework.services.refuse import refuse
from doudi.determination.models import Determination
from doudi.determination.services.determine import outcomes_of
from doudi.entitlements.models import ComponentKind, Entitlement
from doudi.entitlements.services.grant_entitlement import Part, grant_entitlement
from doudi.flows.closing import tell
from doudi.intake.models import FamilyMember

KINDS: Final = {
    "dibao_base": ComponentKind.BASE,
    "less_refusals": ComponentKind.BASE,
    "dibao_supplement": ComponentKind.SUPPLEMENT,
    "single_gap": ComponentKind.BASE,
    "single_base": ComponentKind.BASE,
    "own_supplement": ComponentKind.SUPPLEMENT,
    "tekun_base": ComponentKind.BASE,
    "tekun_care": ComponentKind.CARE,
    "wubao_amount": ComponentKind.BASE,
}
"""Which part of a payment each component of a programme is; what work refused takes away lessens the base."""


@transaction.atomic
def grant(*, case: Case, by: Officer, on: date, first_month: date | None = None) -> tuple[Entitlement, Letter]:
    """Confirm a case, grant what the decision gives and issue its letter. minfa-2021-57#21.

    Raises what `confirm`, `grant_entitlement` and `issue_letter` raise.
    """
    decision = confirm(case=case, by=by, on=on, first_month=first_month)
    determination = decision.determination
    entitlement = grant_entitlement(
        decision=decision, parts=parts_of(determination), persons=persons_of(determination), by=by, on=on
    )
    return entitlement, tell(decision=decision, by=by, on=on)


@transaction.atomic
def refuse_and_tell(*, case: Case, by: Officer, on: date) -> tuple[Decision, Letter]:
    """Refuse a case with the reasons of its determination, and issue the letter. minfa-2021-57#21.

    Raises what `refuse` and `issue_letter` raise.
    """
    decision = refuse(case=case, by=by, on=on)
    return decision, tell(decision=decision, by=by, on=on)


def parts_of(determination: Determination) -> list[Part]:
    """Return the parts of the amount by kind, each with the articles that its rules cite."""
    record = outcomes_of(determination)["outcomes"][0]["explanation"]
    sums: dict[ComponentKind, int] = {}
    articles: dict[ComponentKind, list[str]] = {}
    for component in determination.components:
        kind = KINDS[component["name"]]
        sums[kind] = sums.get(kind, 0) + component["amount_fen"]
        articles.setdefault(kind, []).extend(_cited(record, component["name"]))
    member = determination.member.pk if determination.member else None
    return [Part(kind, amount, "、".join(dict.fromkeys(articles[kind])), member) for kind, amount in sums.items()]


def persons_of(determination: Determination) -> list[int]:
    """Return the registry's keys of those the amount is for."""
    members = FamilyMember.objects.filter(pk__in=determination.persons, person__isnull=False)
    return list(members.order_by("position").values_list("person_id", flat=True))


def _cited(record: dict[str, Any], name: str) -> list[str]:
    return [cite["id"] for node in _nodes(record) if node["name"] == name for cite in node["cites"]]


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("children", ()):
        yield from _nodes(child)
