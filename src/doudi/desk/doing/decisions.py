"""The decision: given or refused, on the opinion of somebody else."""

from __future__ import annotations

from doudi.accounts.models import Officer
from doudi.casework.models import Notice
from doudi.casework.queries import notices_of
from doudi.casework.reasons import grounds_of
from doudi.casework.services.hand_back import hand_back, steps_back
from doudi.casework.steps import Deed as Ends
from doudi.casework.steps import Recommends, Step
from doudi.desk.case.figures import computed
from doudi.desk.case.opened import Opened
from doudi.desk.doing.deeds import Deed, Given, chosen, day, needed
from doudi.desk.doing.standing import may_end, stage_now
from doudi.faces.fields import Field, Option, in_chinese
from doudi.flows.decide import grant, refuse_and_tell
from doudi.kernel.money import show_yuan

FIRST_MONTH, TO, REASON, HAND_BACK = "first_month", "to", "reason", "hand-back"


def _recommends(found: Opened, what: Recommends) -> bool:
    opinion = found.last_opinion
    return opinion is not None and opinion.recommends == what


def _confirm_told(found: Opened) -> list[str]:
    opinion = found.last_opinion
    if opinion is None:
        return []
    proposed = f"{opinion.by} {Recommends(opinion.recommends).label}：{opinion.text}"
    return [proposed, *computed(opinion.determination), _noticed(found), "提出意见的人不能自己确认。"]


def _noticed(found: Opened) -> str:
    """Say what the notices came to."""
    return "".join(map(_outcome, notices_of(found.case))) or "没有公示。"


def _outcome(notice: Notice) -> str:
    raised = list(notice.objections.all())
    days = f"{in_chinese(notice.posted_on)}至{in_chinese(notice.ends_on)}公示："
    told = "；".join(f"“{each.text}”，处理结果：{each.settlement or '还没有处理'}" for each in raised)
    return f"{days}{len(raised)} 件异议：{told}。" if raised else f"{days}没有人提出异议。"


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
    proposed = f"{opinion.by} {Recommends(opinion.recommends).label}：{opinion.text}"
    grounds = [f"理由：{ground.text}" for ground in grounds_of(opinion.determination)]
    return [proposed, *computed(opinion.determination), *grounds, "理由会写进决定书。"]


def _refuse(found: Opened, given: Given, by: Officer) -> str:
    del given
    _, letter = refuse_and_tell(case=found.case, by=by, on=found.on)
    return f"已作出不予确认决定，文书 {letter.number} 已制发。"


# ---------------------------------------------------------------- not convinced


DONE_THERE = {
    Step.SURVEY: "要补充核对、入户，登记新查到的情况", Step.OPINION: "情况已经查清，只重新提出意见",
    Step.REVIEW: "情况已经查清，只重新审核",
}  # fmt: skip
"""What can be done at a step that a case is handed back to."""


def _hand_back_told(found: Opened) -> list[str]:
    told = _refuse_told(found) if _recommends(found, Recommends.REFUSE) else _confirm_told(found)
    after = "退回以后重新提出的意见重新公示；全程时限照常计算，不因退回而停，剩下的日子不够的，依规定先延长。"
    return [*told[:-1], after]


def _handing_back(found: Opened, given: Given) -> list[Field]:
    options = tuple(
        Option(step.value, f"{step.label}：{DONE_THERE[step]}", step == given.get(TO)) for step in _steps_back(found)
    )
    return [
        Field(name=TO, is_needed=True, label="退回到", shape="choices", options=options),
        Field(name=REASON, is_needed=True, label="退回理由", shape="textarea", value=given.get(REASON, ""),
              hint="写明哪里不清楚、要再查什么；提出意见的人在办件页上看得到"),
    ]  # fmt: skip


def _steps_back(found: Opened) -> tuple[Step, ...]:
    stage = stage_now(found)
    return steps_back(found.rule, stage.step) if stage else ()


def _hand_back(found: Opened, given: Given, by: Officer) -> str:
    to = chosen(given, TO, "退回到", Step)
    hand_back(case=found.case, to=to, reason=needed(given, REASON, "退回理由"), by=by, on=found.on)
    return f"已退回，现在是“{to.label}”。"


DEEDS = (
    Deed(name=HAND_BACK, label="退回重办", perform=_hand_back, told=_hand_back_told, fields=_handing_back,
         offers=lambda found: may_end(found, Ends.HAND_BACK)),
    Deed(name="refuse", label="不予确认", kind="danger", perform=_refuse, told=_refuse_told, beside=HAND_BACK,
         offers=lambda found: may_end(found, Ends.REFUSE) and _recommends(found, Recommends.REFUSE)),
    Deed(name="confirm", label="确认同意", is_main=True, perform=_confirm, told=_confirm_told, fields=_confirming,
         beside=HAND_BACK,
         offers=lambda found: may_end(found, Ends.CONFIRM) and _recommends(found, Recommends.GRANT)),
)  # fmt: skip
