"""Everybody tries every address: who may comes in, nobody else does, and nothing that is looked at changes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from django.http import HttpResponse

from doudi.accounts.roles import Role
from tests.intruders.house import OTHER_TOKEN, OWN_TOKEN, House
from tests.intruders.table import ANYBODY, APPLICANT, CITIZEN, DOORS, EVERYBODY, OTHER, TOKENS, Door, Way, markdown
from tests.intruders.walking import EMPTY, MOVED, SEEN, address, ask, contents, routes, way, written

pytestmark = pytest.mark.django_db
STRANGERS = [OTHER + role for role in Role if role != Role.POLICY_OFFICER]
PEOPLE = [ANYBODY, CITIZEN, APPLICANT, *(role.value for role in Role), *STRANGERS]
SOME = (ANYBODY, APPLICANT, Role.INVESTIGATOR.value)
"""Who tries what is open to everybody: as nobody, as a citizen, as an officer."""
REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "doors.md"
MISTAKEN = frozenset({400, 403, 404, 405, 409, 422, 429})


def doors_for(who: str) -> list[Door]:
    """Which addresses somebody tries."""
    return [door for door in DOORS if not door.roles >= EVERYBODY or who in SOME]


def test_every_address_of_the_product_is_in_the_table_and_no_other() -> None:
    assert {door.route for door in (*DOORS, *TOKENS)} == set(routes())


def test_the_reference_shows_the_table() -> None:
    assert REFERENCE.read_text("utf-8") == "\n".join(markdown()) + "\n", "run: python -m tests.intruders.table"


@pytest.mark.parametrize("who", PEOPLE)
def test_who_looks_comes_in_where_the_table_says_and_changes_nothing(house: House, who: str) -> None:
    wrong: list[str] = []
    for door in doors_for(who):
        if door.method != "GET":
            continue
        before = written()

        answer = ask(house, who, "GET", address(house, door.route))

        changed = {table for table, counts in written().items() if before.get(table) != counts} - SEEN
        wrong += _wrong(door, who, answer, changed)
    assert not wrong


@pytest.mark.parametrize("who", PEOPLE)
def test_a_senseless_form_is_refused_and_writes_nothing(house: House, who: str) -> None:
    wrong: list[str] = []
    for door in doors_for(who):
        if door.method != "POST":
            continue
        changed: set[str] = set()

        answer = ask(house, who, "POST", address(house, door.route), partial(_compare, house, written(), changed))

        wrong += _wrong(door, who, answer, changed - set(door.leaves))
        if not door.leaves and door.way(who) is Way.IN and answer.status_code not in MISTAKEN and changed:
            wrong.append(f"{door.route}: {who}: a senseless form was taken, {answer.status_code}")
    assert not wrong


def test_an_empty_form_is_refused_or_led_on_and_writes_nothing(house: House) -> None:
    """Whoever may come in presses the button of each form and has filled in nothing."""
    wrong: list[str] = []
    for who in PEOPLE:
        for door in doors_for(who):
            if door.method != "POST" or who.startswith(OTHER) or door.way(who) is not Way.IN:
                continue
            changed: set[str] = set()

            look = partial(_compare, house, written(), changed)
            answer = ask(house, who, "POST", address(house, door.route), look, form=EMPTY)

            wrong += _wrong(door, who, answer, changed - set(door.leaves))
            is_open = door.roles >= EVERYBODY  # a page for everybody computes, and keeps nothing
            if answer.status_code not in {*MISTAKEN, *MOVED} and not (door.leaves or is_open):
                wrong.append(f"{door.route}: {who}: {answer.status_code}")
    assert not wrong


def _compare(house: House, before: dict[str, tuple[int, int, int]], changed: set[str]) -> None:
    """Note the tables that hold something else than when the house was made; most requests wrote into none."""
    if {table for table, counts in written().items() if before.get(table) != counts} - SEEN:
        changed |= {table for table, found in contents().items() if house.stands.get(table) != found}


def _wrong(door: Door, who: str, answer: HttpResponse, changed: set[str]) -> list[str]:
    """Say what was not as it should be."""
    told = f"{door.method} {door.route}: {who}: {answer.status_code}"
    found, right = way(answer), door.way(who)
    if right is Way.IN:
        is_right = door.roles >= EVERYBODY or found is Way.IN or (door.method == "POST" and found is Way.NOT_THERE)
    else:
        is_right = found is right
    said = [] if is_right else [f"{told}, not {right}"]
    said += [f"{told}: a fault"] if answer.status_code >= 500 else []
    return [*said, *(f"{told}: wrote {table}" for table in sorted(changed))]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_no_address_answers_a_method_it_does_not_have(house: House, method: str) -> None:
    known = {(door.route, door.method) for door in (*DOORS, *TOKENS)}
    for route in sorted({route for route, _ in known}):
        if (route, method) not in known:
            answer = ask(house, Role.INVESTIGATOR, method, address(house, route))
            is_out = way(answer) is not Way.IN or answer.status_code == 405
            assert is_out, f"{method} {route}: {answer.status_code}"


@pytest.mark.parametrize(("who", "statuses"), [
    (ANYBODY, (401, 401, 401)), (Role.INVESTIGATOR.value, (401, 401, 401)),
    (OWN_TOKEN, (400, 200, 200)), (OTHER_TOKEN, (400, 404, 404)),
])  # fmt: skip
def test_the_interface_of_offices_opens_to_a_token_and_to_no_cookie(
    house: House, who: str, statuses: tuple[int, ...]
) -> None:
    found = tuple(ask(house, who, door.method, address(house, door.route)).status_code for door in TOKENS)

    assert found == statuses
