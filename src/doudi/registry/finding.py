"""The words a person is found by: kept beside the records, made anew when a name is told."""

from __future__ import annotations

from django.db.models import Q

from doudi.registry.identity import TAIL, tail_token
from doudi.registry.models import STILL_KNOWN, Identifier, Membership, NameToken, Person, PersonRecord
from doudi.registry.names import tokens


def refresh(person: Person) -> None:
    """Make the words of a person anew at every place the actor sees them at: names of today and before, number ends."""
    wanted = {(place, word) for place in _places(person) for word in _words(person, place)}
    kept = set(NameToken.objects.filter(person=person).values_list("place", "token"))
    for place, word in kept - wanted:
        NameToken.objects.filter(Q(person=person, place=place, token=word)).delete()
    missing = [NameToken(person=person, place=place, token=word) for place, word in sorted(wanted - kept)]
    NameToken.objects.bulk_create(missing)


def _places(person: Person) -> set[str]:
    return set(Membership.objects.filter(STILL_KNOWN, person=person).values_list("place", flat=True))


def _words(person: Person, place: str) -> set[str]:
    records = PersonRecord.objects.filter(STILL_KNOWN, person=person, county=int(place[:6]))
    ends = [str(one.number)[-TAIL:] for one in Identifier.objects.filter(STILL_KNOWN, person=person).order_by("pk")]
    return {word for record in records.order_by("pk") for word in tokens(record.name)} | {
        tail_token(place, end) for end in ends if len(end) == TAIL
    }
