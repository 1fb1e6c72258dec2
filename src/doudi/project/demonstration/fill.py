"""Fill an empty register with families at every stage, once. Only where the installation says it is a demonstration."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.db import transaction

from doudi.accounts.models import Post
from doudi.accounts.roles import Role
from doudi.accounts.services.load_places import load_places
from doudi.accounts.services.open_demonstration import open_demonstration
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.casework.steps import Step
from doudi.kernel.divisions import county_of
from doudi.kernel.errors import NotAllowed
from doudi.kernel.months import Month
from doudi.project.demonstration import families, payday
from doudi.project.demonstration.asked import connect_stand_in
from doudi.project.demonstration.families import Family
from doudi.project.demonstration.password import PASSWORD
from doudi.project.demonstration.published import publish_examples
from doudi.project.demonstration.story import Staff, Story
from doudi.standards import lawbook

MODE: Final = "demonstration"
COUNTIES: Final = ("430971", "371702", "620102", "141127", "532901")
OPENED_ON: Final = date(2007, 1, 1)
"""The offices stand since before the earliest story; Dali's is told under the law of 2007."""


class NoDemonstration(NotAllowed):
    """Fictional people do not go into the register of a real office."""

    code = "demonstration.not_here"
    sentence = "只有演示环境（DOUDI_MODE=demonstration）才能填入虚构的示例登记。"


class End(StrEnum):
    """How a story ends: it goes on, or the case was decided."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True)
class Scene:
    """A family, how many days ago it came, and how far it got; `until` None has only filed."""

    family: Family
    days_ago: int
    until: Step | None
    end: End = End.OPEN


STAGES: Final = (
    (1, None, End.OPEN),
    (3, Step.START_SURVEY, End.OPEN),
    (4, Step.SURVEY, End.OPEN),
    (9, Step.OPINION, End.OPEN),
    (14, Step.NOTICE, End.OPEN),
    (26, Step.CONFIRMATION, End.OPEN),
    (110, Step.CONFIRMATION, End.GRANTED),
)
PLACES: Final = (families.DATONGHU, families.HEZE, families.LULIANG, families.LANZHOU, families.DALI)
SCENES: Final = (
    *(
        Scene(family.again(serial), days_ago, until, end)
        for place, family in enumerate(PLACES)
        for serial, (days_ago, until, end) in enumerate(STAGES, start=1 + 10 * place)
    ),
    Scene(families.HEZE_RICH.again(8), 60, Step.CONFIRMATION, End.REFUSED),
)


def fill(*, on: date, say: Callable[[str], None] = lambda _: None) -> list[Post]:
    """Return the posts of the demonstration, a login a role and county; the first time the register is filled.

    Raises NoDemonstration."""
    if os.environ.get("DOUDI_MODE") != MODE:
        raise NoDemonstration
    with acting(Actor.system("demonstration"), on=on):
        load_places(known=lawbook.packs().places.by_code.values(), on=on)
        publish_examples(on=on)
        connect_stand_in(on=on)
        posts = {county: open_demonstration(county=county, password=PASSWORD, on=OPENED_ON) for county in COUNTIES}
        is_empty = not Case.objects.exists()
    if is_empty:
        say("正在填入虚构的示例办件……")
        with transaction.atomic():  # whole or not at all: a register half filled would never be filled again
            _tell_stories({county: _staff(held) for county, held in posts.items()}, on)
    return [post for held in posts.values() for post in held]


def _tell_stories(staff: dict[str, Staff], on: date) -> None:
    granted: dict[str, Month] = {}
    for scene in SCENES:
        county = county_of(scene.family.place)
        began = on - timedelta(days=scene.days_ago)
        if scene.until is None:
            Story.files(scene.family, staff[county], on=began)
            continue
        story = Story.begins(scene.family, staff[county], on=began).walks_to(scene.until)
        if scene.end is End.GRANTED:
            granted[county] = Month.of(story.is_granted().first_month)
        if scene.end is End.REFUSED:
            story.is_refused()
    for county, first in granted.items():
        payday.pay_since(first, staff[county], county, on=on)


def _staff(posts: list[Post]) -> Staff:
    return {Role(post.role): post for post in posts}
