"""A check of a family that consented, and what tests do with it: click, and put what was asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from doudi.audit.actor import Actor
from doudi.exchange.messages import Answer as Told
from doudi.exchange.messages import Query
from doudi.kernel.clock import Moment
from doudi.standin.records import answer
from doudi.verification.models import CheckRequest, SourceAnswer, SourceConnection, SourceQuery
from doudi.verification.services.ask_sources import ask_sources
from doudi.verification.services.connect_source import Line, connect_source
from doudi.verification.services.put_query import put_query
from tests.fixtures.applications import Applications
from tests.fixtures.departments import Running
from tests.fixtures.people import TODAY

ONE, OTHER = "household_register", "bank_deposits"
BASE = datetime(2024, 3, 1, 2, 0, tzinfo=UTC)
JOB = Actor.job("test")


def connect(department: Running, source: str, *, per_minute: int = 6_000) -> SourceConnection:
    line = Line(url=department.url, holder=department.holder, contact="示例科", per_minute=per_minute)
    return connect_source(source=source, line=line, on=TODAY)


def click(check: CheckRequest, applications: Applications) -> list[SourceQuery]:
    return ask_sources(request=check, by=applications.investigator, on=TODAY).queries


def put(query: SourceQuery, *, after: timedelta = timedelta(0)) -> datetime | None:
    return put_query(query.pk, actor=JOB, moment=Moment(TODAY, BASE + after, is_moved=True))


def put_all(queries: list[SourceQuery]) -> None:
    for number, query in enumerate(queries):
        put(query, after=timedelta(seconds=number))


def of(queries: list[SourceQuery], source: str) -> list[SourceQuery]:
    return [each for each in queries if each.source == source]


def known(query: SourceQuery, department: Running) -> Told:
    """What the stand-in would say."""
    asked = Query(
        query=query.key, source=query.source, name=query.member.name, number=str(query.member.number), purpose="示例",
        authorisation="a" * 64, place="430971001001", day=TODAY,
    )  # fmt: skip
    return answer(asked, seed=department.department.seed)


def outcomes(source: str = ONE) -> list[str]:
    return list(SourceAnswer.objects.filter(source=source).order_by("pk").values_list("outcome", flat=True))
