"""Deliveries of a department that does not exist, about people who do not exist."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from doudi.audit.actor import Actor, acting
from doudi.intake.models import Application
from doudi.kernel.residentid import Sex
from doudi.verification.models import CheckRequest
from doudi.verification.roster import token_of
from doudi.verification.services.ask_sources import Asked, ask_sources
from doudi.verification.services.load_delivery import Received, load_delivery
from doudi.verification.services.make_roster import make_roster
from doudi.verification.services.request_check import request_check
from tests.fixtures.applications import COUNTY, Applications, number
from tests.fixtures.people import TODAY, ActingAs

HEAD = ("resident_number", "name", "plate", "vehicles", "vehicle_value", "model", "registered_on")
AS_OF = TODAY
Row = Sequence[object]
Click = Callable[[], Asked]
_numbers = count(1)


def stranger(plate: str = "湘Z00009") -> list[object]:
    """A row of somebody who has given no leave."""
    return [number(date(1980, 1, 1), Sex.MALE).full, "王某", plate, 1, "9000.00", "小型汽车", "2020-01-01"]


@dataclass
class Department:
    """Writes deliveries of vehicles into a folder."""

    folder: Path
    roster: int = 0

    def ask(self, source: str = "vehicles", on: date = TODAY) -> int:
        """Send the department a roster of those who have given leave; its next deliveries answer it."""
        into = self.folder / f"roster-{next(_numbers)}.csv"
        with system(on):
            self.roster = make_roster(source=source, place=COUNTY, into=into, purpose="测试", on=on).pk
        return self.roster

    def csv(
        self, given_rows: Sequence[Row], *, encoding: str = "utf-8", head: Sequence[str] = HEAD, **given: Any
    ) -> Path:
        """A delivery as CSV; anything in its manifest may be given otherwise."""
        file = self.folder / f"{given.get('delivery', 'd1')}.csv"
        with file.open("w", encoding=encoding, newline="") as out:
            csv.writer(out).writerows([head, *given_rows])
        return self.manifest(file, given_rows, encoding=encoding, **given)

    def manifest(self, file_: Path, given_rows: Sequence[Row], /, **given: Any) -> Path:
        """The manifest of a file that is there."""
        usual: dict[str, Any] = {
            "source": "vehicles", "place": COUNTY, "as_of": AS_OF.isoformat(), "delivery": "d1", "schema": 1,
            "file": file_.name, "encoding": "utf-8", "rows": len(given_rows), "roster": self.roster,
            "sha256": hashlib.sha256(file_.read_bytes()).hexdigest(), "totals": totals(given_rows),
        }  # fmt: skip
        path = file_.with_name(f"{file_.name}.manifest.json")
        path.write_text(json.dumps(usual | given, ensure_ascii=False), encoding="utf-8")
        return path


def totals(rows: Sequence[Row]) -> Mapping[str, Any]:
    """What the rows sum up to, as far as they are numbers."""
    sums = [sum((_number(row[at]) for row in rows if len(row) > at), Decimal(0)) for at in (3, 4)]
    return {"vehicles": int(sums[0]), "vehicle_value": f"{sums[1]:.2f}"}


def _number(cell: object) -> Decimal:
    try:
        return Decimal(str(cell or 0))
    except InvalidOperation:
        return Decimal(0)


@pytest.fixture
def department(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Department:
    """The department, with which 180 days were arranged; what it delivers is held in a folder of the test."""
    arranged = tmp_path / "sources.yaml"
    arranged.write_text(
        "vehicles: {kept_days: 180, contact: 车管所}\ndeath_register: {kept_days: 180}\n", encoding="utf-8"
    )
    monkeypatch.setattr(settings, "DOUDI_SOURCES", arranged)
    monkeypatch.setattr(settings, "DOUDI_DELIVERIES", tmp_path / "deliveries")
    (tmp_path / "sent").mkdir()
    return Department(tmp_path / "sent")


@dataclass
class Family:
    """A family that has given leave: the rows the department has of its adults, and their tokens."""

    rows: list[list[object]]
    tokens: list[int]
    application: Application | None = None


def rows_about(man: str) -> list[list[object]]:
    """A man has a car and a tractor."""
    return [
        [man, "张某甲", "湘Z00001", 1, "31000.00", "小型汽车", "2019-05-06"],
        [man, "张某甲", "湘Z00002", 1, "", "拖拉机", ""],
    ]


@pytest.fixture
def family(applications: Applications, department: Department) -> Family:
    """The applicant has a car and a tractor, his wife nothing."""
    application = applications.consented()
    department.ask()
    with system():
        numbers = [str(each.number) for each in application.members.order_by("position")]
    return Family(rows_about(numbers[0]), [token_of(each) or 0 for each in numbers], application)


@pytest.fixture
def check(family: Family, applications: Applications) -> CheckRequest:
    """A check of the family; of its sources one delivers files."""
    assert family.application is not None
    with system():
        return request_check(
            application=family.application,
            sources=("vehicles", "bank_deposits"),
            by=applications.investigator,
            on=TODAY,
        )


@pytest.fixture
def click(check: CheckRequest, applications: Applications, acting_as: ActingAs) -> Click:
    """The investigator's click."""

    def act() -> Asked:
        with acting_as(applications.investigator):
            return ask_sources(request=check, by=applications.investigator, on=TODAY)

    return act


def system(on: date = TODAY) -> AbstractContextManager[None]:
    """The system acts."""
    return acting(Actor.system("test"), on=on)


def load(manifest: Path, on: date = TODAY) -> Received:
    """Load as the command does."""
    with system(on):
        return load_delivery(manifest=manifest, on=on)
