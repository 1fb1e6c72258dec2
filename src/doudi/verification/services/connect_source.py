"""Connect a source that answers queries over HTTP, or stop using it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import transaction

from doudi.accounts.outbound import checked_host
from doudi.audit.services.record import record
from doudi.exchange.signatures import raw
from doudi.kernel.errors import NotKnown, Refused
from doudi.verification.models import SourceConnection
from doudi.verification.sources import sourcebook

MOST_SECONDS, MOST_A_MINUTE, LONGEST_URL, LONGEST_CONTACT = 60, 6_000, 300, 200


class NoSuchSource(NotKnown):
    """No pack names this source."""

    code = "verification.no_such_source"
    sentence = "没有“{source}”这个来源。可以写：{sources}。"


class NotConnected(NotKnown):
    """The source is not connected."""

    code = "verification.not_connected"
    sentence = "来源“{source}”没有接通。"


class ConnectionWrong(Refused):
    """Something about the connection is wrong: which field, and why."""

    code = "verification.connection_wrong"
    sentence = "接口的“{field}”有误：{reason}。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Where a source answers, the public key it signs with, who speaks for it, and how it may be asked."""

    url: str
    holder: Ed25519PublicKey
    contact: str = ""
    seconds: int = 5
    per_minute: int = 300


@transaction.atomic
def connect_source(*, source: str, line: Line, on: date) -> SourceConnection:
    """Connect a source 接通来源, or change how it is reached; its breaker is closed again.

    Raises NoSuchSource, ConnectionWrong, AddressUnsafe."""
    _require_sound(source, line)
    row, _ = SourceConnection.objects.update_or_create(
        source=source,
        defaults={
            "url": line.url, "holder_key": raw(line.holder).hex(), "contact": line.contact, "seconds": line.seconds,
            "per_minute": line.per_minute, "connected_on": on, "disconnected_on": None, "failures": 0,
            "opened_at": None, "next_at": None,
        },
    )  # fmt: skip
    record("verification.source_connected", on=on, subject=row, details={"source": source, "url": line.url})
    return row


@transaction.atomic
def disconnect_source(*, source: str, on: date) -> SourceConnection:
    """Stop asking a source over HTTP 停用来源接口; officers type its answers again. Raises NotConnected."""
    row = SourceConnection.objects.select_for_update().filter(source=source, disconnected_on__isnull=True).first()
    if row is None:
        raise NotConnected(source=source)
    row.disconnected_on = on
    row.save(update_fields=["disconnected_on"])
    record("verification.source_disconnected", on=on, subject=row, details={"source": source})
    return row


def _require_sound(source: str, line: Line) -> None:
    known = sourcebook().sources
    if source not in known:
        raise NoSuchSource(source=source, sources="、".join(known))
    checked_host(line.url)
    if len(line.url) > LONGEST_URL:
        raise ConnectionWrong(field="地址", reason=f"最多 {LONGEST_URL} 字")
    if len(line.contact) > LONGEST_CONTACT:
        raise ConnectionWrong(field="联系人", reason=f"最多 {LONGEST_CONTACT} 字")
    if not 1 <= line.seconds <= MOST_SECONDS:
        raise ConnectionWrong(field="等待秒数", reason=f"应是 1 到 {MOST_SECONDS}")
    if not 1 <= line.per_minute <= MOST_A_MINUTE:
        raise ConnectionWrong(field="每分钟次数", reason=f"应是 1 到 {MOST_A_MINUTE}")
