"""What is asked of the audit page, read from its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from doudi.accounts.models import Officer
from doudi.accounts.signed_in import SignedIn
from doudi.audit.queries import Sought, Subjects
from doudi.casework.queries import case_numbered
from doudi.desk.audit.subjects import belonging_to
from doudi.desk.events import ACTS
from doudi.desk.pages import place
from doudi.desk.worklist.asked import TAIL
from doudi.faces.fields import FieldError, Option
from doudi.intake.models import Application, FamilyMember
from doudi.intake.queries import application_numbered
from doudi.registry.queries import found_by_tail, search

WHOM, OFFICER, SINCE, UNTIL, ACT, BEFORE = "q", "officer", "since", "until", "act", "before"
NAMES = (WHOM, OFFICER, SINCE, UNTIL, ACT)
LONGEST, LONGEST_KEY, SHORTEST_NUMBER = 60, 16, 6
MOST = 50
"""So many applications by the name of the applicant; registry.search limits persons alike."""


@dataclass(slots=True)
class Asked:
    """One state of the page: what was typed, what is sought by it, and what was wrong."""

    given: dict[str, str]
    before: int | None = None
    sought: Sought = field(default_factory=Sought)
    errors: list[FieldError] = field(default_factory=list[FieldError])
    is_unreadable: bool = False

    @property
    def said(self) -> dict[str, str]:
        """What was typed or chosen."""
        return {name: value for name, value in self.given.items() if value}

    @property
    def noted(self) -> dict[str, object]:
        """What the event of the search keeps: codes, days and keys, never a name or the end of a number."""
        kept = {name: self.given[name] for name in (SINCE, UNTIL, ACT) if self.given[name]}
        accounts = {"accounts": sorted(self.sought.accounts)} if self.sought.accounts else {}
        return {**kept, **accounts, "by": sorted(self.said)}

    def missed(self, name: str, sentence: str) -> None:
        """Note that nothing goes by what was typed: a search like any other, so its event is kept."""
        self.errors.append(FieldError(name, sentence))

    def wrong(self, name: str, sentence: str) -> None:
        """Note that a field cannot be read."""
        self.errors.append(FieldError(name, sentence))
        self.is_unreadable = True


def read_asked(sent: Mapping[str, str], somebody: SignedIn) -> Asked:
    """Read the address, and find whom and what it names among what the officer sees."""
    asked = Asked({name: sent.get(name, "").strip()[:LONGEST] for name in NAMES})
    before = sent.get(BEFORE, "")
    asked.before = int(before) if before.isdecimal() and len(before) <= LONGEST_KEY else None
    persons, subjects = _whom(asked, somebody)
    since, until = _day(asked, SINCE, "起始日期"), _day(asked, UNTIL, "截止日期")
    if since and until and since > until:
        asked.wrong(UNTIL, "截止日期早于起始日期。")
    if asked.given[ACT] not in ACTS and asked.given[ACT]:
        asked.wrong(ACT, "没有这个事项，请从列表里选择。")
    asked.sought = Sought(
        persons=persons, subjects=subjects, accounts=_accounts(asked), act=asked.given[ACT], since=since, until=until
    )
    return asked


def _day(asked: Asked, name: str, label: str) -> date | None:
    given = asked.given[name]
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        asked.wrong(name, f"{label}读不懂，请写成 2026-01-31 这样。")
        return None


def _whom(asked: Asked, somebody: SignedIn) -> tuple[list[int] | None, Subjects | None]:
    """Find persons by the end of their number or by name, with their applications, or what has a number."""
    text = asked.given[WHOM]
    if not text:
        return None, None
    if len(text) >= SHORTEST_NUMBER and text.isascii() and any(map(str.isdigit, text)):
        persons, subjects = [], _numbered(text.upper())
    else:
        persons, subjects = _people(text, somebody)
    if not persons and not subjects:
        asked.missed(WHOM, "本单位辖区内没有这个人、办件或者申请。")
    return persons, subjects


def _people(text: str, somebody: SignedIn) -> tuple[list[int], Subjects]:
    """Find whom the registry knows, and of applications that wait those it does not know yet."""
    tail = text.upper() if TAIL.fullmatch(text.upper()) else ""
    here, on = place(somebody), somebody.on
    found = found_by_tail(here, tail, on=on) if tail else search(here, text, on=on)
    persons = [row.person_id for row in found]
    of_them = Q(pk__in=FamilyMember.objects.filter(person__in=persons).values("application"))
    named = of_them if tail else of_them | Q(applicant_name__startswith=text) | _waiting_members(text)
    applications = list(Application.objects.filter(named).order_by("-pk").values_list("pk", flat=True)[:MOST])
    return persons, belonging_to(applications) if applications else {}


def _waiting_members(name: str) -> Q:
    """Applications that wait, somebody of whose family goes by a name: the registry knows none of them yet."""
    waiting = FamilyMember.objects.filter(name__startswith=name, application__accepted_on=None)
    return Q(pk__in=waiting.values("application"))


def _numbered(number: str) -> Subjects:
    application = application_numbered(number)
    if application is not None:
        return belonging_to([application.pk])
    case = case_numbered(number)
    return belonging_to([case.application_id], [case.pk]) if case is not None else {}


def _accounts(asked: Asked) -> list[int] | None:
    """Find officers by the name they sign in with, or by their own."""
    given = asked.given[OFFICER]
    if not given:
        return None
    named = Officer.objects.filter(Q(account__login=given) | Q(name=given))
    found = list(named.values_list("account", flat=True))
    if not found:
        asked.missed(OFFICER, "没有这个姓名或登录名的工作人员。")
    return found


def act_options(chosen: str) -> tuple[Option, ...]:
    """List the acts by what they are called."""
    known = sorted(ACTS.items(), key=lambda each: (each[0].partition(".")[0], each[1]))
    return (Option("", "全部事项", not chosen), *(Option(code, label, code == chosen) for code, label in known))
