"""Delete what sources delivered when its time is over, and leave a row that proves it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from doudi.audit import actor
from doudi.audit.services.record import record
from doudi.kernel.errors import NotAllowed
from doudi.verification import held, holding
from doudi.verification.deliveries import store
from doudi.verification.deliveries.checking import sha256_of
from doudi.verification.models import Delivery, Forgetting
from doudi.verification.sources import sourcebook

STORE_LOCK: Final = "verification.deliveries"


class ForgetterSeesTooLittle(NotAllowed):
    """Retention is kept by the system for everybody."""

    code = "verification.forgetter_sees_too_little"
    sentence = "到期删除须由系统任务办理。"


@dataclass(slots=True)
class Forgotten:
    """What was deleted, and of which sources nobody says how long their answers are kept."""

    deliveries: list[Delivery] = field(default_factory=list[Delivery])
    undetermined: list[str] = field(default_factory=list[str])


@transaction.atomic
def forget_deliveries(*, on: date) -> Forgotten:
    """Delete the keys of deliveries whose time is over 到期删除, each with a row that proves it.

    Without its key nobody reads a file again; `sweep_deliveries` removes it after this is committed. Raises
    ForgetterSeesTooLittle."""
    require_everywhere()
    lock_store()
    result, arranged = Forgotten(), holding.arranged()
    for source in sourcebook().sources.values():
        kept = arranged.kept(source)
        rows = Delivery.objects.filter(source=source.name, key__isnull=False).order_by("pk")
        if kept is not None:
            ground = source.kept.cites if source.kept else f"部署设置 {arranged.file.name}"
            for delivery in rows.filter(loaded_on__lte=on - kept):
                _note(delivery, kept, ground, on)
                result.deliveries.append(delivery)
        elif rows.exists():
            result.undetermined.append(source.label)
    return result


@transaction.atomic
def sweep_deliveries() -> int:
    """Remove files that no key opens, of forgotten deliveries and of loads that were killed; return how many.

    In a transaction of its own: a file must not go before its key has. Raises ForgetterSeesTooLittle."""
    require_everywhere()
    lock_store()
    known = set(Delivery.objects.filter(key__isnull=False).values_list("source", "content"))
    removed = 0
    for path in Path(settings.DOUDI_DELIVERIES).glob("*/*"):
        if path.suffix == store.DRAFT or (path.parent.name, path.stem) not in known:
            path.unlink()
            removed += 1
    return removed


def require_everywhere() -> None:
    """Refuse who does not see every place. Raises ForgetterSeesTooLittle."""
    if actor.current().places != actor.EVERYWHERE:
        raise ForgetterSeesTooLittle


def lock_store() -> None:
    """Let one load or deletion after the other work; one that was killed has let go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [STORE_LOCK])


def _note(delivery: Delivery, kept: timedelta, ground: str, on: date) -> None:
    """Leave the proof; with it the database drops the key."""
    path = held.path_of(delivery)
    noted = Forgetting.objects.create(
        delivery=delivery, forgotten_on=on, kept_days=kept.days, ground=ground,
        rows=delivery.kept + delivery.remainder, digest=sha256_of(path) if path.exists() else "",
    )  # fmt: skip
    details = {"source": delivery.source, "rows": noted.rows, "digest": noted.digest}
    record("verification.forgotten", on=on, subject=delivery, place=delivery.place, details=details)
