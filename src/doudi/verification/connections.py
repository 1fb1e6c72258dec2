"""Which sources are reached over HTTP, what was asked of them, and the keys on both sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from doudi.accounts.secrets import NoKeys
from doudi.verification.asking.way import Way
from doudi.verification.models import UNDER_WAY, CheckRequest, SourceConnection, SourceQuery


def connections() -> dict[str, SourceConnection]:
    """Return the connections that are in use, by source."""
    return {each.source: each for each in SourceConnection.objects.filter(disconnected_on__isnull=True)}


def way_of(connection: SourceConnection) -> Way:
    """Return how a source is reached."""
    holder = Ed25519PublicKey.from_public_bytes(bytes.fromhex(connection.holder_key))
    return Way(connection.url, holder, float(connection.seconds))


def own_key() -> Ed25519PrivateKey:
    """Return the key that signs our queries. Raises NoKeys before there is an installation."""
    key: bytes | None = settings.DOUDI_QUERY_KEY
    if key is None:
        raise NoKeys
    return Ed25519PrivateKey.from_private_bytes(key)


def queries_of(checks: Iterable[CheckRequest]) -> list[SourceQuery]:
    """List what was asked over HTTP in some checks, the oldest first; one query."""
    found = SourceQuery.objects.filter(request__in=[each.pk for each in checks]).select_related("answer")
    return list(found.order_by("pk"))


@dataclass(frozen=True, slots=True)
class Tally:
    """How far the queries of a check are; `answered` counts up and never down."""

    under_way: int
    answered: int


def tally(queries: Iterable[SourceQuery]) -> Tally:
    """Count them."""
    waiting = [each.progress in UNDER_WAY for each in queries]
    return Tally(under_way=sum(waiting), answered=len(waiting) - sum(waiting))


def under_way(check: int, source: str) -> list[SourceQuery]:
    """List the queries of a check to one source that have no answer yet, in the order they were asked."""
    rows = SourceQuery.objects.filter(request=check, source=source, progress__in=UNDER_WAY)
    return list(rows.select_related("member").order_by("pk"))
