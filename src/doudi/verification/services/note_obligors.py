"""Note which legal supporters a member has, where the family did not say, or not all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Max

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.intake.household import AGES
from doudi.intake.models import FamilyMember, Supporter
from doudi.intake.state import locked
from doudi.kernel.errors import NotNow, Refused
from doudi.policy.entities import obligor
from doudi.policy.household import HouseholdReader
from doudi.policy.household import Supporter as Read
from doudi.standards import lawbook
from doudi.verification.models import AdoptedFact, Ground, HomeVisit, KnownFrom, ObligorsNoted
from doudi.verification.queries import adopted_facts, obligors_noted
from doudi.verification.recounting import recount
from doudi.verification.services.adopt import database_time
from doudi.verification.services.request_check import require_reviewable

LONGEST_REASON = 400


class ObligorsWrong(Refused):
    """Something about it is wrong: which field, and why."""

    code = "verification.obligors_wrong"
    sentence = "法定义务人的“{field}”有误：{reason}。"


class ObligorsChanged(NotNow):
    """Somebody noted it since the officer opened the page."""

    code = "verification.obligors_changed"
    sentence = "这名家庭成员的法定义务人刚刚有人登记过，请刷新后再看。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligors:
    """All legal supporters of a member, each as a household file has them; an empty list says that there are none.

    `replaces` is the key of what was noted before, as the officer saw it; None where nothing was.
    """

    all: Sequence[Mapping[str, Any]]
    known_from: str
    reason: str
    replaces: int | None = None


@transaction.atomic
def note_obligors(*, member: FamilyMember, obligors: Obligors, by: Officer, on: date) -> ObligorsNoted:
    """Note all legal supporters 法定义务人 of a member (minfa-2021-43#8), or that there are none; it replaces the last.

    Whom the family named is replaced too: the survey finds out how supporters stand (minfa-2021-43#13). Raises
    NoSuchApplication, MayNot, NotAcceptedYet, AlreadyWithdrawn, ObligorsWrong, ObligorsChanged, HouseholdRefused.
    """
    application = locked(member.application)
    permissions.require(by, Act.INVESTIGATE, at=application.place, on=on)
    require_reviewable(application, "登记法定义务人")
    person = application.members.get(pk=member.pk)
    _require_sound(person, obligors)
    read = read_obligors(person, obligors.all, on)
    before = obligors_noted(application).get(person.pk)
    if (before.pk if before else None) != obligors.replaces:
        raise ObligorsChanged
    first = _next_position(person)
    supporters = _supporters(person, first, obligors.all, read)
    noted = ObligorsNoted.objects.create(
        member=person, first=first, number=len(read), known_from=obligors.known_from,
        reason=obligors.reason.strip(), noted_by=by, noted_on=on,
    )  # fmt: skip
    _settle(noted, zip(supporters, read, strict=True), database_time())
    recount(application, on=on)
    persons = [person.person_id] if person.person_id else []
    record("verification.obligors_noted", on=on, subject=noted, place=application.place, persons=persons)
    return noted


def _require_sound(person: FamilyMember, obligors: Obligors) -> None:
    if obligors.known_from not in KnownFrom.values:
        raise ObligorsWrong(field="怎样知道的", reason="应是入户调查或者佐证材料")
    reason = obligors.reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise ObligorsWrong(field="说明", reason=f"须写明怎样知道的，最多 {LONGEST_REASON} 字")
    visits = HomeVisit.objects.filter(application=person.application_id)
    if obligors.known_from == KnownFrom.VISIT and not visits.exists():
        raise ObligorsWrong(field="怎样知道的", reason="还没有登记入户调查")


@lru_cache(maxsize=1)
def _reader() -> HouseholdReader:
    return HouseholdReader.of(lawbook.packs().facts)


def read_obligors(person: FamilyMember, given: Sequence[Mapping[str, Any]], on: date) -> list[Read]:
    """Read them as a household file has them, and keep nothing. Raises HouseholdRefused with every problem."""
    file = {"members": [{"id": person.key, "name": person.name, "obligors": [dict(each) for each in given]}]}
    return _reader().read(file, on).members[0].obligors or []


def _next_position(person: FamilyMember) -> int:
    last = Supporter.objects.filter(member=person).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _supporters(
    person: FamilyMember, first: int, given: Sequence[Mapping[str, Any]], read: Sequence[Read]
) -> list[Supporter]:
    return Supporter.objects.bulk_create(
        Supporter(member=person, position=position, name=each.name, born_on=_day(entry.get("born_on")), declared=False)
        for position, (entry, each) in enumerate(zip(given, read, strict=True), first)
    )


def _day(given: Any) -> date | None:
    return date.fromisoformat(given) if isinstance(given, str) else None


def _settle(noted: ObligorsNoted, supporters: Iterable[tuple[Supporter, Read]], since: datetime) -> None:
    """Write what is known of them, from a visit or on evidence; what was known of those before counts no longer."""
    application, is_seen = noted.member.application, noted.known_from == KnownFrom.VISIT
    for fact in adopted_facts(application).filter(member=noted.member, supporter__isnull=False):
        fact.known = (fact.known.lower, since)
        fact.save(update_fields=["known"])
    AdoptedFact.objects.bulk_create(
        AdoptedFact(
            application=application, member=noted.member, supporter=supporter, fact=name, adopted=value,
            ground=Ground.VISIT if is_seen else Ground.EVIDENCE, seen=value if is_seen else None, reason=noted.reason,
            settled_by=noted.noted_by, settled_on=noted.noted_on, known=(since, None),
        )
        for supporter, each in supporters
        for name, value in each.facts.items()
        if supporter.born_on is None or name != AGES[obligor.name]
    )  # fmt: skip
