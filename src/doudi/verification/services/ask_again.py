"""Have the sources that spoke of one difference asked once more about whom it is of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.audit.services.record import record
from doudi.intake.models import FamilyMember
from doudi.kernel.errors import NotNow
from doudi.verification.connections import connections
from doudi.verification.facts import label_of
from doudi.verification.models import UNDER_WAY, CheckRequest, SourceAnswer, SourceQuery
from doudi.verification.queries import consents_of, unreachable_of
from doudi.verification.services.ask_sources import enqueue
from doudi.verification.services.record_answer import locked_check, require_authority
from doudi.verification.services.request_check import require_accepted
from doudi.verification.sources import sourcebook


class NobodyToAskAgain(NotNow):
    """No connected source answered about this with leave in force; or it is being asked already."""

    code = "verification.nobody_to_ask_again"
    sentence = "“{fact}”没有可以联网再查的来源。没有接通的，请向来源重新查询，再用“录入核对结果”录入新的答复。"


@transaction.atomic
def ask_again(
    *, request: CheckRequest, fact: str, member: FamilyMember | None, by: Officer, on: date
) -> list[SourceQuery]:
    """Ask the connected sources that answered about a fact once more 再查来源; of the household's, about everybody.

    What they said before stands until they answer. Raises NoSuchRequest, MayNot, NobodyToAskAgain, and what
    `require_accepted` raises.
    """
    found = locked_check(request)
    require_authority(by, found.application.place, on)
    require_accepted(found.application, "向来源查询")
    new = [
        SourceQuery.objects.create(request=found, member=each, source=source, asked_by=by, asked_on=on)
        for each, source in _answered(found, fact, member, on)
    ]
    if not new:
        raise NobodyToAskAgain(fact=label_of(fact))
    persons = {each.member.person_id for each in new if each.member.person_id is not None}
    details = {"fact": fact, "sources": sorted({each.source for each in new})}
    place = found.application.place
    record("verification.asked_again", on=on, subject=found, place=place, persons=persons, details=details)
    for source in sorted({each.source for each in new}):
        enqueue(found.pk, source)
    return new


def _answered(
    check: CheckRequest, fact: str, member: FamilyMember | None, on: date
) -> Iterator[tuple[FamilyMember, str]]:
    """List of whom which connected source that knows of the fact has answered, with leave to be asked again."""
    covering = {name for name, source in sourcebook().sources.items() if fact in source.covers} & set(connections())
    told = set(SourceAnswer.objects.filter(request=check, source__in=covering).values_list("member", "source"))
    busy = set(SourceQuery.objects.filter(request=check, progress__in=UNDER_WAY).values_list("member", "source"))
    away, consents = unreachable_of(check.application), list(consents_of(check.application, on))
    for each in check.application.members.order_by("position"):
        if not each.number or each.pk in away or (member is not None and each.pk != member.pk):
            continue
        given = {source for consent in consents if consent.member_id == each.pk for source in consent.sources}
        yield from ((each, name) for name in sorted(covering & given) if (each.pk, name) in told - busy)
