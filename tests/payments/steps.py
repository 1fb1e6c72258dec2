"""The steps of a month's payment, each one transaction, as worker.py and the tests of faults run them."""

from __future__ import annotations

from typing import Final

from django.db import connection

from doudi.accounts.models import Officer
from doudi.audit.actor import Actor, acting
from doudi.payments.models import Batch
from tests.entitlements import given
from tests.payments.paying import Desk

STEPS: Final = ("make", "approve", "write", "receipt")
FAMILIES: Final = 3
OWED: Final = FAMILIES * 90_000
TABLES: Final = ("batch", "line", "held", "lineresult", "bankfile", "bankreceipt", "transfer")


def open_desk() -> Desk:
    """Three families that are owed June, and a desk; committed."""
    with acting(Actor.system("test"), on=given.TODAY):
        for _ in range(FAMILIES):
            given.granted()
        return Desk.opened()


def do(step: str, *, maker: int, checker: int, batch: int = 0) -> int:
    """Do a step and return the number of its batch."""
    with acting(Actor.system("test"), on=given.TODAY):
        desk = Desk(Officer.objects.get(pk=maker), Officer.objects.get(pk=checker))
        if step == "make":
            return desk.made().pk
        found = Batch.objects.get(pk=batch)
        if step == "approve":
            desk.approved(found)
        elif step == "write":
            desk.sent(found)
        else:
            desk.answered(found)
        return found.pk


def counts() -> dict[str, int]:
    """How many rows each table of the payments has, as far as committed, and how many events there are."""
    with acting(Actor.system("test"), on=given.TODAY), connection.cursor() as cursor:
        tables = [*(f"payments_{table}" for table in TABLES), "audit_event"]
        each = (f"SELECT '{table}', count(*) FROM {table}" for table in tables)  # noqa: S608 - tables of ours
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())
