"""Look at everything, one thing after another; what cannot be looked at is a finding too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import psycopg

from doudi.kernel.clock import Moment
from doudi.kernel.errors import DoudiError
from doudi.kernel.workdays import WorkCalendar
from doudi.project import database
from doudi.project.doctor import database as look_at
from doudi.project.doctor import files, law, machine
from doudi.project.doctor.findings import Finding, problem


def examine(now: Moment) -> Iterator[Finding]:
    """Give each finding as it is made."""
    for topic, look in _looks(now):
        try:
            yield from look()
        except (DoudiError, OSError, psycopg.Error) as error:
            yield problem(topic, str(error).strip())


def _looks(now: Moment) -> list[tuple[str, Callable[[], Iterable[Finding]]]]:
    entered: list[WorkCalendar] = []
    return [
        ("Python", machine.python),
        ("依赖", machine.packages),
        ("数据目录", files.data_folder),
        ("密钥文件", files.secrets),
        ("磁盘", machine.disk),
        ("数据库", lambda: _database(now, entered)),
        ("政策包", law.packs),
        ("工作日历", lambda: law.calendar(on=now.today, known=entered[0] if entered else None)),
        ("端口", machine.port),
        ("Chromium", machine.browser),
    ]


def _database(now: Moment, entered: list[WorkCalendar]) -> Iterator[Finding]:
    """Look at the database; leave the calendar that was read in it to the look at the calendar."""
    url, found = look_at.address()
    yield from found
    if url is None:
        return
    inside = list(look_at.inside(url))
    yield from inside
    if not any(finding.topic == look_at.TABLES and finding.is_problem for finding in inside):
        database.use(url)
        yield from look_at.work(now=now.at)
        entered.append(look_at.calendar())
