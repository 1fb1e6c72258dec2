"""What is due in a month, to whom, and what somebody receives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Min, Prefetch, Q, QuerySet

from doudi.audit.actor import place_range
from doudi.entitlements.models import Beneficiary, Entitlement, EntitlementEnd, Payee
from doudi.kernel.months import Month
from doudi.registry.models import STILL_KNOWN, PersonRecord

DUE = """
WITH dead AS MATERIALIZED (
    SELECT DISTINCT person_id FROM registry_personrecord
    WHERE died_on < %(month)s AND upper_inf(known)
), in_force AS (
    SELECT e.id, e.application_id, e.programme, e.place
    FROM entitlements_entitlement e
    WHERE e.place >= %(from)s AND e.place < %(until)s AND e.first_month <= %(month)s
      AND (%(programme)s = '' OR e.programme = %(programme)s)
      AND NOT EXISTS (SELECT 1 FROM entitlements_entitlementend x
                      WHERE x.entitlement_id = e.id AND x.last_month < %(month)s
                        AND x.place >= %(from)s AND x.place < %(until)s)
), payee AS (
    SELECT DISTINCT ON (p.entitlement_id, p.component_kind)
           p.id, p.entitlement_id, p.component_kind, p.kind, p.person_id, p.account_id
    FROM entitlements_payee p
    WHERE p.place >= %(from)s AND p.place < %(until)s AND p.valid @> %(on)s
    ORDER BY p.entitlement_id, p.component_kind, p.id DESC
)
SELECT e.id AS entitlement_id, c.id AS component_id, e.application_id, e.programme, e.place, c.kind, c.amount_fen,
       coalesce(own.id, every.id) AS payee_id,
       CASE WHEN own.id IS NULL THEN every.account_id ELSE own.account_id END AS account_id,
       CASE WHEN own.id IS NULL THEN every.kind ELSE own.kind END AS payee_kind,
       (e.id IN (SELECT b.entitlement_id FROM entitlements_beneficiary b JOIN dead USING (person_id)
                 WHERE b.place >= %(from)s AND b.place < %(until)s)
        OR coalesce(CASE WHEN own.id IS NULL THEN every.person_id ELSE own.person_id END
                    IN (SELECT person_id FROM dead), false)) AS is_dead
FROM in_force e
JOIN entitlements_component c ON c.entitlement_id = e.id AND c.place >= %(from)s AND c.place < %(until)s
LEFT JOIN payee own ON own.entitlement_id = e.id AND own.component_kind = c.kind
LEFT JOIN payee every ON every.entitlement_id = e.id AND every.component_kind = ''
"""
"""One row a component in force in a month, with the payee and account of the day `on`. `payments` inserts from it.

Each table is held to the place by itself, so that an index serves it and no row is looked up one by one."""


@dataclass(frozen=True, slots=True)
class Due:
    """One component of one entitlement that a month owes. Without `payee` and `account` nobody can be paid yet.

    `is_dead`: a beneficiary, or the payee, died before the month began.
    """

    entitlement: int
    component: int
    application: int
    programme: str
    place: str
    kind: str
    amount_fen: int
    payee: int | None
    account: int | None
    payee_kind: str | None
    is_dead: bool


def due_arguments(month: Month, place: str, on: date, programme: str = "") -> dict[str, Any]:
    """Return what `DUE` is asked with."""
    first, until = place_range(place)
    return {"month": month.first_day, "from": first, "until": until, "on": on, "programme": programme}


def due(month: Month, place: str, *, on: date, programme: str = "") -> list[Due]:
    """List what a place owes for a month, by entitlement and component; accounts as of the day `on`."""
    rows = as_sets(f"{DUE} ORDER BY e.id, c.id", due_arguments(month, place, on, programme))
    return [Due(*row) for row in rows]


def as_sets(statement: str, arguments: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement about a whole month, in the transaction of whoever acts, and return its rows.

    The planner cannot know how many rows an actor sees, nor how many a batch was just given; it guesses few, and would
    compare each with each. Here it joins sets as sets, however many there are.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(statement, arguments)
        rows = cursor.fetchall()
        cursor.execute("SET LOCAL enable_nestloop = on")
    return rows


def entitlements_of(person: int, *, month: Month | None = None) -> QuerySet[Entitlement]:
    """List what somebody receives or received, the newest first; with a month, only what was in force in it."""
    benefits = Beneficiary.objects.filter(person=person)
    if month is not None:
        benefits = benefits.filter(months__contains=month.first_day)
    return with_ends(Entitlement.objects.filter(pk__in=benefits.values("entitlement"))).order_by("-first_month", "-pk")


def of_application(application: int) -> QuerySet[Entitlement]:
    """List what came of an application, the newest first."""
    return with_ends(Entitlement.objects.filter(application=application)).order_by("-first_month", "-pk")


def with_a_death(place: str, *, on: date) -> QuerySet[Entitlement]:
    """List what goes on in a place after somebody it is for has died, the oldest first: to be adjusted or stopped."""
    first, until = place_range(place)
    dead = PersonRecord.objects.filter(STILL_KNOWN, died_on__lte=on).values("person")
    running = Beneficiary.objects.filter(
        place__gte=first, place__lt=until, months__contains=(Month.of(on) + 1).first_day, person__in=dead
    )
    found = Entitlement.objects.filter(pk__in=running.values("entitlement"))
    return found.select_related("decision__case__application", "decision__case__member").order_by("pk")


def given_by(decisions: Iterable[int]) -> QuerySet[Entitlement]:
    """List what decisions gave, the newest first, with the parts and with everybody who is or was paid."""
    payees = Payee.objects.select_related("account", "added_by").prefetch_related("keepers").order_by("-pk")
    found = with_ends(Entitlement.objects.filter(decision__in=list(decisions))).select_related("decision")
    return found.prefetch_related("components", Prefetch("payees", payees)).order_by("-first_month", "-pk")


def is_running(entitlement: Entitlement, on: date) -> bool:
    """Whether the month of a day or a later one is still paid by an entitlement that came `with_ends`."""
    last: date | None = getattr(entitlement, "last_month", None)
    return last is None or Month.of(last) >= Month.of(on)


def lacks_payee(entitlements: Iterable[Entitlement], on: date) -> bool:
    """Whether something runs and nobody is named for a part of it, so that a batch holds it back; reads `given_by`."""
    return any(
        not {"", part.kind}.intersection(payee.component_kind for payee in each.payees.all())
        for each in entitlements
        if is_running(each, on)
        for part in each.components.all()
    )


def in_force(month: Month, *, place: str = "000000", programme: str = "") -> QuerySet[Entitlement]:
    """List the entitlements in force in a month in a place and below; their `amount_fen` are the amounts in force."""
    first, until = place_range(place)
    chosen = Entitlement.objects.filter(place__gte=first, place__lt=until, first_month__lte=month.first_day)
    if programme:
        chosen = chosen.filter(programme=programme)
    ended = EntitlementEnd.objects.filter(last_month__lt=month.first_day)
    return with_ends(chosen.exclude(pk__in=ended.values("entitlement"))).order_by("pk")


def with_ends(entitlements: QuerySet[Entitlement]) -> QuerySet[Entitlement]:
    """Give each entitlement its `last_month`: the earliest of its ends, None while it goes on."""
    return entitlements.annotate(last_month=Min("ends__last_month"))


def last_month(entitlement: Entitlement) -> Month | None:
    """Return the last month of an entitlement, None while it goes on."""
    first_of = entitlement.ends.aggregate(first=Min("last_month"))["first"]
    return None if first_of is None else Month.of(first_of)


def payee_of(entitlement: Entitlement, *, on: date, component_kind: str = "") -> Payee | None:
    """Return who is paid on a day for a part of an entitlement: its own payee, else that of the whole."""
    wanted = Q(component_kind="") | Q(component_kind=component_kind)
    payees = entitlement.payees.filter(wanted, valid__contains=on).select_related("account")
    return payees.order_by("-component_kind", "-pk").first()


def payees_of(entitlement: Entitlement) -> QuerySet[Payee]:
    """List everybody who is or was paid for an entitlement, the newest first, with account and keepers of cards."""
    return entitlement.payees.select_related("account", "added_by").prefetch_related("keepers").order_by("-pk")
