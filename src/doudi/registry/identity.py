"""From a number to the key of a person, and the indexes that a number is found by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from doudi.accounts.secrets import blind_index, seal
from doudi.kernel.residentid import ResidentNumber
from doudi.registry.models import Identifier, IdentifierKind, Person

SEALED_AS: Final = f"{Identifier._meta.db_table}.number"  # noqa: SLF001 - Django's public Meta
TAIL: Final = 4
_TAIL_MARK: Final = "#"
"""No name has it, so that a tail is never found by a name, nor a name by a tail."""


@dataclass(frozen=True, repr=False)
class Paper:
    """A number that is no resident number: of a birth certificate, a passport, anything else."""

    kind: IdentifierKind
    text: str


Number = ResidentNumber | Paper | None


def person_with(number: Number, *, place: str, on: date, purpose: str) -> Person:
    """Return the person with a number, found or made: nobody can tell which. Without number always a new one.

    Leaves the event `registry.resolved`. The person becomes visible with a membership in the actor's range.
    """
    kind, text = _kind_and_text(number)
    index = blind_index(kind, text) if text else ""
    sealed = seal(text, SEALED_AS) if text else b""
    with connection.cursor() as cursor:
        given = [kind, index, sealed, on, place, purpose]
        cursor.execute("SELECT registry_person(%s, %s, %s, %s, %s, %s)", given)
        return Person.from_db(connection.alias, ["id"], cursor.fetchall()[0])


def tail_token(county: str, tail: str) -> str:
    """Return the word by which the last four characters are found in one county; another county's is different."""
    return _TAIL_MARK + blind_index(f"tail {county[:6]}", tail.upper())


def _kind_and_text(number: Number) -> tuple[str, str]:
    if number is None:
        return "", ""
    if isinstance(number, ResidentNumber):
        return IdentifierKind.RESIDENT.value, number.full
    return IdentifierKind(number.kind).value, number.text.strip().upper()
