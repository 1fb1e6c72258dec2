"""Record that a decision is being reconsidered, and how that ended."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework.models import Decision, Reconsideration
from doudi.casework.steps import ReviewOutcome
from doudi.kernel.errors import NotNow, Refused


class FiledBeforeDecided(Refused):
    """The day lies before the decision."""

    code = "casework.filed_before_decided"
    sentence = "申请复议的日期 {day} 早于决定日期 {made}。"


class FiledAhead(Refused):
    """The day has not come yet."""

    code = "casework.filed_ahead"
    sentence = "日期 {day} 还没有到。"


class EndedBeforeFiled(Refused):
    """The outcome lies before the filing."""

    code = "casework.ended_before_filed"
    sentence = "结果日期 {day} 早于申请复议的日期 {filed}。"


class ReconsiderationPending(NotNow):
    """A reconsideration of this decision is under way."""

    code = "casework.reconsideration_pending"
    sentence = "这项决定的复议还没有结果，不能再登记一次。"


class OutcomeKnown(NotNow):
    """The outcome was recorded before."""

    code = "casework.outcome_known"
    sentence = "复议结果已于 {day} 登记。"


@transaction.atomic
def record_reconsideration(
    *, decision: Decision, body: str, by: Officer, on: date, filed_on: date | None = None
) -> Reconsideration:
    """Record that a person asked for reconsideration 登记行政复议, today or on an earlier day.

    Whether it is in time is the body's to judge. Raises MayNot, FiledBeforeDecided, FiledAhead, ReconsiderationPending.
    """
    case, day = decision.case, filed_on or on
    permissions.require(by, Act.ISSUE, at=case.place, on=on)
    if day > on:
        raise FiledAhead(day=day)
    if day < decision.made_on:
        raise FiledBeforeDecided(day=day, made=decision.made_on)
    if decision.reconsiderations.filter(outcome="").exists():
        raise ReconsiderationPending
    filed = Reconsideration.objects.create(decision=decision, body=body, filed_on=day, recorded_by=by)
    record("casework.reconsideration_filed", on=on, subject=filed, place=case.place)
    return filed


@transaction.atomic
def record_outcome(
    *, reconsideration: Reconsideration, outcome: ReviewOutcome, by: Officer, on: date, outcome_on: date | None = None
) -> Reconsideration:
    """Record how a reconsideration ended 登记复议结果, today or on an earlier day.

    Raises MayNot, OutcomeKnown, FiledAhead, EndedBeforeFiled.
    """
    case, day = reconsideration.decision.case, outcome_on or on
    permissions.require(by, Act.ISSUE, at=case.place, on=on)
    if day > on:
        raise FiledAhead(day=day)
    found = Reconsideration.objects.select_for_update().get(pk=reconsideration.pk)
    if found.outcome:
        raise OutcomeKnown(day=found.outcome_on)
    if day < found.filed_on:
        raise EndedBeforeFiled(day=day, filed=found.filed_on)
    found.outcome, found.outcome_on = outcome, day
    found.save(update_fields=["outcome", "outcome_on"])
    record("casework.reconsideration_ended", on=on, subject=found, place=case.place)
    return found
