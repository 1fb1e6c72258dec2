"""What a seal holds: a leaf for each event, and a digest over its leaves and the seal before it.

A leaf is the number of the event and the SHA-256 of its canonical JSON, so that a changed event can be named, not
only noticed. The digest covers the leaves, the place in the chain, and the digest before: whoever changes one of them
has to change every later one, and those that were exported.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from hashlib import sha256
from typing import Final

from doudi.audit.models import Event

VERSION: Final = b"doudi seal 1"
LEAF: Final = 8 + 32


def leaf(event: Event) -> bytes:
    """Return the number of an event and the digest of everything it says."""
    said = {
        "id": event.pk,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "business_on": event.business_on.isoformat(),
        "actor_kind": event.actor_kind,
        "account": event.account_id,
        "actor_name": event.actor_name,
        "office": event.office_id,
        "act": event.act,
        "subject_kind": event.subject_kind,
        "subject": event.subject_id,
        "place": event.place,
        "purpose": event.purpose,
        "persons": event.persons,
        "details": event.details,
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return event.pk.to_bytes(8) + sha256(text.encode()).digest()


def digest_of(number: int, previous: str, leaves: bytes) -> str:
    """Return the digest of a seal."""
    return sha256(b"\n".join((VERSION, str(number).encode(), previous.encode(), leaves))).hexdigest()


def leaves_of(events: Iterable[Event]) -> bytes:
    """Return the leaves of events in the order of their numbers."""
    return b"".join(leaf(event) for event in events)


def each_leaf(leaves: bytes) -> Iterator[bytes]:
    """Take leaves apart."""
    return (leaves[start : start + LEAF] for start in range(0, len(leaves), LEAF))


def event_number(one: bytes) -> int:
    """Return which event a leaf is of."""
    return int.from_bytes(one[:8])
