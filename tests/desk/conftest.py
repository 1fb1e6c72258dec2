"""The desk of a township of Datonghu in 2022: its officers, each signed in, and an application that came in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from doudi.accounts.models import Officer
from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.flows.accept_application import Wanted, accept_application
from doudi.intake.models import Application
from doudi.project.demonstration.published import publish_examples
from tests.fixtures.applications import COUNTY, TOWNSHIP, Applications, family
from tests.fixtures.browsing import SignedInAs
from tests.fixtures.people import MakeOfficer

FIRST_DAY = date(2022, 4, 18)


@dataclass
class Desk:
    """Officers and their clients; `get` and `post` act as one of them on the day of business."""

    applications: Applications
    officers: dict[str, Officer]
    sign_in: SignedInAs
    move_to: Callable[[date], None]
    day: date = FIRST_DAY
    clients: dict[str, Client] = field(default_factory=dict[str, Client])

    def client(self, role: str) -> Client:
        """The browser of an officer."""
        if role not in self.clients:
            self.clients[role] = self.sign_in(self.officers[role])
        return self.clients[role]

    def get(self, role: str, path: str) -> HttpResponse:
        """Open a page."""
        return self.client(role).get(path)  # type: ignore[return-value]

    def post(self, role: str, path: str, sent: dict[str, Any] | None = None) -> HttpResponse:
        """Send a form."""
        return self.client(role).post(path, sent or {})  # type: ignore[return-value]

    def on(self, day: date) -> None:
        """Move the day of business."""
        self.day = day
        self.move_to(day)

    def complete(self) -> Application:
        """An application with every paper, waiting; of a family that has no means."""
        application = self.applications.submitted(on=self.day, household=poor_family())
        self.applications.hand_in(application, on=self.day)
        return application

    def accepted(self, *programmes: str) -> Case:
        """The first case of an accepted application."""
        application = self.complete()
        wanted = [Wanted(programme) for programme in programmes or ("dibao",)]
        by = self.officers[Role.ACCEPTOR]
        with acting(Actor.system("test"), on=self.day):
            return accept_application(application=application, wanted=wanted, by=by, on=self.day)[0]

    def seen(self, case: Case) -> Case:
        """The case as it stands now."""
        with acting(Actor.system("test"), on=self.day):
            return Case.objects.get(pk=case.pk)

    def do(self, role: str, case: Case, deed: str, **sent: Any) -> HttpResponse:
        """Do something to a case, having just looked at it."""
        version = self.seen(case).version
        return self.post(role, f"/desk/cases/{case.number}/do/{deed}/", {"version": version, **sent})


def poor_family() -> dict[str, Any]:
    """Three who have nothing but a little farm, and say so in full."""
    household = family()
    household["household"] = {"register": "rural", "assets": {}}
    for member in household["members"]:
        member["situation"] = {"schooling": "compulsory"} if member["id"] == "c" else {}
        member["incomes"] = {"business_income": "4200.00", "business_cost": "1200.00"} if member["id"] == "b" else {}
        member["obligors"] = []
    return household


@pytest.fixture
def desk(
    applications: Applications, officer: MakeOfficer, signed_in_as: SignedInAs, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    """The desk on the day the application came in."""
    monkeypatch.setenv("DOUDI_MODE", "test")

    def move_to(day: date) -> None:
        monkeypatch.setenv("DOUDI_TODAY", day.isoformat())

    move_to(FIRST_DAY)
    publish_examples(on=FIRST_DAY)
    officers = {
        Role.ACCEPTOR: applications.acceptor, Role.INVESTIGATOR: applications.investigator,
        Role.TOWNSHIP_HEAD: officer(Role.TOWNSHIP_HEAD, TOWNSHIP),
        Role.COUNTY_CONFIRMER: officer(Role.COUNTY_CONFIRMER, COUNTY),
        Role.FINANCE_MAKER: officer(Role.FINANCE_MAKER, COUNTY),
        Role.FINANCE_CHECKER: officer(Role.FINANCE_CHECKER, COUNTY),
        Role.AUDITOR: officer(Role.AUDITOR, COUNTY), "stranger": officer(Role.INVESTIGATOR, "371702001"),
        "colleague": officer(Role.INVESTIGATOR, TOWNSHIP),
    }  # fmt: skip
    return Desk(applications, officers, signed_in_as, move_to)
