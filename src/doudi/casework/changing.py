"""Changing or ending what was granted: a decision of its own, with reasons, on an opinion of somebody else."""

from __future__ import annotations

from datetime import date

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework import state
from doudi.casework.deciding import SamePerson, month_by, require_valid
from doudi.casework.models import Case, Decision, Opinion, Reason
from doudi.casework.opinions import NotBorne
from doudi.casework.procedure.terms import Change
from doudi.casework.reasons import Ground
from doudi.casework.steps import AtLevel, Kind, Recommends
from doudi.determination.models import Result
from doudi.kernel.divisions import Level, level
from doudi.kernel.errors import NotKnown, NotNow, Refused


class NotGranted(NotNow):
    """Nothing was granted in this case, or it was stopped."""

    code = "casework.not_granted"
    sentence = "办件 {number} 没有正在享受的待遇，不能调整或者终止。"


class NoRuleToChange(NotKnown):
    """The procedure has no text on such a change."""

    code = "casework.no_rule_to_change"
    sentence = "《{procedure}》没有读到“{kind}”的规定，请先补录程序。"


class ReasonNeeded(Refused):
    """What takes something away says why."""

    code = "casework.reason_needed"
    sentence = "“{kind}”须写明理由。"


class OtherThanProposed(Refused):
    """The opinion proposes something else, or was decided already."""

    code = "casework.other_than_proposed"
    sentence = "这份意见是“{recommends}”，或者已经据以作出决定。"


def require_granted(case: Case) -> Decision:
    """Return the last decision that gives something. Raises NotGranted."""
    last = case.decisions.order_by("pk").last()
    if last is None or last.kind in (Kind.REFUSE, Kind.STOP):
        raise NotGranted(number=case.number)
    return last


def rule_for(case: Case, kind: Kind) -> Change:
    """Return the text on a kind of change. Raises NoRuleToChange."""
    rule = state.rule_of(case)
    change = rule.changes.get(kind.value)
    if change is None:
        raise NoRuleToChange(procedure=rule.label, kind=kind.label)
    return change


def decide(
    opinion: Opinion, kind: Kind, reasons: list[Ground], *, by: Officer, on: date, first_month: date | None
) -> Decision:
    """Decide a change as proposed.

    Raises MayNot, NotGranted, NoRuleToChange, OtherThanProposed, SamePerson, NotBorne, FamilyChanged,
    DeterminationChanged, ReasonNeeded, FirstMonthUnknown, FirstMonthFixed, AlreadyHandled.
    """
    case = opinion.case
    post = permissions.require(by, Act.CONFIRM, at=case.place, on=on)
    require_granted(case)
    change = rule_for(case, kind)
    _require_proposed(opinion, kind, by)
    if kind is Kind.ADJUST:
        require_valid(opinion.determination, on=on)
    if not reasons:
        raise ReasonNeeded(kind=kind.label)
    month = month_by(state.rule_of(case), change, on=on, given=first_month)
    state.claim(case)
    decision = Decision.objects.create(
        case=case, determination=opinion.determination, kind=kind, first_month=month, opinion=opinion,
        amount_fen=opinion.determination.amount_fen if kind is Kind.ADJUST else None, proposed_by_id=opinion.by_id,
        by=by, at_level=_level(post.office.place), made_on=on,
    )  # fmt: skip
    Reason.objects.bulk_create(
        Reason(decision=decision, position=position, text=ground.text, cites=list(ground.cites))
        for position, ground in enumerate(reasons, start=1)
    )
    state.note(case, kind.value, from_step=case.step, by=by, on=on, cites=change.cites)
    record(f"casework.{kind.value}_decided", on=on, subject=decision, place=case.place)
    return decision


def _require_proposed(opinion: Opinion, kind: Kind, by: Officer) -> None:
    proposed = Recommends(opinion.recommends)
    if proposed.value != kind.value or opinion.decisions.exists():
        raise OtherThanProposed(recommends=proposed.label)
    if opinion.by_id == by.pk:
        raise SamePerson
    status = Result(opinion.determination.status)
    if (kind is Kind.ADJUST and opinion.determination.amount_fen is None) or (
        kind is Kind.STOP and status is Result.UNDETERMINED
    ):
        raise NotBorne(status=status.label, recommends=proposed.label)


def _level(place: str) -> AtLevel:
    return AtLevel.TOWNSHIP if level(place) >= Level.TOWNSHIP else AtLevel.COUNTY
