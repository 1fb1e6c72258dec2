"""A click costs as many statements for one source as for many: what is held here is read and kept together."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.verification.services.ask_sources import ask_sources
from doudi.verification.services.request_check import request_check
from doudi.verification.sources import sourcebook
from tests.fixtures.applications import Applications
from tests.fixtures.people import TODAY
from tests.verification.deliveries.conftest import Click, Department, Family, load, stranger, system

pytestmark = pytest.mark.django_db
STATEMENTS = 31
"""Of one click, with the six that say who acts and bound the transaction; however many sources answer."""


def test_the_number_of_statements_does_not_depend_on_sources_or_members(
    department: Department, family: Family, applications: Applications, click: Click
) -> None:
    load(department.csv([*family.rows, stranger()]))
    with CaptureQueriesContext(connection) as one:
        click()
    assert family.application is not None
    for source in ("bank_deposits", "household_register", "social_insurance"):
        deliver_nothing(department, source)
    with system():
        again = request_check(
            application=family.application, on=TODAY, by=applications.investigator,
            sources=("vehicles", "bank_deposits", "household_register", "social_insurance"),
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many, system():
        made = ask_sources(request=again, by=applications.investigator, on=TODAY)

    assert len(made.answers) == 12
    assert len(many) <= len(one)
    assert len(many) <= STATEMENTS, [each["sql"][:90] for each in many]


def deliver_nothing(department: Department, source: str) -> None:
    """A roster, and a delivery that has nothing on record of anybody."""
    known = sourcebook().sources[source]
    told = Path(settings.DOUDI_SOURCES)
    told.write_text(f"{told.read_text('utf-8')}{source}: {{kept_days: 180}}\n", encoding="utf-8")
    department.ask(source)
    sums = {each.name: 0 if each.type == "count" else "0.00" for each in known.summed}
    head = ("resident_number", "name", *(each.name for each in known.fields))
    received = load(
        department.csv([], head=head, source=source, delivery=f"{source}-1", schema=known.schema, totals=sums)
    )
    assert received.delivery.flaws == []
