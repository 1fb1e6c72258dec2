"""What the pages of the desk cost with 100,000 cases in the register, beside a bare Django view of one indexed query.

The application of the product, called as gunicorn calls it, in one process, with a PostgreSQL of its own: sign-in,
transaction, row-level security, audit event, page. What is compared is the processor time of that process; the
database works in processes of its own, and the last column has the time of both. Each page and both bare views are
asked in turn, round after round.
"""

from __future__ import annotations

import gc
import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, WARM_UP = 60, 5
FEW = 2_000
"""So many first: a page that asks more often when there are 100,000 ends the run."""
BEFORE, CAME, TODAY = date(2022, 1, 1), date(2022, 5, 10), date(2022, 6, 1)
TABS = ("members", "income", "calculation", "papers", "history")
NAMES = ("王秀兰", "wxl", "zhang", "李建")
Page = Callable[[], tuple[str, int]]


def measure() -> list[str]:
    """Make the register, ask for the pages in turn, return the lines of the tables."""
    sys.path.insert(0, str(ROOT))
    from doudi.project import keys  # noqa: PLC0415 - reads the folder that is set here
    from doudi.project.postgres import Server  # noqa: PLC0415 - Django is set up for this server

    with tempfile.TemporaryDirectory(prefix="doudi-pages-") as name:
        Path(name).chmod(0o711)  # root's database server runs as another user and has to pass through
        os.environ |= {
            "DOUDI_DATA": name, "DOUDI_MODE": "test", "DOUDI_TODAY": TODAY.isoformat(), "DOUDI_STATIC": "collected",
            "DJANGO_SETTINGS_MODULE": "doudi.project.settings",
        }  # fmt: skip
        server = Server.at(Path(name))
        with server.running() as urls:
            os.environ["DATABASE_URL"] = urls.owner
            keys.make_keys()
            return _measured()


def _measured() -> list[str]:
    import django  # noqa: PLC0415 - needs the environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - the same
    from django.db import connection  # noqa: PLC0415 - the same

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    number, more = _fill()
    few = _statements(number)
    more()
    _require_same(few, _statements(number))
    lines = [*_pages_table(number), "", *_searches_table()]
    connection.close()
    return lines


def _statements(number: str) -> dict[str, int]:
    return {name: count for name, (_, count) in _pages(number).items()}


def _require_same(few: dict[str, int], many: dict[str, int]) -> None:
    """Stop when a page asks the database more often because the register is larger."""
    differ = [f"{name}: {count}, then {many[name]}" for name, count in few.items() if count != many[name]]
    if differ:
        sys.exit("More statements with more cases: " + "; ".join(differ))


def _fill() -> tuple[str, Callable[[], None]]:
    """Make one case by the acts of the product and 2,000 by SQL; return its number, and what makes the others."""
    import county_rows  # noqa: PLC0415 - beside this file
    from django.db import connection  # noqa: PLC0415 - Django is set up now

    from doudi.accounts.roles import Role  # noqa: PLC0415 - the same
    from doudi.accounts.services.load_places import load_places  # noqa: PLC0415 - the same
    from doudi.accounts.services.open_demonstration import open_demonstration  # noqa: PLC0415 - the same
    from doudi.audit.actor import Actor, acting  # noqa: PLC0415 - the same
    from doudi.casework.steps import Step  # noqa: PLC0415 - the same
    from doudi.project.demonstration.families import DATONGHU  # noqa: PLC0415 - the same
    from doudi.project.demonstration.published import publish_examples  # noqa: PLC0415 - the same
    from doudi.project.demonstration.story import Story  # noqa: PLC0415 - the same
    from doudi.standards import lawbook  # noqa: PLC0415 - the same

    with acting(Actor.system("benchmark"), on=BEFORE):
        load_places(known=lawbook.packs().places.by_code.values(), on=BEFORE)
        publish_examples(on=BEFORE)
        posts = open_demonstration(county=county_rows.COUNTY, password="示例-demo-2024", on=BEFORE)  # noqa: S106
    staff = {Role(post.role): post for post in posts}
    story = Story.begins(DATONGHU, staff, on=CAME).walks_to(Step.CONFIRMATION)

    def fill(first: int, last: int) -> None:
        by, digest = staff[Role.ACCEPTOR].officer, story.case.procedure_digest
        with acting(Actor.system("benchmark"), on=TODAY):
            county_rows.fill(first, last, officer=by, on=TODAY, digest=digest)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    fill(1, FEW)
    return story.case.number, lambda: fill(FEW + 1, county_rows.CASES)


def _pages_table(number: str) -> list[str]:
    pages, bare = _pages(number), ("bare view, middleware of Django", "bare view, behind the product's sign-in")
    seconds = _in_turn({name: page for name, (page, _) in pages.items()})
    strict, behind = (seconds[name][0] for name in bare)
    lines = [
        "| page | statements | KB | CPU, median | to the bare view | behind the sign-in | until it was there |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, (median, until) in seconds.items():
        page, queries = pages[name]
        size = page()[1] / 1024
        lines.append(
            f"| {name} | {queries} | {size:.0f} | {median * 1000:.1f} ms | {median / strict:.1f} : 1 "
            f"| {median / behind:.1f} : 1 | {until * 1000:.1f} ms |"
        )
    return lines


def _in_turn(pages: dict[str, Page]) -> dict[str, tuple[float, float]]:
    """Ask for every page once a round; return for each the medians of its processor time and of all its time."""
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in pages}
    for number in range(WARM_UP + ROUNDS):
        for name, page in pages.items():
            gc.collect()
            before, began = time.process_time(), time.perf_counter()
            status, _ = page()
            if number >= WARM_UP:
                spent[name].append((time.process_time() - before, time.perf_counter() - began))
            if not status.startswith("200"):
                sys.exit(f"{name}: {status}")
    return {name: (_median(each, 0), _median(each, 1)) for name, each in spent.items()}


def _median(times: list[tuple[float, float]], which: int) -> float:
    return statistics.median(each[which] for each in times)


def _pages(number: str) -> dict[str, tuple[Page, int]]:
    """Return each page with its number of queries."""
    from bare_view import bare_application, with_bare_address  # noqa: PLC0415 - needs Django

    from doudi.project.wsgi import application  # noqa: PLC0415 - the same

    township, head, county = (_cookie(role) for role in ("investigator", "township-head", "county-confirmer"))
    asked = {
        "bare view, middleware of Django": (bare_application(), "/bare/1/", ""),
        "bare view, behind the product's sign-in": (with_bare_address(application), "/bare/1/", township),
        "worklist of a township, what waits": (application, "/desk/", township),
        "worklist of a township, all": (application, "/desk/?all=1", township),
        "worklist of the county, all": (application, "/desk/?all=1", county),
        **{f"case, {tab}": (application, f"/desk/cases/{number}/?tab={tab}", head) for tab in TABS},
    }  # fmt: skip
    return {name: _with_queries(_page(*each)) for name, each in asked.items()}


def _with_queries(page: Page) -> tuple[Page, int]:
    from django.db import connection  # noqa: PLC0415 - Django is set up now
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - the same

    page()
    with CaptureQueriesContext(connection) as captured:
        page()
    return page, len(captured)


def _page(application: Any, address: str, cookie: str) -> Page:
    """Return what asks an application for an address, as gunicorn would: status, and bytes of the body."""
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "", "SERVER_PORT": "8000",
        "SERVER_NAME": "127.0.0.1", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT": "text/html", "HTTP_COOKIE": f"sessionid={cookie}", "REMOTE_ADDR": "127.0.0.1",
        "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.multithread": True,
        "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip

    def page() -> tuple[str, int]:
        told: list[str] = []
        body = application({**environ, "wsgi.input": io.BytesIO()}, lambda status, *_: told.append(status))
        size = sum(map(len, body))
        body.close()
        return told[0], size

    return page


def _cookie(role: str) -> str:
    """Sign an officer in and return the key of the session."""
    from django.test import Client  # noqa: PLC0415 - Django is set up now

    from doudi.accounts.models import Account  # noqa: PLC0415 - the same
    from doudi.accounts.signed_in import FACTOR  # noqa: PLC0415 - the same

    client = Client()
    client.force_login(
        Account.objects.get(login=f"demo-430971-{role}"), backend="django.contrib.auth.backends.ModelBackend"
    )
    session = client.session
    session[FACTOR] = True
    session.save()
    return str(session.session_key)


def _searches_table() -> list[str]:
    """Time the search for a name in one township and in the county, as an officer there."""
    from doudi.accounts.models import Post  # noqa: PLC0415 - Django is set up now
    from doudi.audit.actor import Actor, acting  # noqa: PLC0415 - the same
    from doudi.registry.queries import search  # noqa: PLC0415 - the same

    lines = ["| search among 100,000 persons | where | found | median |", "|---|---|---|---|"]
    for role, where in (("investigator", "township"), ("county-confirmer", "county")):
        post = Post.objects.select_related("officer", "office").get(officer__account__login=f"demo-430971-{role}")
        actor = Actor.officer(post.officer.account.pk, office=post.office.pk, place=post.office.place)
        with acting(actor, on=TODAY):
            for name in NAMES:
                seconds: list[float] = []
                for _ in range(15):
                    before = time.perf_counter()
                    found = search(post.office.place, name, on=TODAY)
                    seconds.append(time.perf_counter() - before)
                lines.append(f"| {name} | {where} | {len(found)} | {statistics.median(seconds) * 1000:.1f} ms |")
    return lines


if __name__ == "__main__":
    print("\n".join(measure()))
