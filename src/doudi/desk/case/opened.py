"""A case as a page opens it: with its rule, its family and who looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest

from doudi.accounts.models import Post
from doudi.accounts.roles import Act
from doudi.accounts.signed_in import SignedIn
from doudi.audit.services.record import record
from doudi.casework.clocks import calendar
from doudi.casework.models import Case, Decision, Letter, Opinion
from doudi.casework.procedure.terms import Procedure
from doudi.casework.proposals import CHANGES
from doudi.casework.queries import opened_case
from doudi.casework.state import rule_of
from doudi.casework.steps import Kind, Step
from doudi.desk.frame import posts_here
from doudi.desk.pages import asking
from doudi.determination.models import Determination
from doudi.determination.queries import outcome_for_people
from doudi.entitlements.models import Entitlement
from doudi.entitlements.queries import given_by, lacks_payee
from doudi.intake.models import FamilyMember
from doudi.kernel.workdays import WorkCalendar
from doudi.payments.models import LineResult
from doudi.payments.returns import came_back
from doudi.verification.queries import Difference, differences


@dataclass
class Opened:
    """A case and what its page asks of it more than once."""

    case: Case
    somebody: SignedIn
    rule: Procedure
    members: list[FamilyMember]
    determinations: list[Determination]
    deaths: dict[int, date]

    @property
    def on(self) -> date:
        """The day of business."""
        return self.somebody.on

    @property
    def step(self) -> Step:
        """Where the case stands."""
        return Step(self.case.step)

    @property
    def posts(self) -> list[Post]:
        """The posts of who looks, at the chosen office."""
        return posts_here(self.somebody)

    @property
    def persons(self) -> list[int]:
        """The registry keys of whom the page shows."""
        return [member.person_id for member in self.members if member.person_id is not None]

    @cached_property
    def died(self) -> dict[int, date]:
        """When members died, as the registry knows, by their keys."""
        return {each.pk: self.deaths[each.person_id] for each in self.members if each.person_id in self.deaths}

    @cached_property
    def names(self) -> dict[int, str]:
        """The names of the members by their keys."""
        return {member.pk: member.name for member in self.members}

    @cached_property
    def differences(self) -> list[Difference]:
        """Every fact as each told it."""
        return differences(self.case.application, members=self.members)

    @cached_property
    def open_differences(self) -> int:
        """How many differences nobody has settled yet, as counted when the last of them came or went."""
        counted = getattr(self.case.application, "open_differences", None)
        return counted.number if counted else 0

    @property
    def determination(self) -> Determination | None:
        """The newest determination of this case."""
        return self.determinations[0] if self.determinations else None

    @cached_property
    def outcome(self) -> dict[str, Any] | None:
        """What the newest determination says."""
        return None if self.determination is None else outcome_for_people(self.determination, self.members)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working days as known."""
        return calendar()

    @property
    def last_opinion(self) -> Opinion | None:
        """The newest opinion."""
        return next(reversed(self.case.opinions.all()), None)

    @property
    def decisions(self) -> list[Decision]:
        """The decisions, oldest first."""
        return list(self.case.decisions.all())

    @property
    def letters(self) -> list[Letter]:
        """The letters that were issued, newest first."""
        told = (getattr(each, "letter", None) for each in reversed(self.decisions))
        return [letter for letter in told if letter is not None]

    @cached_property
    def entitlements(self) -> list[Entitlement]:
        """What the decisions of this case gave, the newest first."""
        given = [each.pk for each in self.decisions if each.kind in (Kind.GRANT, Kind.ADJUST)]
        return list(given_by(given)) if given else []

    @property
    def is_granted(self) -> bool:
        """Whether the last decision gave something, or suspended what was given."""
        return bool(self.decisions) and self.decisions[-1].kind not in (Kind.REFUSE, Kind.STOP)

    @property
    def proposal(self) -> Opinion | None:
        """The newest opinion, where it proposes a change of what was granted that nobody has decided yet."""
        last = self.last_opinion
        if not self.is_granted or last is None or last.recommends not in CHANGES:
            return None
        return None if any(each.opinion_id == last.pk for each in self.decisions) else last

    @cached_property
    def living(self) -> list[FamilyMember]:
        """The members of whom the registry knows no death."""
        return [member for member in self.members if member.pk not in self.died]

    @cached_property
    def came_back(self) -> list[LineResult]:
        """What the bank returned of it and no later payment makes good; not asked where nothing was given."""
        return list(came_back(entitlements=[each.pk for each in self.entitlements])) if self.entitlements else []

    @property
    def lacks_payee(self) -> bool:
        """Whether something runs that nobody can be paid for yet."""
        return lacks_payee(self.entitlements, self.on)

    def allows(self, act: Act) -> bool:
        """Whether the post at the chosen office allows an act."""
        return act in self.somebody.acts


def opened(request: HttpRequest, number: str, *acts: Act) -> Opened:
    """Open a case for who asks. Raises NotSignedIn, NoPost, MayNot; Http404 where they see none of that number."""
    somebody = asking(request, *(acts or (Act.READ_CASE,)))
    found = opened_case(number)
    if found is None:
        raise Http404
    case = found.case
    members = list(case.application.members.all())
    return Opened(case, somebody, rule_of(case), members, found.determinations, found.deaths)


def note_seen(found: Opened, what: str, purpose: str) -> None:
    """Leave the event that says whom this page showed."""
    record(
        f"casework.{what}", on=found.on, subject=found.case, place=found.case.place, purpose=purpose,
        persons=found.persons,
    )  # fmt: skip
