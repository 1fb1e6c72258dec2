"""Places and their names, offices, officers and their posts: questions only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from doudi.accounts.models import Account, Office, Officer, Place, Post
from doudi.audit.actor import place_range
from doudi.audit.fixed import fixed
from doudi.kernel.divisions import NATION, parent_chain
from doudi.kernel.errors import NotKnown


class PlaceNotListed(NotKnown):
    """No place has this code on this day."""

    code = "accounts.place_not_listed"
    sentence = "没有行政区划“{code}”（{day}）；乡镇和村由账号管理员录入。"


def place_of(code: str, on: date) -> Place | None:
    """Return the place of a code on a day."""
    return Place.objects.filter(code=code, valid__contains=on).first()


def require_place(code: str, on: date) -> Place:
    """Return the place of a code on a day. Raises PlaceNotListed."""
    place = place_of(code, on)
    if place is None:
        raise PlaceNotListed(code=code, day=on)
    return place


_named = fixed(
    lambda codes, on: Place.objects.filter(code__in=[codes], valid__contains=on).values_list("code", "name"),
    asked=("codes", date.min),
)


def names_of(code: str, on: date) -> list[str]:
    """List the names from the province down to the place: 湖南省, 益阳市, 大通湖区; unknown codes are left out."""
    chain = [part for part in reversed(parent_chain(code)) if part != NATION]
    known: dict[str, str] = dict(_named(chain, on))
    return [known[part] for part in chain if part in known]


def full_name(code: str, on: date) -> str:
    """Say a place in full; where nobody has named it, its code."""
    return "".join(names_of(code, on)) or code


def places_under(code: str, on: date, *, digits: int = 0) -> QuerySet[Place]:
    """List what lies under a place on a day, by sound; `digits` 9 are the townships, 12 the villages."""
    first, end = place_range(code)
    found = Place.objects.filter(code__gte=first, code__lt=end, valid__contains=on).exclude(code=code)
    if digits:
        found = found.filter(code__regex=rf"^[0-9]{{{digits}}}$")
    return found.order_by("sort_key", "code")


_named_and_under = fixed(
    lambda codes, first, end, digits, on: (
        Place.objects.filter(
            Q(code__in=[codes]) | Q(code__gte=first, code__lt=end, code__regex=digits), valid__contains=on
        )
        .order_by("sort_key", "code")
        .values_list("code", "name")
    ),
    asked=("codes", "first", "end", "digits", date.min),
)


def named_and_under(codes: Iterable[str], code: str, on: date, *, digits: int) -> dict[str, str]:
    """Return the names, by sound, of some places and of what lies under one, by their codes; one query for both."""
    first, end = place_range(code)
    return dict(_named_and_under(sorted(set(codes)), first, end, rf"^[0-9]{{{digits}}}$", on))


def offices_under(code: str, on: date) -> QuerySet[Office]:
    """List the offices that exist at a place and below on a day."""
    first, end = place_range(code)
    return Office.objects.filter(place__gte=first, place__lt=end, valid__contains=on).order_by("place", "kind", "pk")


def reaches_all(office: Office, on: date) -> bool:
    """Tell whether every office of this installation lies at the place of one, or below it."""
    first, end = place_range(office.place)
    others = Office.objects.filter(valid__contains=on).exclude(place__gte=first, place__lt=end)
    return not others.exists()


def officer_named(login: str) -> Officer | None:
    """Return the officer of a login name."""
    return Officer.objects.select_related("account").filter(account__login=login).first()


def held_on(on: date) -> Q:
    """Say which posts allow something on a day: those of that day which nobody stopped."""
    return Q(valid__contains=on, stopped_at=None)


def posts_under(code: str, on: date) -> QuerySet[Post]:
    """List who holds which post at a place and below on a day."""
    at = Q(office__place__gte=place_range(code)[0], office__place__lt=place_range(code)[1])
    found = Post.objects.filter(at, held_on(on)).select_related("officer__account", "office")
    return found.order_by("office__place", "office_id", "role", "pk")


def officers_under(code: str) -> QuerySet[Officer]:
    """List who works or has worked at a place and below, with every post of theirs, wherever it is."""
    first, end = place_range(code)
    here = Post.objects.filter(office__place__gte=first, office__place__lt=end).values("officer")
    posts = Prefetch("posts", Post.objects.select_related("office").order_by("valid", "pk"))
    found = Officer.objects.filter(pk__in=here).select_related("account").prefetch_related(posts)
    return found.order_by("name", "pk")


def account_of_identity(issuer: str, subject: str) -> Account | None:
    """Return the account that was linked to a person of a provider, while it is in use."""
    return Account.objects.filter(identities__issuer=issuer, identities__subject=subject, is_active=True).first()


def names_of_accounts(accounts: Iterable[int]) -> dict[int, str]:
    """Return the names of the officers of some accounts; citizens are left out."""
    return dict(Officer.objects.filter(account__in=list(accounts)).values_list("account", "name"))
