"""One family looked up in seventeen sources that are held here, beside one look-up by primary key.

Rows of seventeen whole registers are written as the loader writes them (`store.write`), beside a table of as many rows
in the same database. Both sides take turns; what is compared is time on the wall, a connection open on both sides:

* look-up: the rows of three people out of seventeen files, pages found, opened, unsealed and read;
* reading: the same with what makes it allowed: how the sources stand, who has given leave, the audit event, committed;
* check: the officer's click, with every answer and fact kept and the differences counted anew, committed.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ROWS = int(os.environ.get("DOUDI_BENCH_ROWS", "10000000"))
ROUNDS = int(os.environ.get("DOUDI_BENCH_ROUNDS", "200"))
CHECKS = 40
WARM_UP = 5
SOURCES = 17
HOUSEHOLDS = 500
WRONG = 50
"""One row in so many has a number that is not right."""
SEED = 20261123
BEFORE, TODAY = date(2022, 1, 1), date(2022, 6, 1)
WANTED = 20
Deed = Callable[[], object]


def measure() -> list[str]:
    """Fill both sides, take turns, return the lines of the table."""
    sys.path.insert(0, str(ROOT))
    from doudi.project import keys  # noqa: PLC0415 - reads the folder that is set here
    from doudi.project.postgres import Server  # noqa: PLC0415 - Django is set up for this server

    with tempfile.TemporaryDirectory(prefix="doudi-held-") as name:
        Path(name).chmod(0o711)  # root's database server runs as another user and has to pass through
        os.environ |= {
            "DOUDI_DATA": name, "DOUDI_MODE": "test", "DOUDI_TODAY": TODAY.isoformat(),
            "DJANGO_SETTINGS_MODULE": "doudi.project.settings",
        }  # fmt: skip
        with Server.at(Path(name)).running() as urls:
            os.environ["DATABASE_URL"] = urls.owner
            keys.make_keys()
            return _measured()


def _measured() -> list[str]:
    import django  # noqa: PLC0415 - needs the environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - the same
    from django.db import connection  # noqa: PLC0415 - the same

    call_command("migrate", verbosity=0)
    household = _Household()
    started = time.perf_counter()
    household.deliver()
    written = time.perf_counter() - started
    _fill_table()
    lines = _table(household, written)
    connection.close()
    return lines


class _Household:
    """A family whose sources have delivered, and the officer who asks."""

    def __init__(self) -> None:
        from doudi.accounts.roles import Role  # noqa: PLC0415 - Django is set up now
        from doudi.accounts.services.load_places import load_places  # noqa: PLC0415 - the same
        from doudi.accounts.services.open_demonstration import open_demonstration  # noqa: PLC0415 - the same
        from doudi.audit.actor import Actor, acting  # noqa: PLC0415 - the same
        from doudi.project.demonstration.families import DATONGHU  # noqa: PLC0415 - the same
        from doudi.project.demonstration.published import publish_examples  # noqa: PLC0415 - the same
        from doudi.project.demonstration.story import Story  # noqa: PLC0415 - the same
        from doudi.standards import lawbook  # noqa: PLC0415 - the same
        from doudi.verification.models import MemberToken  # noqa: PLC0415 - the same
        from doudi.verification.sources import sourcebook  # noqa: PLC0415 - the same

        with acting(Actor.system("benchmark"), on=BEFORE):
            load_places(known=lawbook.packs().places.by_code.values(), on=BEFORE)
            publish_examples(on=BEFORE)
            posts = open_demonstration(county=DATONGHU.place[:6], password="示例-demo-2024", on=BEFORE)  # noqa: S106
        staff = {Role(post.role): post for post in posts}
        self.application = Story.begins(DATONGHU, staff, on=TODAY).application
        self.officer = staff[Role.INVESTIGATOR]
        askable = sourcebook().askable(self.application.place, TODAY)
        self.sources = [each.source for each in askable][:SOURCES]
        with acting(Actor.system("benchmark"), on=TODAY):
            marks = MemberToken.objects.filter(member__application=self.application).select_related("member")
            self.people = {each.token: each.member.name for each in marks}

    def deliver(self) -> None:
        """Write what each source has: the family's rows among those of strangers."""
        from django.conf import settings  # noqa: PLC0415 - Django is set up now

        from doudi.audit.actor import Actor, acting  # noqa: PLC0415 - the same
        from doudi.verification.deliveries import store  # noqa: PLC0415 - the same
        from doudi.verification.holding import folder_of  # noqa: PLC0415 - the same
        from doudi.verification.models import Delivery, DeliveryKey  # noqa: PLC0415 - the same

        settings.DOUDI_SOURCES.write_text("".join(f"{each.name}: {{kept_days: 9}}\n" for each in self.sources), "utf-8")
        self.keys: dict[str, tuple[Path, bytes]] = {}
        for at, source in enumerate(self.sources):
            rows, wrong = _register(source, at, self.people)
            content, key = f"{at:064x}", store.new_key()
            store.write(rows, folder_of(source.name), content, key)
            self.keys[source.name] = folder_of(source.name) / f"{content}.pages", key
            with acting(Actor.system("benchmark"), on=TODAY):
                made = Delivery.objects.create(
                    source=source.name, place=self.application.place[:6], as_of=TODAY, number=f"b{at}", content=content,
                    outcome="loaded", whole=True, rows=len(rows), kept=len(rows) - wrong, remainder=wrong,
                    statuses=[len(rows) - wrong, 0, 0, wrong, 0], loaded_on=TODAY,
                )  # fmt: skip
                DeliveryKey.objects.create(delivery=made, key=key.hex())

    def look_up(self, tokens: list[int], numbers: list[str]) -> int:
        """Read the rows of some people out of every file, and those of wrong numbers near theirs."""
        from doudi.verification.deliveries import near, pages  # noqa: PLC0415 - Django is set up now

        wanted = {*tokens, *(block for number in numbers for block in near.keys(number))}
        return sum(len(pages.read(path, key, wanted=wanted)) for path, key in self.keys.values())

    def request(self) -> Any:
        """Ask for a check of the family by all sources."""
        from doudi.project.demonstration.story import acting_at  # noqa: PLC0415 - Django is set up now
        from doudi.verification.services.request_check import request_check  # noqa: PLC0415 - the same

        names = tuple(each.name for each in self.sources)
        with acting_at(self.officer, TODAY):
            return request_check(application=self.application, sources=names, by=self.officer.officer, on=TODAY)

    def read(self, check: Any) -> int:
        """Do what a check does until it has the rows."""
        from doudi.project.demonstration.story import acting_at  # noqa: PLC0415 - Django is set up now
        from doudi.verification.held_of_family import read_family  # noqa: PLC0415 - the same
        from doudi.verification.holding import arranged  # noqa: PLC0415 - the same
        from doudi.verification.standing import standings  # noqa: PLC0415 - the same

        with acting_at(self.officer, TODAY):
            found = standings(self.sources, self.application.place, TODAY, arranged())
            deliveries = {name: each.require() for name, each in found.items()}
            members = list(check.application.members.all())
            return len(read_family(check, members, deliveries, on=TODAY, purpose="测试").told)

    def click(self, check: Any) -> int:
        """Let every source answer."""
        from doudi.project.demonstration.story import acting_at  # noqa: PLC0415 - Django is set up now
        from doudi.verification.services.ask_sources import ask_sources  # noqa: PLC0415 - the same

        with acting_at(self.officer, TODAY):
            return len(ask_sources(request=check, by=self.officer.officer, on=TODAY).answers)


def _register(source: Any, at: int, people: dict[int, str]) -> tuple[Any, int]:
    """Make the rows of a register in the form in which they are kept, and how many have a wrong number."""
    import numpy as np  # noqa: PLC0415 - beside pyarrow
    import pyarrow as pa  # noqa: PLC0415 - not for the other benchmarks

    from doudi.verification.deliveries.checking import schema_of  # noqa: PLC0415 - Django is set up now

    random = np.random.default_rng(SEED + at)
    count = ROWS // SOURCES
    wrong, own = count // WRONG, list(people) if at % 2 else []
    tokens = random.integers(-(2**63), 2**63 - 1, count - wrong - len(own))
    serial = random.integers(0, 10**9, wrong)
    number = [f"{990010 + each % 9}19{each % 10**6:06}{each % 9973:04}" for each in serial.tolist()]
    head = [
        np.concatenate([tokens, np.array(own, np.int64), np.zeros(wrong, np.int64)]),
        np.repeat(np.array([0, 3], np.uint8), [count - wrong, wrong]),
        pa.array([None] * (count - wrong) + number, pa.string()),
        pa.array(["张某"] * (count - wrong - len(own)) + [people[each] for each in own] + ["李某"] * wrong),
    ]
    schema = schema_of(source)
    fields = [_field(each, random, count) for each in list(schema)[len(head) :]]
    return pa.Table.from_arrays([*map(pa.array, head), *fields], schema=schema).sort_by("token"), wrong


def _field(column: Any, random: Any, count: int) -> Any:
    """Make values of a column; codes are left out, as each source has its own."""
    import numpy as np  # noqa: PLC0415 - beside pyarrow
    import pyarrow as pa  # noqa: PLC0415 - not for the other benchmarks

    if pa.types.is_string(column.type):
        return pa.nulls(count, column.type)
    if pa.types.is_boolean(column.type):
        return pa.array(random.integers(0, 2, count).astype(bool))
    if pa.types.is_date32(column.type):
        return pa.array(random.integers(10_000, 18_000, count).astype(np.int32)).cast(column.type)
    return pa.array(random.integers(0, 5, count))


def _fill_table() -> None:
    from django.db import connection  # noqa: PLC0415 - Django is set up now

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_row (id bigint PRIMARY KEY, token bigint, name text, amount bigint, day date)"
        )
        cursor.execute(
            "INSERT INTO bench_row SELECT n, n * 7919, '张某', n %% 100000, date '2000-01-01' + (n %% 8000)::int "
            "FROM generate_series(1::bigint, %s) n",
            [ROWS],
        )
        cursor.execute("VACUUM ANALYZE bench_row")


def _table(household: _Household, written: float) -> list[str]:
    import random  # noqa: PLC0415 - for the order only

    chosen = random.Random(SEED)  # noqa: S311 - which rows are looked up is no secret
    tokens = [[chosen.randrange(-(2**63), 2**63) for _ in range(3)] for _ in range(HOUSEHOLDS)]
    numbers = [[f"99001019{chosen.randrange(10**6):06}{chosen.randrange(10**4):04}" for _ in range(3)] for _ in tokens]
    people = iter(zip(tokens, numbers, strict=True))
    keys = iter([chosen.randrange(1, ROWS) for _ in range(ROUNDS + WARM_UP)])
    checks: Iterator[Any] = iter([household.request() for _ in range(CHECKS + WARM_UP)])
    reading = household.request()
    sides: dict[str, tuple[Deed, int]] = {
        "one look-up by primary key": (lambda: _by_key(next(keys)), ROUNDS),
        "look-up": (lambda: household.look_up(*next(people)), ROUNDS),
        "reading": (lambda: household.read(reading), ROUNDS),
        "check": (lambda: household.click(next(checks)), CHECKS),
    }
    seconds = _in_turn(sides)
    return _lines(seconds, household, written)


def _by_key(key: int) -> object:
    from django.db import connection  # noqa: PLC0415 - Django is set up now

    with connection.cursor() as cursor:
        cursor.execute("SELECT id, token, name, amount, day FROM bench_row WHERE id = %s", [key])
        return cursor.fetchone()


def _in_turn(sides: dict[str, tuple[Deed, int]]) -> dict[str, list[float]]:
    """Do each as often as it is to be, in turn; return the seconds of each."""
    found: dict[str, list[float]] = {name: [] for name in sides}
    for round_ in range(ROUNDS + WARM_UP):
        for name, (deed, times) in sides.items():
            if round_ < times + WARM_UP:
                started = time.perf_counter()
                deed()
                if round_ >= WARM_UP:
                    found[name].append(time.perf_counter() - started)
    return found


def _lines(seconds: dict[str, list[float]], household: _Household, written: float) -> list[str]:
    beside = seconds["one look-up by primary key"]
    folder = sum(path.stat().st_size for path, _ in household.keys.values()) / 1e6
    columns = sum(path.with_suffix(".parquet").stat().st_size for path, _ in household.keys.values()) / 1e6
    lines = [
        f"{ROWS:,} rows in {SOURCES} sources, a family of {len(household.people)}; wanted: p95 at most {WANTED} : 1.",
        "",
        "| what | median ms | p95 ms | median : look-up by key | p95 : p95 |",
        "|---|---|---|---|---|",
    ]
    for name, each in seconds.items():
        middle, high = (1000 * value for value in (statistics.median(each), _p95(each)))
        ratios = f"{middle / 1000 / statistics.median(beside):.1f} : 1 | {high / 1000 / _p95(beside):.1f} : 1"
        lines.append(f"| {name} | {middle:.2f} | {high:.2f} | {ratios} |")
    sizes = f"{folder:,.0f} MB of pages beside {columns:,.0f} MB of Parquet"
    return [*lines, "", f"Both were written in {written:,.0f} s: {sizes}."]


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
