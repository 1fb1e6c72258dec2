"""What may come after a grant: adjust, suspend or stop it, proposed by one and decided by another; and a death."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.casework.models import Opinion
from doudi.casework.reasons import Ground, grounds_of
from doudi.casework.services.propose_change import propose_change
from doudi.casework.steps import Kind, Recommends
from doudi.desk.case.opened import Opened
from doudi.desk.doing.deeds import AnswerNeeded, Deed, Given, chosen_of, day, needed, there
from doudi.desk.doing.standing import is_open
from doudi.determination.models import Result
from doudi.faces.fields import Field, Group, Option, in_chinese
from doudi.flows.change_grant import adjust_and_tell, end_and_tell
from doudi.flows.member_died import member_died
from doudi.kernel.money import show_yuan

REASON, FIRST_MONTH, WHO, DIED_ON, SOURCE = "reason", "first_month", "who", "died_on", "source"
NOBODY_LEFT_TOLD = "家里没有别的成员，不能再批准，请有权确认的人员“终止办理”。"
MONTH_LABELS = {
    Recommends.ADJUST: "从哪个月起按新的数额发", Recommends.SUSPEND: "从哪个月起停发",
    Recommends.STOP: "从哪个月起终止",
}  # fmt: skip


# ---------------------------------------------------------------- proposing


def _proposing(found: Opened, given: Given) -> list[Field]:
    del found
    return [Field(name=REASON, is_needed=True, label="理由", shape="textarea", value=given.get(REASON, ""))]


def _standing_told(found: Opened) -> list[str]:
    """Say what is given now, what was determined last, and by which articles that does or does not hold."""
    now = next(iter(found.entitlements), None)
    told = [f"现在每月 {show_yuan(now.amount_fen)}。"] if now else []
    determination = found.determination
    if determination is None:
        return told
    amount = determination.amount_fen
    money = f"，{show_yuan(amount)} / 月" if amount is not None else ""
    told.append(f"{in_chinese(determination.on)}测算：{Result(determination.status).label}{money}。")
    return [*told, *(ground.text for ground in grounds_of(determination))]


def _propose(recommends: Recommends) -> Callable[[Opened, Given, Officer], str]:
    def perform(found: Opened, given: Given, by: Officer) -> str:
        reason = needed(given, REASON, "理由")
        is_borne = found.is_granted and _bears(found, Kind(recommends))
        determination = there(found.determination if is_borne else None, "能够支持这项变更的测算")
        propose_change(
            case=found.case, determination=determination, recommends=recommends, text=reason, by=by, on=found.on
        )
        return f"已{recommends.label}，由有权确认的人员决定。"

    return perform


def _may_propose(kind: Kind) -> Callable[[Opened], bool]:
    def offers(found: Opened) -> bool:
        return (
            found.is_granted and found.allows(Act.GIVE_OPINION) and kind in found.rule.changes and _bears(found, kind)
        )

    return offers


def _bears(found: Opened, kind: Kind) -> bool:
    """Whether the last determination bears the change: a new amount comes of a new determination only."""
    determination = found.determination
    if determination is None or kind == Kind.SUSPEND:
        return determination is not None and found.decisions[-1].kind != Kind.SUSPEND
    if kind == Kind.STOP:
        return determination.status != Result.UNDETERMINED
    is_new = determination.pk > found.decisions[-1].determination_id
    return is_new and determination.status == Result.ELIGIBLE and determination.amount_fen is not None


# ---------------------------------------------------------------- deciding


def _deciding(found: Opened, given: Given) -> list[Field]:
    proposal = found.proposal
    if proposal is None:
        return []
    fields = [
        Field(name=REASON, is_needed=True, label="理由", shape="textarea", hint="会写进告知书",
              value=given.get(REASON, proposal.text)),
    ]  # fmt: skip
    if found.rule.changes[proposal.recommends].months_after is None:
        label = MONTH_LABELS[Recommends(proposal.recommends)]
        hint = "规定里没有写从哪个月起，填该月任何一天"
        fields.append(Field(name=FIRST_MONTH, label=label, kind="date", hint=hint, value=given.get(FIRST_MONTH, "")))
    return fields


def _deciding_told(found: Opened) -> list[str]:
    proposal = found.proposal
    if proposal is None:
        return []
    amount = proposal.determination.amount_fen
    is_adjusted = proposal.recommends == Recommends.ADJUST and amount is not None
    now = next(iter(found.entitlements), None)
    money = f"每月 {show_yuan(now.amount_fen)} 改为 {show_yuan(amount or 0)}。" if is_adjusted and now else ""
    return [
        f"{proposal.by} {Recommends(proposal.recommends).label}：{proposal.text}", money, "提出意见的人不能自己决定。",
    ]  # fmt: skip


def _reasons(found: Opened, proposal: Opinion, text: str) -> list[Ground]:
    """Return what the letter says: the reason, by the text on such changes, and each condition that is not met."""
    change = found.rule.changes[proposal.recommends]
    grounds = grounds_of(proposal.determination) if proposal.recommends == Recommends.STOP else []
    return [Ground(text, change.cites), *grounds]


def _decide(found: Opened, given: Given, by: Officer) -> str:
    reason = needed(given, REASON, "理由")
    first = day(given, FIRST_MONTH, "起始月")
    proposal = there(found.proposal, "等待决定的变更意见")
    proposal.case = found.case
    reasons = _reasons(found, proposal, reason)
    if proposal.recommends == Recommends.ADJUST:
        made, letter = adjust_and_tell(opinion=proposal, reasons=reasons, by=by, on=found.on, first_month=first)
        return f"已决定从{_month(made.first_month)}起每月 {show_yuan(made.amount_fen)}，文书 {letter.number} 已制发。"
    decision, letter = end_and_tell(opinion=proposal, reasons=reasons, by=by, on=found.on, first_month=first)
    since = _month(decision.first_month) if decision.first_month else ""
    return f"已决定从{since}起{Kind(decision.kind).label}，文书 {letter.number} 已制发。"


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"


def _may_decide(kind: Recommends) -> Callable[[Opened], bool]:
    def offers(found: Opened) -> bool:
        return found.proposal is not None and found.proposal.recommends == kind and found.allows(Act.CONFIRM)

    return offers


# ---------------------------------------------------------------- a death


def _mourning(found: Opened, given: Given) -> list[Field]:
    options = tuple(Option(str(each.pk), each.name, str(each.pk) == given.get(WHO)) for each in found.living)
    return [
        Field(name=WHO, is_needed=True, label="谁去世了", shape="select", groups=(Group("", options),)),
        Field(name=DIED_ON, is_needed=True, label="死亡日期", kind="date", value=given.get(DIED_ON, "")),
        Field(name=SOURCE, is_needed=True, label="依据", hint="死亡证明、公安注销户口、火化证明等",
              value=given.get(SOURCE, "")),
    ]  # fmt: skip


def _mourn(found: Opened, given: Given, by: Officer) -> str:
    member = chosen_of(found.living, given, WHO, "谁去世了")
    died_on = day(given, DIED_ON, "死亡日期")
    if died_on is None:
        raise AnswerNeeded(field=DIED_ON, label="死亡日期", reason="没有填写")
    made = member_died(
        case=found.case, member=member, died_on=died_on, source=needed(given, SOURCE, "依据"), by=by, on=found.on
    )
    if made and not found.is_granted:
        return f"已登记{member.name}死亡，本件已退回，并按其余家庭成员重新测算，请重新提出意见。"
    if made:
        return f"已登记{member.name}死亡，并按其余家庭成员重新测算，请提出调整或者终止的意见。"
    if found.is_granted:
        return f"已登记{member.name}死亡。家里没有别的成员，请提出终止的意见。"
    if not [each for each in found.living if each != member]:
        return f"已登记{member.name}死亡。{NOBODY_LEFT_TOLD}"
    return f"已登记{member.name}死亡，测算时不再计入。"


def _may_mourn(found: Opened) -> bool:
    is_time = found.is_granted or (is_open(found) and found.case.decided_on is None)
    return is_time and found.allows(Act.REGISTER) and found.allows(Act.INVESTIGATE)


DEEDS = (
    Deed(name="death", label="登记死亡", perform=_mourn, fields=_mourning, offers=_may_mourn),
    Deed(name="propose-suspend", label="建议停发", perform=_propose(Recommends.SUSPEND), fields=_proposing,
         told=_standing_told, offers=_may_propose(Kind.SUSPEND)),
    Deed(name="propose-stop", label="建议终止", perform=_propose(Recommends.STOP), fields=_proposing,
         told=_standing_told, offers=_may_propose(Kind.STOP)),
    Deed(name="propose-adjust", label="建议调整", perform=_propose(Recommends.ADJUST), fields=_proposing,
         told=_standing_told, offers=_may_propose(Kind.ADJUST)),
    *(
        Deed(name=kind.value, label=label, kind=look, is_main=True, perform=_decide, fields=_deciding,
             told=_deciding_told, offers=_may_decide(kind))
        for kind, label, look in (
            (Recommends.ADJUST, "决定调整", ""), (Recommends.SUSPEND, "决定停发", "danger"),
            (Recommends.STOP, "决定终止", "danger"),
        )
    ),
)  # fmt: skip
