"""Posts: what the database refuses, whoever asks, and however many ask at once."""

from __future__ import annotations

import threading
from datetime import date
from itertools import combinations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from psycopg.types.range import DateRange

from doudi.accounts.models import Account, AccountKind, Office, Officer, Post
from doudi.accounts.refusals import constraint_of
from doudi.accounts.roles import INCOMPATIBLE, LEVELS, OFFICES, OfficeKind, Role
from doudi.kernel.divisions import level
from tests.fixtures.people import EVER, MakeOfficer, office_at

PLACES = {
    OfficeKind.VILLAGE: "430971001001",
    OfficeKind.TOWNSHIP: "430971001",
    OfficeKind.CIVIL_AFFAIRS: "430971",
    OfficeKind.VERIFICATION: "430971",
    OfficeKind.FINANCE: "430971",
    OfficeKind.AUDIT: "430971",
}
ABOVE = "430900"


def place_for(role: str) -> str:
    return PLACES[min(OFFICES[role])]


def refusal(**columns: object) -> str:
    """The name of the constraint that refuses a post; empty where it was taken."""
    try:
        with transaction.atomic():
            Post.objects.create(**{"valid": EVER, **columns})
    except IntegrityError as error:
        return constraint_of(error)
    return ""


@pytest.mark.parametrize("pair", list(combinations(Role.values, 2)), ids="+".join)
def test_the_database_refuses_exactly_the_pairs_of_roles_that_exclude_each_other(
    officer: MakeOfficer, pair: tuple[str, str]
) -> None:
    first, second = pair
    somebody = officer(first, place_for(first))

    refused = refusal(officer=somebody, office=office_at(place_for(second), second), role=second)

    assert refused == ("post_roles_are_compatible" if frozenset(pair) in INCOMPATIBLE else "")


def test_roles_that_exclude_each_other_may_follow_one_another(officer: MakeOfficer) -> None:
    somebody = officer(Role.INVESTIGATOR, "430971001")
    somebody.posts.update(valid=DateRange(date(2020, 1, 1), date(2024, 1, 1)))
    head = {"officer": somebody, "office": office_at("430971001", Role.TOWNSHIP_HEAD), "role": Role.TOWNSHIP_HEAD}

    assert refusal(**head, valid=DateRange(date(2023, 12, 31), None)) == "post_roles_are_compatible"
    assert refusal(**head, valid=DateRange(date(2024, 1, 1), None)) == ""


def test_a_post_cannot_be_changed_into_one_that_is_excluded(officer: MakeOfficer) -> None:
    somebody = officer(Role.ACCEPTOR, "430971001", also=(Role.INVESTIGATOR,))

    with pytest.raises(IntegrityError, match="excludes"), transaction.atomic():
        somebody.posts.filter(role=Role.ACCEPTOR).update(role=Role.TOWNSHIP_HEAD)


def test_the_same_post_is_not_held_twice_at_once(officer: MakeOfficer) -> None:
    somebody = officer(Role.ACCEPTOR, "430971001")
    office = office_at("430971001", Role.ACCEPTOR)

    assert refusal(officer=somebody, office=office, role=Role.ACCEPTOR) == "post_held_once"
    assert refusal(officer=somebody, office=office_at("430971002", Role.ACCEPTOR), role=Role.ACCEPTOR) == ""


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("kind", OfficeKind.values)
@pytest.mark.parametrize("is_above", [False, True], ids=["here", "prefecture"])
def test_a_role_is_held_only_at_the_kind_and_level_of_office_it_belongs_to(
    officer: MakeOfficer, role: str, kind: str, is_above: bool
) -> None:
    place = PLACES[OfficeKind(kind)]
    place = ABOVE if is_above and len(place) == 6 else place
    office = Office.objects.create(kind=kind, place=place, name="示例单位", valid=EVER)
    somebody = Officer.objects.create(
        account=Account.objects.create(login="somebody", kind=AccountKind.OFFICER), name="示例干部"
    )
    belongs = kind in OFFICES[role] and level(place) in LEVELS.get(role, {level(place)})

    assert refusal(officer=somebody, office=office, role=role) == ("" if belongs else "post_belongs_to_the_office")


def test_a_post_lies_in_the_life_of_its_office(officer: MakeOfficer) -> None:
    somebody = officer(Role.ACCEPTOR, "430971001")
    short = DateRange(date(2020, 1, 1), date(2024, 1, 1))
    office = Office.objects.create(kind=OfficeKind.TOWNSHIP, place="430971003", name="示例乡", valid=short)

    assert refusal(officer=somebody, office=office, role=Role.ACCEPTOR) == "post_lies_in_the_life_of_the_office"
    assert refusal(officer=somebody, office=office, role=Role.ACCEPTOR, valid=short) == ""


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"place": "430971002"}, "office_keeps_its_place"),
        ({"kind": OfficeKind.VILLAGE}, "office_keeps_its_place"),
        ({"valid": DateRange(date(2020, 1, 1), date(2024, 1, 1))}, "office_outlives_its_posts"),
    ],
)
def test_an_office_keeps_its_place_and_outlives_its_posts(
    officer: MakeOfficer, change: dict[str, object], refused: str
) -> None:
    office = officer(Role.ACCEPTOR, "430971001").posts.get().office

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Office.objects.filter(pk=office.pk).update(**change)

    assert constraint_of(caught.value) == refused


@pytest.mark.parametrize("valid", [DateRange(None, date(2024, 1, 1)), DateRange(empty=True)])
def test_a_post_has_a_first_day(officer: MakeOfficer, valid: DateRange) -> None:
    somebody = officer(Role.ACCEPTOR, "430971001")

    refused = refusal(
        officer=somebody, office=office_at("430971001", Role.INVESTIGATOR), role="investigator", valid=valid
    )

    assert refused in {"post_begins", "post_lies_in_the_life_of_the_office"}


@pytest.mark.django_db(transaction=True)
def test_of_two_appointments_at_once_that_exclude_each_other_one_is_refused() -> None:
    somebody = Officer.objects.create(
        account=Account.objects.create(login="somebody", kind=AccountKind.OFFICER), name="示例干部"
    )
    offices = {role: office_at("430971001", role) for role in (Role.INVESTIGATOR, Role.TOWNSHIP_HEAD)}
    both_have_begun = threading.Barrier(2, timeout=20)
    refused: list[str] = []

    def appoint(role: Role) -> None:
        try:
            with transaction.atomic():
                connection.ensure_connection()
                both_have_begun.wait()
                Post.objects.create(officer=somebody, office=offices[role], role=role, valid=EVER)
                threading.Event().wait(0.2)  # the other one is asking meanwhile
        except DatabaseError as error:
            refused.append(constraint_of(error) if isinstance(error, IntegrityError) else str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=appoint, args=(role,)) for role in offices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused == ["post_roles_are_compatible"]
    assert somebody.posts.count() == 1
