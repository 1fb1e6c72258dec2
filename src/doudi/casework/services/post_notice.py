"""Put a notice on the board of the village."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.audit.services.record import record
from doudi.casework import clocks, state
from doudi.casework.advance import POSTING_OF, enter, show
from doudi.casework.models import Case, Notice
from doudi.casework.procedure.book import procedures
from doudi.casework.procedure.terms import Limit
from doudi.casework.steps import Deed
from doudi.intake.models import Document
from doudi.kernel.errors import NotKnown, Refused


class NoticeDaysUnknown(NotKnown):
    """No text says how long the notice hangs; whoever posts it has to say."""

    code = "casework.notice_days_unknown"
    sentence = "《{procedure}》没有规定公示多少日，请填写公示的最后一天。"


class NoticeDaysFixed(Refused):
    """The text says how long the notice hangs; nobody chooses another day."""

    code = "casework.notice_days_fixed"
    sentence = "公示期是规定的{days}日，最后一天不能自己填写。"


class NoticeTooShort(Refused):
    """The last day does not come after the day of posting."""

    code = "casework.notice_too_short"
    sentence = "公示的最后一天 {ends} 应晚于张贴日期 {day}。"


@transaction.atomic
def post_notice(
    *, case: Case, by: Officer, on: date, ends_on: date | None = None, board_photo: Document | None = None
) -> Notice:
    """Post the opinion in the village 公示. `ends_on` only where the procedure has no number of days.

    Raises what `state.require` raises, NoticeDaysUnknown, NoticeDaysFixed, NoticeTooShort.
    """
    standing = state.require(case, Deed.POST_NOTICE, by=by, on=on)
    step = next(notice for notice, posting in POSTING_OF.items() if posting == case.step)
    stage = standing.rule.stage(step)
    last = _last_day(standing.rule.label, stage.limit, on, ends_on)
    notice = Notice.objects.create(
        case=case, at_level=stage.level, place=case.place, posted_on=on, ends_on=last, posted_by=by,
        board_photo=board_photo,
    )  # fmt: skip
    before = case.step
    enter(case, standing.rule, step, on=on)
    clocks.start_notice(case, notice, stage.limit.cites if stage.limit else stage.cites, step=step)
    show(case)
    state.note(case, Deed.POST_NOTICE, from_step=before, by=by, on=on, cites=stage.cites)
    record("casework.notice_posted", on=on, subject=notice, place=case.place)
    return notice


def _last_day(label: str, limit: Limit | None, on: date, given: date | None) -> date:
    if limit is None:
        if given is None:
            raise NoticeDaysUnknown(procedure=label)
        if given <= on:
            raise NoticeTooShort(ends=given, day=on)
        return given
    if given is not None:
        raise NoticeDaysFixed(days=limit.days)
    counting, _ = procedures().counting_of(limit, on)
    return clocks.calendar().due(on, limit.days, counting).day
