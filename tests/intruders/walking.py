"""Every address of the product, opened by everybody: what answers, and what a request wrote."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from doudi.audit.actor import Actor, acting
from tests.intruders.house import TODAY, House
from tests.intruders.table import ANYBODY, Way

GARBAGE = {
    "version": "9999999999", "text": "\x00", "number": "' OR 1=1 --", "reason": "乱填", "name": "<script>",
    "month": "2022-13", "phone": "一三八", "code": "abc", "day": "2022-02-30", "case": "-1", "do": "no-such-act",
    "office": "99999999999999999999", "login": "x" * 5000, "password": "", "old": "x", "new": "y", "again": "z",
    "format": "../../etc/passwd", "to": "999999999", "member": "NaN", "kind": "nothing", "value": "1e400",
}  # fmt: skip
Form = Callable[[], dict[str, Any]]
SEEN = frozenset({"audit_event", "audit_mention", "django_session", "accounts_apitoken"})
"""What looking itself leaves: who saw whom, and that a session or token is in use."""
MOVED, DOORSTEPS = (301, 302), ("/desk/sign-in/", "/enter/")
ANY = {"name": "confirm", "slug": "who", "rest": "nothing/here"}
NUMBERS = {
    "desk/applications/": "application", "desk/cases/": "case", "desk/batches/": "batch", "my/": "matter",
    "api/v1/applications/": "application", "api/v1/cases/": "case",
}  # fmt: skip


def routes() -> Iterator[str]:
    """List the route of every address, as the resolver has it: desk/cases/<slug:number>/."""
    yield from _routes(get_resolver().url_patterns, "")


def _routes(patterns: list[Any], before: str) -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, route)
        elif isinstance(each, URLPattern):
            yield route


def address(house: House, route: str) -> str:
    """Write an address out, with what there is in the house."""

    def word(found: re.Match[str]) -> str:
        return str(house.keys[_key(route, found[2])]) if found[2] not in ANY else ANY[found[2]]

    return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", word, route)


def _key(route: str, name: str) -> str:
    """Say which key of the house stands at a place of a route."""
    if name == "key":
        return next((each for each in ("paper", "report") if f"{each}s/" in route), "letter")
    if name != "number":
        return name
    if "letters" in route:
        return "decided"
    return next(of_house for start, of_house in NUMBERS.items() if route.startswith(start))


def _senseless() -> dict[str, Any]:
    return {**GARBAGE, "receipt": _file(), "paper": _file()}


def _file() -> SimpleUploadedFile:
    return SimpleUploadedFile("x.txt", b"\x00\xff not what is expected \x00")


SENSELESS, EMPTY = _senseless, dict[str, Any]


def ask(
    house: House, who: str, method: str, path: str, look: Callable[[], None] = lambda: None, *, form: Form = SENSELESS
) -> HttpResponse:
    """Send one request, look at what it did, and undo it."""
    client = house.clients.get(who) or house.clients[ANYBODY]
    cookies = SimpleCookie(client.cookies)
    sent = {"data": form()} if method == "POST" else {}
    with transaction.atomic():
        answer = getattr(client, method.lower())(path, headers=house.headers.get(who), **sent)
        look()
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def way(answer: HttpResponse) -> Way:
    """Say what became of a request."""
    if answer.status_code in MOVED and answer["Location"].partition("?")[0] in DOORSTEPS:
        return Way.DOOR
    return {403: Way.FORBIDDEN, 404: Way.NOT_THERE}.get(answer.status_code, Way.IN)


def written() -> dict[str, tuple[int, int, int]]:
    """Return how many rows of each table were added, changed and deleted in this transaction, undone or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables "
            "WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return {name: tuple(counts) for name, *counts in cursor.fetchall()}  # type: ignore[misc]


def contents() -> dict[str, tuple[int, int]]:
    """Return a checksum of each table, of what stands in it now."""
    with acting(Actor.system("test"), on=TODAY), connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name not in SEEN]
        each = (f"SELECT '{name}', count(*), coalesce(sum(hashtext(t::text)), 0) FROM {name} t" for name in tables)  # noqa: S608 - our tables
        cursor.execute(" UNION ALL ".join(each))
        return {name: (count, int(total)) for name, count, total in cursor.fetchall()}
