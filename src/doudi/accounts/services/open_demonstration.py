"""Open one login a role for a place, so that a demonstration can be entered as everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from doudi.accounts.models import Office, Officer, Post
from doudi.accounts.queries import officer_named, place_of
from doudi.accounts.roles import LEVELS, OFFICES, OfficeKind, Role
from doudi.accounts.services.appoint import appoint
from doudi.accounts.services.name_township import name_township
from doudi.accounts.services.open_office import open_office
from doudi.accounts.services.open_officer_account import open_officer_account
from doudi.kernel.divisions import Level

TOWNSHIP, VILLAGE = "示例乡", "示例村"
SIGNS = {
    OfficeKind.VILLAGE: "村民委员会", OfficeKind.TOWNSHIP: "人民政府", OfficeKind.CIVIL_AFFAIRS: "民政局",
    OfficeKind.VERIFICATION: "居民家庭经济状况核对中心", OfficeKind.FINANCE: "财政局", OfficeKind.AUDIT: "审计局",
}  # fmt: skip
"""What is written on the door, after the name of the place."""
TWICE = {Role.POLICY_OFFICER: (("-2", "乙"), ("", ""))}
"""Roles of which two are needed to try what they do: a standard is signed by another than who proposed it."""


@transaction.atomic
def open_demonstration(*, county: str, password: str, on: date) -> list[Post]:
    """Return a post for every role at a county, its first township and village, each with a login of its own.

    Logins are `demo-<county>-<role>`, and `demo-<county>-policy-officer-2` for the second signature. Run again it
    returns what is there. The system acts, never an administrator."""
    township, village = f"{county}001", f"{county}001001"
    for code, name in ((township, TOWNSHIP), (village, VILLAGE)):
        if place_of(code, on) is None:
            name_township(code=code, name=name, by=None, on=on)
    places = {Level.TOWNSHIP: township, Level.VILLAGE: village}
    return list(_posts(county, places, password, on))


def _posts(county: str, places: dict[Level, str], password: str, on: date) -> Iterator[Post]:
    hands = [(role, *hand) for role in Role for hand in TWICE.get(role, (("", ""),))]
    for role, end, named in hands:
        place = next((places[level] for level in LEVELS.get(role, ()) if level in places), county)
        login = f"demo-{county}-{role.value}".replace("_", "-") + end
        officer = _officer(login, f"示例{role.label}{named}", password, county, on)
        office = _office(min(OFFICES[role]), place, on)
        held = officer.posts.filter(office=office, role=role, valid__contains=on).first()
        yield held or appoint(officer=officer, office=office, role=role, by=None, on=on)


def _officer(login: str, name: str, password: str, place: str, on: date) -> Officer:
    known = officer_named(login)
    if known is not None:
        return known
    made = open_officer_account(login=login, name=name, password=password, place=place, by=None, on=on)
    made.account.is_password_temporary = False  # everybody who sees the demonstration shares it
    made.account.save(update_fields=["is_password_temporary"])
    return made


def _office(kind: OfficeKind, place: str, on: date) -> Office:
    known = Office.objects.filter(kind=kind, place=place, valid__contains=on).order_by("pk").first()
    named = place_of(place, on)
    name = f"{named.name if named else place}{SIGNS[kind]}"
    return known or open_office(kind=kind, name=name, place=place, by=None, on=on)
