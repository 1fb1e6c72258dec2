"""The letter of a decision, how it reached the person, and what became of a reconsideration."""

from __future__ import annotations

from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.casework.models import Decision, Letter, Reconsideration
from doudi.casework.services.deliver_letter import deliver_letter
from doudi.casework.services.record_reconsideration import record_outcome, record_reconsideration
from doudi.casework.steps import Delivery, RemedyKind, ReviewOutcome, Step
from doudi.desk.case.opened import Opened
from doudi.desk.doing.deeds import AnswerNeeded, Deed, Given, chosen, day, needed, there
from doudi.faces.fields import Field, Option, in_chinese
from doudi.flows.closing import tell

HOW, DELIVERED_ON, BODY, FILED_ON, OUTCOME, OUTCOME_ON = (
    "how", "delivered_on", "body", "filed_on", "outcome", "outcome_on"
)  # fmt: skip


def last_decision(found: Opened) -> Decision | None:
    """Return the newest decision."""
    return found.decisions[-1] if found.decisions else None


def undelivered(found: Opened) -> Letter | None:
    """Return the oldest letter that has, as far as recorded, not reached the person."""
    return next((each for each in reversed(found.letters) if each.delivered_on is None), None)


def contestable(found: Opened) -> Decision | None:
    """Return the newest decision whose letter reached the person and which nobody is reconsidering."""
    told = [each.decision for each in found.letters if each.delivered_on is not None]
    return next((each for each in told if all(filed.outcome for filed in each.reconsiderations.all())), None)


def pending(found: Opened) -> Reconsideration | None:
    """Return the reconsideration that has no outcome yet."""
    filed = (each for decision in found.decisions for each in decision.reconsiderations.all())
    return next((each for each in filed if not each.outcome), None)


def _issue(found: Opened, given: Given, by: Officer) -> str:
    del given
    decision = there(last_decision(found), "决定")
    decision.case = found.case
    letter = tell(decision=decision, by=by, on=found.on)
    return f"文书 {letter.number} 已制发。"


def _delivering(found: Opened, given: Given) -> list[Field]:
    options = tuple(Option(value, label, value == given.get(HOW)) for value, label in Delivery.choices)
    return [
        Field(name=HOW, is_needed=True, label="怎样送达的", shape="choices", options=options),
        Field(name=DELIVERED_ON, label="送达日期", kind="date", value=given.get(DELIVERED_ON, found.on.isoformat())),
    ]


def _delivering_told(found: Opened) -> list[str]:
    letter = undelivered(found)
    if letter is None:
        return []
    return [f"文书 {letter.number}，{in_chinese(letter.issued_on)}制发。", "救济期限从送达那天起算。"]


def _deliver(found: Opened, given: Given, by: Officer) -> str:
    how = chosen(given, HOW, "怎样送达的", Delivery)
    delivered_on = day(given, DELIVERED_ON, "送达日期")
    letter = there(undelivered(found), "等待送达的文书")
    deliver_letter(letter=letter, how=how, delivered_on=delivered_on, by=by, on=found.on)
    return "送达已登记，救济期限从送达那天起算。"


def _appealing(found: Opened, given: Given) -> list[Field]:
    letter = getattr(contestable(found), "letter", None)
    remedies = letter.remedies.all() if letter else []
    usual = next((each.body for each in remedies if each.kind == RemedyKind.RECONSIDERATION), "")
    return [
        Field(name=BODY, is_needed=True, label="复议机关", value=given.get(BODY, usual)),
        Field(name=FILED_ON, label="申请复议的日期", kind="date", value=given.get(FILED_ON, found.on.isoformat())),
    ]


def _appeal(found: Opened, given: Given, by: Officer) -> str:
    body, filed_on = needed(given, BODY, "复议机关"), day(given, FILED_ON, "申请复议的日期")
    decision = there(None if pending(found) else contestable(found), "已经送达而没有在复议的决定")
    record_reconsideration(decision=decision, body=body, filed_on=filed_on, by=by, on=found.on)
    return "行政复议已登记。"


def _ending(found: Opened, given: Given) -> list[Field]:
    options = tuple(Option(value, label, value == given.get(OUTCOME)) for value, label in ReviewOutcome.choices)
    return [
        Field(name=OUTCOME, is_needed=True, label="复议结果", shape="choices", options=options),
        Field(name=OUTCOME_ON, is_needed=True, label="结果日期", kind="date",
              value=given.get(OUTCOME_ON, found.on.isoformat())),
    ]  # fmt: skip


def _ending_told(found: Opened) -> list[str]:
    filed = pending(found)
    return [f"{in_chinese(filed.filed_on)}向{filed.body}申请行政复议。"] if filed else []


def _end(found: Opened, given: Given, by: Officer) -> str:
    outcome = chosen(given, OUTCOME, "复议结果", ReviewOutcome)
    outcome_on = day(given, OUTCOME_ON, "结果日期")
    if outcome_on is None:
        raise AnswerNeeded(field=OUTCOME_ON, label="结果日期", reason="没有填写")
    filed = there(pending(found), "没有结果的行政复议")
    record_outcome(reconsideration=filed, outcome=outcome, outcome_on=outcome_on, by=by, on=found.on)
    return f"复议结果已登记：{outcome.label}。"


def _issues(found: Opened) -> bool:
    return found.allows(Act.ISSUE)


DEEDS = (
    Deed(name="letter", label="制发文书", is_main=True, perform=_issue,
         offers=lambda found: found.step == Step.LETTER and _issues(found)),
    Deed(name="delivered", label="登记送达", perform=_deliver, fields=_delivering, told=_delivering_told,
         offers=lambda found: _issues(found) and undelivered(found) is not None),
    Deed(name="appeal", label="登记行政复议", perform=_appeal, fields=_appealing,
         offers=lambda found: _issues(found) and pending(found) is None and contestable(found) is not None),
    Deed(name="outcome", label="登记复议结果", perform=_end, fields=_ending, told=_ending_told,
         offers=lambda found: _issues(found) and pending(found) is not None),
)  # fmt: skip
