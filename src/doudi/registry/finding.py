"""The words a person is found by: kept beside the records, made anew when a name is told."""

from __future__ import annotations

from doudi.kernel.divisions import county_of
from doudi.registry.identity import TAIL, tail_token
from doudi.registry.models import STILL_KNOWN, Identifier, Membership, NameToken, Person, PersonRecord
from doudi.registry.names import tokens


def refresh(person: Person) -> None:
    """Make the words of a person anew at every place the actor sees them at: names of today and before, number ends."""
    wanted = {(place, word, key) for place in _places(person) for word, key in _words(person, place)}
    kept = set(NameToken.objects.filter(person=person).values_list("place", "token", "sort_key"))
    for place, word, _ in kept - wanted:
        NameToken.objects.filter(person=person, place=place, token=word).delete()
    missing = [
        NameToken(person=person, place=place, token=word, sort_key=key) for place, word, key in sorted(wanted - kept)
    ]
    NameToken.objects.bulk_create(missing)


def _places(person: Person) -> set[str]:
    return set(Membership.objects.filter(STILL_KNOWN, person=person).values_list("place", flat=True))


def _words(person: Person, place: str) -> set[tuple[str, str]]:
    """Return each word with the sort key of the last name: under it the person stands in every list."""
    told = PersonRecord.objects.filter(STILL_KNOWN, person=person, county=int(county_of(place)))
    records = list(told.order_by("valid__startswith"))
    if not records:
        return set()
    ends = [str(one.number)[-TAIL:] for one in Identifier.objects.filter(STILL_KNOWN, person=person).order_by("pk")]
    words = {word for record in records for word in tokens(record.name)}
    words |= {tail_token(place, end) for end in ends if len(end) == TAIL}
    return {(word, records[-1].sort_key) for word in words}
