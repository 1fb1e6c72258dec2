"""Seal the events of the last minute: each seal is chained to the one before."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import OperationalError, connection, transaction
from django.db.models import Max
from psycopg.errors import LockNotAvailable

from doudi.audit.actor import Actor, acting
from doudi.audit.chain import LEAF, digest_of, event_number, leaves_of
from doudi.audit.models import Event, Seal
from doudi.kernel.errors import NotNow

SEALING_LOCK: Final = 20_261_121
"""Names the lock that lets one seal at a time."""
PATIENCE: Final = "2s"
"""Who waits for the table makes everybody behind wait; a transaction that takes longer is left for the next minute."""
MOST: Final = 50_000
"""How many events one seal holds at most; what is left over is for the next."""


class Busy(NotNow):
    """Somebody has been writing events for longer than a sealer may make others wait."""

    code = "audit.busy"
    sentence = "有事务正在写入审计事件，暂不封存；下一分钟会再试。"


def seal(*, by: Actor, on: date) -> Seal | None:
    """Seal what nobody has sealed 封存; None where there is nothing. Sealing twice makes one seal.

    Events become visible in another order than that of their numbers. So the last one to seal is chosen in a short
    transaction of its own, under a lock that waits for all who write; they go on while the sealer computes.
    Raises Busy.
    """
    with acting(by, on=on):
        last = _last_settled()
    with acting(by, on=on):
        return _sealed_until(last)


def _last_settled() -> int:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            cursor.execute("LOCK TABLE audit_event IN SHARE MODE")
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
            return Event.objects.aggregate(last=Max("pk"))["last"] or 0
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise Busy from error
        raise


def _sealed_until(last: int) -> Seal | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALING_LOCK])
    before = Seal.objects.defer("leaves").order_by("-number").first()
    number, previous, sealed = (before.number + 1, before.digest, before.last_id) if before else (1, "", 0)
    leaves = leaves_of(Event.objects.filter(pk__gt=sealed, pk__lte=last).order_by("pk")[:MOST].iterator())
    if not leaves:
        return None
    return Seal.objects.create(
        number=number,
        first_id=event_number(leaves),
        last_id=event_number(leaves[-LEAF:]),
        leaves=leaves,
        previous=previous,
        digest=digest_of(number, previous, leaves),
    )
