"""The decision, its letter, and what may come after it."""

from __future__ import annotations

from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.casework.models import Decision, Letter
from doudi.casework.reasons import grounds_of
from doudi.casework.services.deliver_letter import deliver_letter
from doudi.casework.services.issue_letter import issue_letter
from doudi.casework.services.record_reconsideration import record_reconsideration
from doudi.casework.steps import Deed as Ends
from doudi.casework.steps import Recommends, Step
from doudi.desk.case.opened import Opened
from doudi.desk.doing.deeds import Deed, Given, day, needed
from doudi.desk.doing.standing import may_end
from doudi.faces.fields import Field
from doudi.flows.decide import grant, refuse_and_tell
from doudi.kernel.money import show_yuan

FIRST_MONTH, BODY = "first_month", "body"


def _recommends(found: Opened, what: Recommends) -> bool:
    opinion = found.last_opinion
    return opinion is not None and opinion.recommends == what


def _confirm_told(found: Opened) -> list[str]:
    opinion = found.last_opinion
    if opinion is None:
        return []
    amount = opinion.determination.amount_fen
    money = f"月救助金额 {show_yuan(amount)}。" if amount is not None else ""
    return [f"{opinion.by} {Recommends(opinion.recommends).label}：{opinion.text}", money, "提出意见的人不能自己确认。"]


def _confirming(found: Opened, given: Given) -> list[Field]:
    change = found.rule.first_month
    if change is not None and change.months_after is not None:
        return []
    hint = "规定里没有写从哪个月起，填该月任何一天"
    return [Field(name=FIRST_MONTH, label="从哪个月起发放", kind="date", hint=hint, value=given.get(FIRST_MONTH, ""))]


def _confirm(found: Opened, given: Given, by: Officer) -> str:
    first = day(given, FIRST_MONTH, "从哪个月起发放")
    entitlement, letter = grant(case=found.case, by=by, on=found.on, first_month=first)
    return f"已确认同意，每月 {show_yuan(entitlement.amount_fen)}，文书 {letter.number} 已制发。"


def _refuse_told(found: Opened) -> list[str]:
    opinion = found.last_opinion
    if opinion is None:
        return []
    grounds = [f"理由：{ground.text}" for ground in grounds_of(opinion.determination)]
    return [f"{opinion.by} {Recommends(opinion.recommends).label}：{opinion.text}", *grounds, "理由会写进决定书。"]


def _refuse(found: Opened, given: Given, by: Officer) -> str:
    del given
    _, letter = refuse_and_tell(case=found.case, by=by, on=found.on)
    return f"已作出不予确认决定，文书 {letter.number} 已制发。"


def last_decision(found: Opened) -> Decision | None:
    """Return the newest decision."""
    return next(reversed(found.case.decisions.all()), None)


def last_letter(found: Opened) -> Letter | None:
    """Return the letter of the newest decision."""
    decision = last_decision(found)
    return getattr(decision, "letter", None) if decision else None


def _letter(found: Opened, given: Given, by: Officer) -> str:
    del given
    decision = last_decision(found)
    if decision is None:
        return "还没有决定。"
    decision.case = found.case
    letter = issue_letter(decision=decision, by=by, on=found.on)
    return f"文书 {letter.number} 已制发。"


def _delivered(found: Opened, given: Given, by: Officer) -> str:
    del given
    letter = last_letter(found)
    if letter is not None:
        deliver_letter(letter=letter, by=by, on=found.on)
    return "送达已登记，救济期限从今天起算。"


def _appealing(found: Opened, given: Given) -> list[Field]:
    letter = last_letter(found)
    usual = next((each.body for each in letter.remedies.all() if each.kind == "reconsideration"), "") if letter else ""
    return [Field(name=BODY, label="复议机关", value=given.get(BODY, usual))]


def _appeal(found: Opened, given: Given, by: Officer) -> str:
    decision = last_decision(found)
    if decision is not None:
        record_reconsideration(decision=decision, body=needed(given, BODY, "复议机关"), by=by, on=found.on)
    return "行政复议已登记。"


def _may_appeal(found: Opened) -> bool:
    letter = last_letter(found)
    return letter is not None and letter.delivered_on is not None and found.allows(Act.ISSUE)


def _may_deliver(found: Opened) -> bool:
    letter = last_letter(found)
    return letter is not None and letter.delivered_on is None and found.allows(Act.ISSUE)


DEEDS = (
    Deed(name="refuse", label="不予确认", kind="danger", perform=_refuse, told=_refuse_told,
         offers=lambda found: may_end(found, Ends.REFUSE) and _recommends(found, Recommends.REFUSE)),
    Deed(name="confirm", label="确认同意", is_main=True, perform=_confirm, told=_confirm_told, fields=_confirming,
         offers=lambda found: may_end(found, Ends.CONFIRM) and _recommends(found, Recommends.GRANT)),
    Deed(name="letter", label="制发文书", is_main=True, perform=_letter,
         offers=lambda found: found.step == Step.LETTER and found.allows(Act.ISSUE)),
    Deed(name="delivered", label="登记送达", perform=_delivered, offers=_may_deliver),
    Deed(name="appeal", label="登记行政复议", perform=_appeal, fields=_appealing, offers=_may_appeal),
)  # fmt: skip
