"""The county of a journey: its officers, the phones of its people, and the day it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from doudi.accounts.roles import Role
from doudi.project.demonstration.story import Staff
from doudi.project.standins.sms import Messages
from tests.fixtures.browser import Opened
from tests.journeys.pages.desk import Desk
from tests.journeys.pages.finance import Finance
from tests.journeys.pages.phone import NARROW, Phone
from tests.journeys.pages.window import Window

PASSWORD = "示例-demo-2024"
Kind = TypeVar("Kind", bound=Desk)


@dataclass
class World:
    """Opens windows on the running product; the day of business moves by `on`."""

    opened: Opened
    messages: Messages
    move_to: Callable[[date], None]
    staff: Staff

    def on(self, year: int, month: int, day: int) -> date:
        """Let it become this day."""
        today = date(year, month, day)
        self.move_to(today)
        return today

    def phone(self) -> Phone:
        """Somebody's phone."""
        page = self.opened("/", width=NARROW)
        return Phone(page, page.url.rstrip("/"), self.messages)

    def name(self, role: Role) -> str:
        """The name of an officer."""
        return self.staff[role].officer.name

    def desk(self, role: Role) -> Desk:
        """An officer who has signed in."""
        return self._at(Desk, role)

    def window(self) -> Window:
        """The acceptor, who has signed in."""
        return self._at(Window, Role.ACCEPTOR)

    def finance(self, role: Role) -> Finance:
        """Somebody of finance who has signed in."""
        return self._at(Finance, role)

    def pays(self, month: str) -> str:
        """Have a month paid by two of finance and the bank; return the file it was sent."""
        maker, checker = self.finance(Role.FINANCE_MAKER), self.finance(Role.FINANCE_CHECKER)
        batch = maker.makes_batch(month)
        checker.approves(batch)
        sent = maker.sends_to_bank(batch)
        maker.reads_receipt(batch, sent)
        return sent

    def _at(self, kind: type[Kind], role: Role) -> Kind:
        page = self.opened("/desk/sign-in/")
        made = kind(page, page.url.removesuffix("/desk/sign-in/"))
        made.signs_in(self.staff[role].officer.account.login, PASSWORD)
        return made
