"""What grant and refusal have in common: the opinion they rest on, another person, the month, the end of the clocks."""

from __future__ import annotations

from datetime import date

from doudi.accounts.models import Officer
from doudi.casework import clocks, state
from doudi.casework.advance import require_ended, show
from doudi.casework.models import Case, Opinion
from doudi.casework.opinions import BORNE_BY, require_living
from doudi.casework.procedure.terms import Change, Procedure
from doudi.casework.steps import Deed, Recommends, Step, TermKind
from doudi.determination.models import Determination, Purpose, Result
from doudi.kernel.errors import NotAllowed, NotKnown, NotNow, Refused
from doudi.kernel.months import Month

BINDING = (Purpose.OPINION, Purpose.DECISION)


class NotEligible(Refused):
    """The opinion does not recommend a grant, or its determination does not bear it."""

    code = "casework.not_eligible"
    sentence = "初审意见或者测算结果不是“符合条件”，不能确认同意。"


class NotIneligible(Refused):
    """Only what is definitely not met can be refused."""

    code = "casework.not_ineligible"
    sentence = "初审意见或者测算结果不是“不符合条件”，不能不予确认。"


class DeterminationChanged(NotNow):
    """Something was determined again since the opinion, and it came out differently."""

    code = "casework.determination_changed"
    sentence = "提出意见以后重新测算过，结果或者金额已经不同，须重新提出意见。"


class SamePerson(NotAllowed):
    """Whoever proposes does not decide."""

    code = "casework.same_person"
    sentence = "提出意见的人不能自己作决定，须由另一人办理。"


class FirstMonthUnknown(NotKnown):
    """No text says from which month the decision bites; whoever decides has to say."""

    code = "casework.first_month_unknown"
    sentence = "《{procedure}》没有规定从哪个月起，请填写起始月。"


class FirstMonthFixed(Refused):
    """The text says from which month; nobody chooses another."""

    code = "casework.first_month_fixed"
    sentence = "起始月由规定确定为 {month}，不能自己填写。"


def require_opinion(case: Case, recommends: Recommends, *, by: Officer, on: date) -> Opinion:
    """Return the last opinion, when it bears a decision of this officer on this day.

    Raises NotEligible, NotIneligible, FamilyChanged, DeterminationChanged, SamePerson, NoticeStillOpen.
    """
    opinion = case.opinions.select_related("determination").latest("pk")
    if opinion.recommends != recommends or opinion.determination.status != BORNE_BY[recommends]:
        raise (NotEligible if recommends == Recommends.GRANT else NotIneligible)
    if opinion.by_id == by.pk or case.opinions.filter(by=by).exists():
        raise SamePerson
    require_valid(opinion.determination, on=on)
    for notice in case.notices.order_by("pk"):
        require_ended(notice, on=on)
    return opinion


def require_valid(determination: Determination, *, on: date) -> None:
    """Refuse a determination that an opinion rests on and that no longer holds. Raises FamilyChanged and so on."""
    require_living(determination, on=on)
    last = (
        Determination.objects.filter(
            application=determination.application_id, programme=determination.programme,
            member=determination.member_id, purpose__in=BINDING,
        )
        .order_by("pk")
        .last()
    )  # fmt: skip
    same = (determination.status, determination.amount_fen)
    if last is not None and last.pk > determination.pk and (last.status, last.amount_fen) != same:
        raise DeterminationChanged
    if determination.status == Result.UNDETERMINED:
        raise DeterminationChanged


def first_month(rule: Procedure, *, on: date, given: date | None) -> date:
    """Return the first month of a grant made on a day. Raises FirstMonthUnknown, FirstMonthFixed."""
    return month_by(rule, rule.first_month, on=on, given=given)


def month_by(rule: Procedure, change: Change | None, *, on: date, given: date | None) -> date:
    """Return the month a text names, else the one that whoever decides gives. Raises as `first_month` does."""
    if change is None or change.months_after is None:
        if given is None:
            raise FirstMonthUnknown(procedure=rule.label)
        return Month.of(given).first_day
    month = (Month.of(on) + change.months_after).first_day
    if given is not None and Month.of(given).first_day != month:
        raise FirstMonthFixed(month=Month.of(month))
    return month


def decided(case: Case, standing: state.Standing, deed: Deed, *, by: Officer, on: date) -> None:
    """Write that a case was decided: its clocks end, and that of telling the person starts."""
    before = case.step
    clocks.end(case, TermKind.STAGE, on=on)
    clocks.end(case, TermKind.WHOLE, on=on)
    case.step = Step.LETTER
    if deed is Deed.REFUSE and standing.rule.tell_refusal is not None:
        clocks.start(case, TermKind.TELLING, standing.rule.tell_refusal, since=on, step=Step.LETTER)
    show(case, decided_on=on)
    state.note(case, deed, from_step=before, by=by, on=on, cites=standing.stage.cites)
