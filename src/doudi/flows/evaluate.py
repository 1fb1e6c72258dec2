"""Evaluate a family by what counts now: what verification settled on, under the law of the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.determination.models import Determination, Purpose
from doudi.determination.services.determine import determine
from doudi.intake.models import Application, FamilyMember, Relation
from doudi.intake.state import locked
from doudi.kernel.errors import NotNow
from doudi.registry.queries import records_of
from doudi.verification.queries import adopted_document

RELATION, HEAD, PARTNER = "relation", Relation.APPLICANT.value, Relation.SPOUSE.value
MAY_EVALUATE = (Act.INVESTIGATE, Act.GIVE_OPINION, Act.REVIEW, Act.CONFIRM)


class NotYetAccepted(NotNow):
    """Before acceptance there is no file that counts."""

    code = "flows.not_yet_accepted"
    sentence = "申请 {number} 还没有受理，不能测算。"


@transaction.atomic
def evaluate(
    *, application: Application, purpose: Purpose, by: Officer, on: date, as_of: date | None = None
) -> list[Determination]:
    """Determine every programme 测算 from the facts that count, under the law of `as_of`, otherwise of the day.

    A difference nobody settled is unknown, so that it makes no outcome; who has died is of the family no more.
    Raises NoSuchApplication, MayNot, NotYetAccepted, and what `determine` raises.
    """
    found = locked(application)
    permissions.require_any(by, MAY_EVALUATE, at=found.place, on=on)
    if found.accepted_on is None:
        raise NotYetAccepted(number=found.number)
    document = of_the_living(adopted_document(found), living(found, as_of or on))
    return determine(application=found, document=document, on=as_of or on, purpose=purpose)


def living(application: Application, on: date, known_at: datetime | None = None) -> list[FamilyMember]:
    """List the members of whom the registry knows no death up to a day, or knew none at a moment."""
    members = list(FamilyMember.objects.filter(application=application).order_by("position"))
    known = records_of([each.person_id for each in members if each.person_id is not None], on=on, known_at=known_at)
    died = {person for person, record in known.items() if record.died_on is not None and record.died_on <= on}
    return [each for each in members if each.person_id not in died]


def of_the_living(document: Mapping[str, Any], members: Iterable[FamilyMember]) -> dict[str, Any]:
    """Return a household file with these members alone, and with nobody else as parent or spouse."""
    keys = {member.key for member in members}
    left = [_among(each, keys) for each in document["members"] if each["id"] in keys]
    return {**document, "members": _headed(left)}


def _among(member: Mapping[str, Any], keys: set[str]) -> dict[str, Any]:
    told = {name: said for name, said in member.items() if name != "spouse" or said in keys}
    if "child_of" in told:
        told["child_of"] = [parent for parent in told["child_of"] if parent in keys]
    return told


def _headed(members: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Relations are counted from the applicant: where that one has died, from the partner or from who alone is left.

    Of others nobody has said what they are to each other: it is unknown, until an officer settles it.
    """
    told = [_plain(each.get(RELATION)) for each in members]
    if HEAD in told:
        return members
    heirs = [at for at, relation in enumerate(told) if relation == PARTNER or len(members) == 1]
    if not heirs:
        return [{name: said for name, said in each.items() if name != RELATION} for each in members]
    return [{**each, RELATION: HEAD} if at == heirs[0] else each for at, each in enumerate(members)]


def _plain(said: Any) -> Any:
    return said.get("value") if isinstance(said, dict) else said
