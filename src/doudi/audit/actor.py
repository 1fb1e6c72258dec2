"""Who acts in this transaction, and which places their rows may lie in. The database reads it for row-level security.

    with acting(Actor.officer(12, office=3, places="430971"), on=today):
        ...

`acting` opens a transaction and sets its actor with SET LOCAL, so that nothing outlives it. Without an actor every
table under row-level security looks empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import connection, transaction

from doudi.kernel.divisions import NATION, Level, level
from doudi.kernel.errors import NotAllowed

NOWHERE = ("~", "")
EVERYWHERE = ("", "~")
"""Codes are digits: all of them lie between the empty text and a tilde, none between a tilde and the empty text."""
_DIGITS = {Level.NATION: 0, Level.PROVINCE: 2, Level.PREFECTURE: 4, Level.COUNTY: 6, Level.TOWNSHIP: 9}
_WHOLE_CODE = 12


class ActorKind(StrEnum):
    """What kind of hand does something."""

    OFFICER = "officer"
    CITIZEN = "citizen"
    JOB = "job"
    SYSTEM = "system"
    NOBODY = "nobody"


class NobodyActs(NotAllowed):
    """Something is to be recorded, and nobody has said who does it."""

    code = "audit.nobody_acts"
    sentence = "没有登录，不能办理。"


@dataclass(frozen=True)
class Actor:
    """A hand: its kind, its account or name, its office, and the range of place codes it may see (half open).

    `at` is where the office is.
    """

    kind: ActorKind
    account: int | None = None
    name: str = ""
    office: int | None = None
    places: tuple[str, str] = NOWHERE
    at: str = ""

    @classmethod
    def officer(cls, account: int, *, office: int, place: str, name: str = "") -> Actor:
        """Somebody at an office, who sees the rows of its place and below."""
        return cls(ActorKind.OFFICER, account, name, office, place_range(place), place)

    @classmethod
    def citizen(cls, account: int) -> Actor:
        """Somebody who sees what is theirs, wherever it lies."""
        return cls(ActorKind.CITIZEN, account)

    @classmethod
    def job(cls, name: str) -> Actor:
        """A task in the background; sees everything."""
        return cls(ActorKind.JOB, name=name, places=EVERYWHERE)

    @classmethod
    def system(cls, name: str) -> Actor:
        """Setting up, the command line, or a test; sees everything."""
        return cls(ActorKind.SYSTEM, name=name, places=EVERYWHERE)


NOBODY = Actor(ActorKind.NOBODY)
_acting: ContextVar[tuple[Actor, date | None]] = ContextVar("doudi_actor", default=(NOBODY, None))


def place_range(place: str) -> tuple[str, str]:
    """Return the range of codes of a place and all below it: 430971 gives 430971 to 430971~.

    A prefecture that has townships directly under it (441900003) holds them as well. Raises DivisionUnreadable.
    """
    prefix = place[: _DIGITS.get(level(place), _WHOLE_CODE)] if place != NATION else ""
    return prefix, f"{prefix}~"


def current() -> Actor:
    """Return who acts now. Raises NobodyActs."""
    actor, _ = _acting.get()
    if actor.kind is ActorKind.NOBODY:
        raise NobodyActs
    return actor


@contextmanager
def acting(actor: Actor, *, on: date) -> Iterator[None]:
    """Open a transaction in which `actor` acts on the day `on`; inside another's, that one acts again after."""
    is_nested = connection.in_atomic_block
    with transaction.atomic():
        _tell_database(actor, on)
        token = _acting.set((actor, on))
        try:
            yield
        finally:
            _acting.reset(token)
    if is_nested and not connection.needs_rollback:
        _tell_database(*_acting.get())


def _tell_database(actor: Actor, on: date | None) -> None:
    settings = {
        "doudi.place_from": actor.places[0],
        "doudi.place_until": actor.places[1],
        "doudi.office": str(actor.office or ""),
        "doudi.account": str(actor.account or ""),
        "doudi.actor_kind": actor.kind.value,
        "doudi.actor_name": actor.name,
        "doudi.today": on.isoformat() if on else "",
    }
    calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [word for pair in settings.items() for word in pair])
