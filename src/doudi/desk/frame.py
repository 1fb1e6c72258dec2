"""The frame around every page: who works for which office, what waits where, and the ways to the other pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from doudi.accounts.models import Post
from doudi.accounts.queries import names_of
from doudi.accounts.roles import Act
from doudi.accounts.signed_in import SignedIn
from doudi.casework.procedure.book import procedures
from doudi.casework.queries import Flag
from doudi.casework.tallies import Tally, tally, waits_of
from doudi.desk.addresses import with_query
from doudi.intake.queries import count_waiting

MINE, ALL, ACCEPTANCE, CHANGES, MONEY, AUDIT = "mine", "all", "acceptance", "changes", "money", "audit"
POLICY, SIMULATIONS, CALENDAR, PEOPLE = "policy", "simulations", "calendar", "people"
PAYS = frozenset({Act.READ_PAYMENTS, Act.MAKE_BATCH, Act.APPROVE_BATCH})
NAMES_SHOWN = 2
"""Of the names from the province down, the last two: 大通湖区 · 河坝镇."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry at the left: how many wait there, and how many of them are late."""

    label: str
    href: str
    count: int | None = None
    late: int = 0
    current: bool = False


@dataclass(frozen=True, slots=True)
class NavSection:
    """Entries under one heading."""

    heading: str
    items: tuple[NavItem, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame shows."""

    office: str
    officer: str
    role: str
    may_search: bool
    links: tuple[NavItem, ...]
    sections: tuple[NavSection, ...]


def posts_here(somebody: SignedIn) -> list[Post]:
    """List the posts at the chosen office: a list shows what lies under that one."""
    return [post for post in somebody.posts if post.office == somebody.office]


def has_worklist(somebody: SignedIn) -> bool:
    """Whether a case can ever wait for the posts at the chosen office: an auditor reads, and brings none on."""
    return waits_of(frozenset(post.role for post in posts_here(somebody)), procedures()).are_any


def tally_of(somebody: SignedIn, *, soon_by: date | None = None) -> Tally:
    """Count what the frame shows; until which day a limit is near only the list has to know."""
    return tally(posts_here(somebody), on=somebody.on, soon_by=soon_by or somebody.on)


def frame_of(somebody: SignedIn, current: str, counted: Tally | None = None) -> Frame:
    """Make the frame for who asks; `current` names an entry or a step, `counted` is what a page counted already."""
    place = somebody.office.place if somebody.office else ""
    posts = posts_here(somebody)
    return Frame(
        office=" · ".join(names_of(place, somebody.on)[-NAMES_SHOWN:]) if place else "",
        officer=somebody.officer.name if somebody.officer else "",
        role="、".join(post.get_role_display() for post in posts),
        may_search=Act.READ_CASE in somebody.acts,
        links=tuple(_links(somebody)),
        sections=tuple(_sections(somebody, current, counted)),
    )


def _links(somebody: SignedIn) -> Iterator[NavItem]:
    if not somebody.acts.isdisjoint(PAYS):
        yield NavItem("发放", reverse("desk:batches"))
    if Act.AUDIT in somebody.acts:
        yield NavItem("审计", reverse("desk:audit"))


def _sections(somebody: SignedIn, current: str, counted: Tally | None) -> Iterator[NavSection]:
    if Act.READ_CASE in somebody.acts:
        known = counted or tally_of(somebody)
        if has_worklist(somebody):
            here = NavItem("我的待办", reverse("desk:start"), known.mine.cases, known.mine.overdue, current == MINE)
            yield NavSection("", (here,))
        yield NavSection("按环节", tuple(_steps(somebody, known, current)))
    others = tuple(_others(somebody, current))
    if others:
        yield NavSection("其他" if Act.READ_CASE in somebody.acts else "", others)


def _steps(somebody: SignedIn, known: Tally, current: str) -> Iterator[NavItem]:
    if Act.REGISTER in somebody.acts:
        yield NavItem("受理", reverse("desk:acceptance"), count_waiting(), 0, current == ACCEPTANCE)
    everywhere = 0
    for found in known.by_step:
        address = with_query("desk:start", {"step": found.step.value})
        everywhere += found.cases
        yield NavItem(found.step.label, address, found.cases, found.overdue, current == found.step.value)
    if known.taken_back and Act.ACCEPT in somebody.acts:
        address = with_query("desk:start", {"all": "1", "flag": Flag.TAKEN_BACK.value})
        yield NavItem("撤回待办结", address, known.taken_back)
    yield NavItem("全部在办", with_query("desk:start", {"all": "1"}), everywhere, 0, current == ALL)


def _others(somebody: SignedIn, current: str) -> Iterator[NavItem]:
    if Act.READ_CASE in somebody.acts:
        yield NavItem("待遇变更", reverse("desk:changes"), current=current == CHANGES)
    if not somebody.acts.isdisjoint(PAYS):
        yield NavItem("发放", reverse("desk:batches"), current=current == MONEY)
    if Act.AUDIT in somebody.acts:
        yield NavItem("审计", reverse("desk:audit"), current=current == AUDIT)
    if not somebody.acts.isdisjoint({Act.PUBLISH_STANDARD, Act.AUDIT}):
        yield NavItem("政策与标准", reverse("desk:policy"), current=current == POLICY)
        yield NavItem("政策影响测算", reverse("desk:simulations"), current=current == SIMULATIONS)
    if Act.PUBLISH_STANDARD in somebody.acts:
        yield NavItem("工作日历", reverse("desk:calendar"), current=current == CALENDAR)
    if Act.MANAGE_ACCOUNTS in somebody.acts:
        yield NavItem("单位和人员", reverse("desk:people"), current=current == PEOPLE)
    if Act.LEAVE_LEAD in somebody.acts and Act.REGISTER not in somebody.acts:
        yield NavItem("代办申请", reverse("desk:register"), current=current == ACCEPTANCE)
