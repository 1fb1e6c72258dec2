"""From what was filled in to what is handed in."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

from doudi.faces import filing
from doudi.faces.draft import FIRST
from doudi.flows.apply import Handed, Helping
from doudi.intake.filing import Filing, Identity
from doudi.policy.facts import Facts
from doudi.portal.apply.filling import BORN_ON, NUMBER, REASON, SEX, SIGN, UNTIL, WHO, Filling
from doudi.portal.apply.minors import is_minor
from doudi.verification.models import ConsentSigner
from doudi.verification.services.sign_consent import Signature
from doudi.verification.sources import sourcebook

PURPOSE: Final = "申请社会救助"


def handed(filling: Filling, facts: Facts, on: date) -> Handed:
    """Return everything a filled-in application hands in."""
    return Handed(
        filing=declared(filling, facts), helping=_helping(filling), papers=tuple(filling.papers),
        signatures=tuple(_signatures(filling, on)),
    )  # fmt: skip


def declared(filling: Filling, facts: Facts) -> Filing:
    """Return the household file and who its members are."""
    file = filing.household_file(filling.text, facts)
    people: dict[str, Identity] = {}
    for person, owner in zip(file["members"], filling.text.members, strict=True):
        people[owner] = _identity(filling, owner, person)
    return Filing(
        key=UUID(filling.key), place=filling.place, household=file, people=people,
        reason=filling.text.text(REASON),
    )  # fmt: skip


def _identity(filling: Filling, owner: str, person: dict[str, Any]) -> Identity:
    number = filling.number_of(owner)
    if number is None:
        given = filling.text.text(f"{owner}.{NUMBER}").replace(" ", "")
        return Identity(given, "" if given else filling.text.text(f"{owner}.{SEX}"))
    person.pop("age", None)
    person[BORN_ON] = number.born_on.isoformat()
    return Identity(number.full)


def _helping(filling: Filling) -> Helping | None:
    number = filling.number_of(FIRST)
    if filling.is_for_self or number is None:
        return None
    until = date.fromisoformat(filling.text.text(UNTIL))
    return Helping(filling.text.text(WHO), filling.name_of(FIRST), number, until)


def sources_asked(filling: Filling, on: date) -> list[tuple[str, str]]:
    """List the sources the place may ask, by name and in words; none where no law lets it."""
    if not filling.place:
        return []
    return [(each.source.name, each.source.label) for each in sourcebook().askable(filling.place, on)]


def _signatures(filling: Filling, on: date) -> list[tuple[str, Signature]]:
    sources = tuple(name for name, _ in sources_asked(filling, on))
    signed = [(owner, filling.text.text(f"{owner}.{SIGN}")) for owner in filling.text.members]
    return [
        (owner, Signature(signer=_signer(filling, owner, on), signer_name=name, sources=sources, purpose=PURPOSE))
        for owner, name in signed
        if name and sources
    ]


def _signer(filling: Filling, owner: str, on: date) -> str:
    return ConsentSigner.GUARDIAN if is_minor(filling, owner, on) else ConsentSigner.SELF
