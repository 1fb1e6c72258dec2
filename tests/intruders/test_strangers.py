"""Officers of another county cannot learn that a person exists: what is there and what is not look the same to them."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from doudi.accounts.models import Post
from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from tests.intruders.house import HOME, NEXT_DOOR, OTHER_TOKEN, TODAY, House
from tests.intruders.table import CITIZEN, DOORS, OTHER, TOKENS, Door, Way
from tests.intruders.walking import address, ask

pytestmark = pytest.mark.django_db
ABSENT = {
    "application": "430971-2022-999999", "case": "430971-2022-999999-1", "decided": "430971-2022-999999-1",
    "matter": "430971-2022-999999", "batch": 999999, "member": 999999, "paper": 999999, "letter": 999999,
    "draft": 999999, "officer": 999999,
}  # fmt: skip
OF_EACH_REQUEST = ("Set-Cookie", "Content-Security-Policy", "Expires", "Last-Modified")
LOCKED = (
    "audit_event", "audit_mention", "casework_case", "casework_decision", "casework_letter",
    "determination_determination", "entitlements_entitlement", "entitlements_bankaccount", "entitlements_payee",
    "intake_application", "intake_declaredfact", "intake_document", "intake_familymember", "payments_batch",
    "payments_line", "registry_identifier", "registry_membership", "registry_nametoken", "registry_person",
    "registry_personrecord", "verification_consent", "verification_homevisit", "verification_sourceanswer",
)  # fmt: skip
"""What the house holds of persons, and must not be seen from next door; `audit_event` holds the neighbours' own."""


def strangers() -> list[tuple[Door, str]]:
    """Everybody whom a personal address hides from, though their role would open it at home."""
    hidden = [
        (door, who)
        for door in DOORS
        for who in (CITIZEN, *(OTHER + role for role in Role))
        if door.personal and door.way(who) is Way.NOT_THERE
    ]
    return [*hidden, *((door, OTHER_TOKEN) for door in TOKENS if door.method == "GET")]


def told(answer: HttpResponse, path: str) -> tuple[object, ...]:
    """What an answer tells, without the number that was asked for."""
    headers = {name: value for name, value in answer.headers.items() if name not in OF_EACH_REQUEST}
    headers.pop("Content-Length", None)
    body = answer.content.decode().replace(path, "…")
    body = re.sub(r"第 [0-9]+ 号", "第 … 号", body)
    for number in re.findall(r"[0-9]{6}-[0-9]{4}-[0-9-]+", path):
        body = body.replace(number, "…")
    return answer.status_code, headers, body


def asked(house: House, who: str, door: Door, path: str) -> tuple[HttpResponse, list[str]]:
    """The answer, and the beginning of each query behind it."""
    with CaptureQueriesContext(connection) as captured:
        answer = ask(house, who, door.method, path)
    sent = [query["sql"] for query in captured.captured_queries]
    return answer, [sql.partition(" SET ")[0][:60] for sql in sent if "SAVEPOINT" not in sql]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_there_and_what_is_not_look_the_same_from_outside(house: House, method: str) -> None:
    nowhere = House(house.clients, house.headers, {**house.keys, **ABSENT})
    differ: list[str] = []
    for door, who in strangers():
        if door.method != method:
            continue
        here, there = address(house, door.route), address(nowhere, door.route)

        found, queries = asked(house, who, door, here)
        missing, fewer = asked(house, who, door, there)

        parts = zip((*told(found, here), queries), (*told(missing, there), fewer), strict=True)
        differ += [f"{door.method} {door.route}: {who}: {one} … {other}" for one, other in parts if one != other]
        differ += [] if found.status_code == 404 else [f"{door.method} {door.route}: {who}: {found.status_code}"]
    assert not differ


@pytest.mark.parametrize("table", LOCKED)
def test_the_database_shows_nothing_of_a_county_to_its_neighbour(house: House, table: str) -> None:
    posts = Post.objects.filter(office__place__startswith=NEXT_DOOR).select_related("officer", "office")

    seen = [_rows(table, Actor.officer(post.officer.account_id, office=post.office_id, place=post.office.place))
            for post in posts]  # fmt: skip

    assert {post.role for post in posts} == set(Role)
    assert set(seen) == {0}
    assert _rows(table, Actor.system("test")) > 0


def _rows(table: str, actor: Actor) -> int:
    where = f" WHERE place LIKE '{HOME}%'" if table in ("audit_event", "audit_mention") else ""
    with acting(actor, on=TODAY), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}{where}")  # noqa: S608 - a table of ours
        return cursor.fetchall()[0][0]


@pytest.mark.parametrize("search", ["?all=1", "?q=张某甲&all=1", "?q=430971-2022&all=1", "?q=0011&all=1"])
def test_no_search_finds_them(house: House, search: str) -> None:
    for role in (Role.INVESTIGATOR, Role.COUNTY_CONFIRMER, Role.AUDITOR):
        page = ask(house, OTHER + role, "GET", f"/desk/{search}")

        assert page.context["rows"] == []
        assert page.context["counted"].cases == 0


def test_the_register_of_each_table_under_lock_is_whole(house: House) -> None:
    """A table that is not protected shows whoever asks everything; those that are not hold nothing of persons."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity")
        protected = {name for (name,) in cursor.fetchall()}

    assert set(LOCKED) <= protected
