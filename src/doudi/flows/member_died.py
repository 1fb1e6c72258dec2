"""A member of the family died: the registry notes it, and what rests on the family as it was is determined again."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.casework import state
from doudi.casework.models import Case
from doudi.casework.services.send_back import send_back
from doudi.casework.steps import AFTER_OPINION, Kind
from doudi.determination.models import Determination, Purpose
from doudi.flows.evaluate import evaluate, living
from doudi.intake.models import FamilyMember
from doudi.kernel.errors import NotNow, Refused
from doudi.kernel.months import Month
from doudi.registry.services.correct_person import record_death
from doudi.verification.models import ConsentEnd
from doudi.verification.services.end_consents import end_consents


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
    """Record the death of a member 死亡登记, and determine those who are left where that counts for something.

    The family's consents end: those who are left sign anew.

    Where something is paid, from the next month. Where an opinion waits for its decision, as of now: the case goes back
    for a new opinion. Before an opinion, whoever determines later finds the family without them. Where nobody is left
    there is nothing to determine: what was given is stopped, what was proposed can no longer be granted.
    Raises NotOfTheFamily, KnownDead, AlreadyHandled, and what `record_death`, `send_back` and `evaluate` raise.
    """
    person = member.person
    if member.application_id != case.application_id or person is None:
        raise NotOfTheFamily(number=case.number)
    if member.pk not in {each.pk for each in living(case.application, on)}:
        raise KnownDead(name=member.name)
    state.claim(case)
    record_death(person=person, died_on=died_on, source=source, on=on, by=by)
    end_consents(application=case.application, why=ConsentEnd.FAMILY_CHANGED, on=on)
    is_sent_back, gives = _send_back(case, by, on), _gives(case)
    if not (is_sent_back or gives) or not living(case.application, on):
        return []
    as_of = min(on, (Month.of(died_on) + 1).first_day) if gives else on
    return evaluate(application=case.application, purpose=Purpose.OPINION, by=by, on=on, as_of=as_of)


def _gives(case: Case) -> bool:
    last = case.decisions.order_by("pk").last()
    return last is not None and last.kind not in (Kind.REFUSE, Kind.STOP)


def _send_back(case: Case, by: Officer, on: date) -> bool:
    """Send back every case of the application that has an opinion and no decision; tell whether there was one."""
    waiting = Case.objects.filter(
        application=case.application_id, application__withdrawn_on=None, step__in=AFTER_OPINION
    ).order_by("pk")
    for each in waiting:
        send_back(case=each, by=by, on=on)
    return bool(waiting)
