"""Who comes in where: every address of the product, and the roles it opens to. docs/reference/doors.md shows it.

Whoever is not signed in is sent to the door; an officer whose role a page is not for gets 403; and what belongs to a
person is 404 for an officer of another county, just as if it did not exist.

    .venv/bin/python -m tests.intruders.table > docs/reference/doors.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from doudi.accounts.roles import Role

ANYBODY, CITIZEN, APPLICANT = "anybody", "citizen", "applicant"
OFFICERS = frozenset(role.value for role in Role)
OTHER = "other_"
"""Before the role of an officer of another county."""

TOWNSHIP = frozenset({Role.ACCEPTOR, Role.INVESTIGATOR})
FILERS = TOWNSHIP | {Role.VILLAGE_ASSISTANT}
DECIDERS = frozenset({Role.TOWNSHIP_HEAD, Role.COUNTY_REVIEWER, Role.COUNTY_CONFIRMER})
WORKERS = TOWNSHIP | DECIDERS | {Role.VERIFIER}
READERS = WORKERS | {Role.AUDITOR}
SURVEYORS = frozenset({Role.INVESTIGATOR})
CHECKERS = SURVEYORS | {Role.VERIFIER}
MAKERS, SIGNERS = frozenset({Role.FINANCE_MAKER}), frozenset({Role.FINANCE_CHECKER})
PAYERS = MAKERS | SIGNERS
AUDITORS = frozenset({Role.AUDITOR})
POLICY_OFFICERS, ADMINISTRATORS = frozenset({Role.POLICY_OFFICER}), frozenset({Role.ADMINISTRATOR})
CITIZENS, OWNER = frozenset({CITIZEN, APPLICANT}), frozenset({APPLICANT})
EVERYBODY = frozenset({ANYBODY, *CITIZENS, *OFFICERS})


class Way(StrEnum):
    """What becomes of a request."""

    IN = "in"
    DOOR = "door"
    FORBIDDEN = "403"
    NOT_THERE = "404"


@dataclass(frozen=True)
class Door:
    """An address and a method. `personal`: a person's. `leaves`: the tables that even a senseless form writes into.

    `barred`: who may not here for what they did before (the acceptor filed the application at the window)."""

    route: str
    method: str
    roles: frozenset[str]
    personal: bool = False
    leaves: tuple[str, ...] = ()
    barred: frozenset[str] = frozenset()

    def way(self, who: str) -> Way:
        """Return what is right for somebody."""
        role = who.removeprefix(OTHER)
        if self.roles >= EVERYBODY:
            return Way.IN
        is_desk = self.route.startswith("desk/")
        if role == ANYBODY or (role in OFFICERS) != is_desk:
            return Way.DOOR
        if role not in self.roles or who in self.barred:
            return Way.FORBIDDEN if is_desk else Way.NOT_THERE
        return Way.NOT_THERE if self.personal and who != role else Way.IN


def page(route: str, roles: frozenset[str], *, personal: bool = False) -> Door:
    """A page to look at."""
    return Door(route, "GET", roles, personal)


def act(
    route: str, roles: frozenset[str], *leaves: str, personal: bool = False, barred: frozenset[str] = frozenset()
) -> Door:
    """A form to send."""
    return Door(route, "POST", roles, personal, leaves, barred)


def both(route: str, roles: frozenset[str], *leaves: str, personal: bool = False) -> tuple[Door, Door]:
    """A page with its form."""
    return page(route, roles, personal=personal), act(route, roles, *leaves, personal=personal)


APPLICATION, CASE, BATCH = "desk/applications/<slug:number>/", "desk/cases/<slug:number>/", "desk/batches/<int:number>/"
MATTER, DRAFT, API = "my/<slug:number>/", "apply/<int:draft>/", "api/v1/"
DETERMINED = ("determination_determination", "determination_inputhousehold", "determination_inputmember")
DOORS: tuple[Door, ...] = (
    # ---- desk: lists, and what is done to several at once
    page("desk/", OFFICERS),
    page("desk/changes/", READERS),
    page("desk/export/", READERS),
    act("desk/start-many/", SURVEYORS),
    act("desk/notices/", TOWNSHIP | {Role.COUNTY_REVIEWER}),
    page("desk/acceptance/", TOWNSHIP),
    *both("desk/register/", FILERS),
    # ---- desk: an application that waits
    page(APPLICATION, TOWNSHIP, personal=True),
    act(f"{APPLICATION}accept/", frozenset({Role.ACCEPTOR}), personal=True),
    act(f"{APPLICATION}tell/", frozenset({Role.ACCEPTOR}), personal=True),
    act(f"{APPLICATION}forward/", TOWNSHIP, personal=True),
    act(f"{APPLICATION}confirmed/", TOWNSHIP, personal=True, barred=frozenset({Role.ACCEPTOR})),
    *both(f"{APPLICATION}withdraw/", TOWNSHIP, "intake_application", "verification_consent", personal=True),
    act(f"{APPLICATION}papers/", TOWNSHIP, personal=True),
    page(f"{APPLICATION}authorisation/", TOWNSHIP, personal=True),
    act(f"{APPLICATION}code/", TOWNSHIP, "accounts_code", personal=True),
    # ---- desk: a case
    page(CASE, READERS, personal=True),
    page(f"{CASE}before/", READERS, personal=True),
    page(f"{CASE}after/", READERS, personal=True),
    *both(f"{CASE}identity/<int:member>/", WORKERS, personal=True),
    *both(f"{CASE}do/<slug:name>/", READERS, personal=True),
    page(f"{CASE}letters/<int:key>/", READERS, personal=True),
    act(f"{CASE}determine/", DECIDERS | SURVEYORS, *DETERMINED, personal=True),
    *both(f"{CASE}settle/", SURVEYORS, personal=True),
    *both(f"{CASE}consent/", TOWNSHIP, personal=True),
    *both(f"{CASE}answer/", CHECKERS, personal=True),
    *both(f"{CASE}unreachable/", SURVEYORS, personal=True),
    *both(f"{CASE}obligors/<int:member>/", SURVEYORS, personal=True),
    *both(f"{CASE}nothing-found/", CHECKERS, personal=True),
    page(f"{CASE}queries/", READERS, personal=True),
    act(f"{CASE}queries/", CHECKERS, personal=True),
    act(f"{CASE}report/", CHECKERS, "verification_report", personal=True),
    act(f"{CASE}recheck/", SURVEYORS, personal=True),
    act(f"{CASE}check-anew/", SURVEYORS, personal=True),
    act(f"{CASE}ask-family/", SURVEYORS, personal=True),
    act(f"{CASE}ask-again/", SURVEYORS, personal=True),
    page(f"{CASE}reports/<int:key>/", READERS, personal=True),
    page(f"{CASE}reports/<int:key>/pdf/", READERS, personal=True),
    page(f"{CASE}reports/<int:key>/json/", READERS, personal=True),
    *both(f"{CASE}visit/", SURVEYORS, personal=True),
    act(f"{CASE}papers/", TOWNSHIP, personal=True),
    page("desk/papers/<int:key>/", READERS, personal=True),
    # ---- desk: money
    *both("desk/batches/", PAYERS | AUDITORS),
    page("desk/batches/held/", PAYERS | AUDITORS),
    page(BATCH, PAYERS | AUDITORS, personal=True),
    act(f"{BATCH}approve/", SIGNERS, personal=True),
    act(f"{BATCH}cancel/", MAKERS, personal=True),
    act(f"{BATCH}file/", MAKERS, personal=True),
    page(f"{BATCH}file/download/", PAYERS, personal=True),
    act(f"{BATCH}receipt/", MAKERS, personal=True),
    act(f"{BATCH}reissue/", MAKERS, personal=True),
    # ---- desk: audit
    page("desk/audit/", AUDITORS),
    act("desk/audit/check/", AUDITORS),
    # ---- desk: policy, offices and people
    page("desk/policy/", POLICY_OFFICERS | AUDITORS),
    *both("desk/policy/new/", POLICY_OFFICERS),
    page("desk/policy/export/", POLICY_OFFICERS | AUDITORS),
    page("desk/policy/<int:standard>/", POLICY_OFFICERS | AUDITORS, personal=True),
    act("desk/policy/<int:standard>/", POLICY_OFFICERS, personal=True),
    page("desk/policy/<int:standard>/document/", POLICY_OFFICERS | AUDITORS, personal=True),
    act(
        "desk/policy/<int:standard>/simulate/",
        POLICY_OFFICERS,
        "determination_policysimulation",
        "procrastinate_events",
        "procrastinate_jobs",
        personal=True,
    ),
    page("desk/simulations/", POLICY_OFFICERS | AUDITORS),
    act("desk/simulations/", POLICY_OFFICERS),
    page("desk/simulations/<int:simulation>/", POLICY_OFFICERS | AUDITORS, personal=True),
    page("desk/simulations/<int:simulation>/download/", POLICY_OFFICERS | AUDITORS, personal=True),
    *both("desk/calendar/", POLICY_OFFICERS),
    page("desk/people/", ADMINISTRATORS),
    *both("desk/people/new/", ADMINISTRATORS),
    *both("desk/people/offices/", ADMINISTRATORS),
    *both("desk/people/<int:officer>/", ADMINISTRATORS, personal=True),
    page("desk/people/<int:officer>/password/", ADMINISTRATORS, personal=True),
    # ---- desk: signing in, one's own account
    *both("desk/sign-in/", EVERYBODY, "accounts_attempt"),
    *both("desk/sign-in/code/", EVERYBODY),
    page("desk/sign-in/outside/", EVERYBODY),
    page("desk/sign-in/back/", EVERYBODY),
    act("desk/sign-out/", EVERYBODY),
    page("desk/account/", OFFICERS),
    act("desk/account/office/", OFFICERS),
    *both("desk/account/password/", OFFICERS, "accounts_attempt"),
    *both("desk/account/second-factor/", OFFICERS),
    act("desk/account/recovery-codes/", OFFICERS),
    # ---- citizens: what is theirs
    *both("apply/", CITIZENS, "intake_draft"),
    act(f"{DRAFT}discard/", OWNER, "intake_draft", personal=True),
    *both(f"{DRAFT}<slug:slug>/", OWNER, "intake_draft", personal=True),
    page("my/", CITIZENS),
    page(MATTER, OWNER, personal=True),
    act(f"{MATTER}papers/", OWNER, personal=True),
    act(f"{MATTER}confirm/", OWNER, personal=True),
    *both(f"{MATTER}withdraw/", OWNER, personal=True),
    page(f"{MATTER}letter/<int:letter>/", OWNER, personal=True),
    *both(f"{MATTER}check/", OWNER, personal=True),
    # ---- citizens: for everybody
    page("", EVERYBODY),
    *both("assess/", EVERYBODY),
    *both("entitled/", EVERYBODY),
    page("standards/", EVERYBODY),
    page("reports/", EVERYBODY),
    page("size/", EVERYBODY),
    *both("enter/", EVERYBODY, "accounts_attempt"),
    *both("enter/code/", EVERYBODY),
    *both("enter/window/", EVERYBODY, "accounts_attempt"),
    page("enter/outside/", EVERYBODY),
    page("enter/back/", EVERYBODY),
    act("leave/", EVERYBODY),
    page("styleguide/", EVERYBODY),
    # ---- the API for everybody; cookies let nobody in
    page(f"{API}docs", EVERYBODY),
    page(f"{API}openapi.json", EVERYBODY),
    act(f"{API}assessments", EVERYBODY),
    page(f"{API}places", EVERYBODY),
    page(f"{API}facts/schema", EVERYBODY),
    page(API, EVERYBODY),
    page(f"{API}<path:rest>", EVERYBODY),
)
TOKENS: tuple[Door, ...] = (
    act(f"{API}applications", frozenset()),
    page(f"{API}applications/<number>", frozenset()),
    page(f"{API}cases/<number>", frozenset()),
)
"""The API of offices: a token of the office, issued to a program, and nothing else."""


def markdown() -> Iterator[str]:
    """Draw the table: a line an address, a column a role."""
    yield "# Doors\n"
    yield "<!-- Made by `python -m tests.intruders.table`; changes by hand are lost. -->\n"
    yield "Every address and who comes in: ● yes, ○ 403, ⌂ sent to sign in, – 404 as if it did not exist. A lock means"
    yield "that it belongs to a person: for an officer of another county it is 404 where their role would open it.\n"
    yield "The API of offices (`api/v1/applications`, `api/v1/cases`) opens to the token of an office alone.\n"
    roles = [
        (ANYBODY, "未登录"),
        (CITIZEN, "群众"),
        (APPLICANT, "申请人"),
        *((role.value, role.label) for role in Role),
    ]
    yield "| | " + " | ".join(label for _, label in roles) + " |"
    yield "|---|" + "---|" * len(roles)
    signs = {Way.IN: "●", Way.DOOR: "⌂", Way.FORBIDDEN: "○", Way.NOT_THERE: "–"}
    for door in DOORS:
        cells = " | ".join(signs[door.way(who)] for who, _ in roles)
        yield f"| {'🔒 ' if door.personal else ''}{door.method} `/{door.route}` | {cells} |"


if __name__ == "__main__":
    sys.stdout.write("\n".join(markdown()) + "\n")
