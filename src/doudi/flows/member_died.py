"""A member of the family died: the registry notes it, and where something is paid the rest is determined again."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.casework import state
from doudi.casework.models import Case
from doudi.casework.steps import Kind
from doudi.determination.models import Determination, Purpose
from doudi.flows.evaluate import evaluate, living
from doudi.intake.models import FamilyMember
from doudi.kernel.errors import NotNow, Refused
from doudi.kernel.months import Month
from doudi.registry.services.correct_person import record_death


class NotOfTheFamily(Refused):
    """Nobody of the family of this case, or nobody the registry knows."""

    code = "flows.not_of_the_family"
    sentence = "办件 {number} 的家庭里没有这个人，不能登记死亡。"


class KnownDead(NotNow):
    """The death was recorded before."""

    code = "flows.known_dead"
    sentence = "{name}的死亡已经登记过。"


@transaction.atomic
def member_died(
    *, case: Case, member: FamilyMember, died_on: date, source: str, by: Officer, on: date
) -> list[Determination]:
    """Record the death of a member 死亡登记; where something is paid, determine those who are left from the next month.

    Before an opinion nothing was determined that counts, and whoever determines later finds the family without them.
    Where nobody is left there is nothing to determine, and the last determination stands: what was given is stopped.
    Raises NotOfTheFamily, KnownDead, AlreadyHandled, and what `record_death` and `evaluate` raise.
    """
    person = member.person
    if member.application_id != case.application_id or person is None:
        raise NotOfTheFamily(number=case.number)
    if member.pk not in {each.pk for each in living(case.application, on)}:
        raise KnownDead(name=member.name)
    state.claim(case)
    record_death(person=person, died_on=died_on, source=source, on=on, by=by)
    last = case.decisions.order_by("pk").last()
    if last is None or last.kind in (Kind.REFUSE, Kind.STOP) or not living(case.application, on):
        return []
    as_of = min(on, (Month.of(died_on) + 1).first_day)
    return evaluate(application=case.application, purpose=Purpose.OPINION, by=by, on=on, as_of=as_of)
