"""Who is paid for what was granted: payee, account and evidence, and who keeps the card."""

from __future__ import annotations

from collections.abc import Sequence

from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.desk.case.opened import Opened
from doudi.desk.case.paying import payee_now
from doudi.desk.doing.deeds import AnswerNeeded, Deed, Given, day, needed, there
from doudi.entitlements.models import ComponentKind, Entitlement, PayeeKind
from doudi.entitlements.services.add_payee import Account, AccountUnreadable, NewPayee
from doudi.entitlements.services.keep_card import Agreement
from doudi.faces.fields import Field, Group, Option
from doudi.flows.register_payee import AccountCameBack, register_keeper, register_payee
from doudi.intake.models import FamilyMember
from doudi.kernel.months import Month

ENTITLEMENT, KIND, WHO, NAME, PART = "entitlement", "kind", "who", "name", "part"
HOLDER, BANK, NUMBER, EVIDENCE, STILL = "holder", "bank", "number", "evidence", "still"
KEEPER, OFFICE, PAPER, AGREED, FILED = "keeper", "office", "paper", "agreed_on", "filed_on"
OTHER = ""
WHOLE = ""
STILL_LABEL = "仍用被退回的账户的理由"
SAME = "与被银行退回的账户相同（退回原因：{}），请登记另一个账户；账户确实可用的，填写“{}”"


def _asking_payee(found: Opened, given: Given) -> list[Field]:
    return [
        *_which(found, given),
        Field(name=KIND, is_needed=True, label="发给谁", shape="choices",
              options=_options(PayeeKind.choices, given.get(KIND, ""))),
        Field(name=WHO, label="收款人是家庭成员的，选这里", shape="select",
              groups=(Group("", _members(found, given)),)),
        Field(name=NAME, label="收款人不是家庭成员的，写姓名或者机构名称", value=given.get(NAME, "")),
        *_part(found, given),
        Field(name=HOLDER, label="户名", hint="照卡面或存折抄写；不填就是收款人本人", value=given.get(HOLDER, "")),
        Field(name=BANK, is_needed=True, label="开户银行", value=given.get(BANK, "")),
        Field(name=NUMBER, is_needed=True, label="账号", mode="numeric", hint="8 至 30 位数字",
              value=given.get(NUMBER, "")),
        Field(name=EVIDENCE, is_needed=True, label="凭据",
              hint="看了什么、签了什么：如身份证和银行卡复印件、委托书、供养协议",
              value=given.get(EVIDENCE, "")),
        *_still(found, given),
    ]  # fmt: skip


def _still(found: Opened, given: Given) -> list[Field]:
    """Ask why an account the bank returned will do only where something came back, or a number was just refused."""
    if not found.came_back and NUMBER not in given:
        return []
    hint = "只在账号和被银行退回的相同时填写：如账户已重新启用、原来写错的是户名"
    return [Field(name=STILL, label=STILL_LABEL, hint=hint, value=given.get(STILL, ""))]


def _which(found: Opened, given: Given) -> list[Field]:
    """Ask which entitlement only where an older one may still have a payment that came back."""
    if len(found.entitlements) < 2:  # noqa: PLR2004 - one needs no choice
        return []
    chosen = given.get(ENTITLEMENT, str(found.entitlements[0].pk))
    options = tuple(
        Option(str(each.pk), f"{Month.of(each.first_month)} 起的待遇", str(each.pk) == chosen)
        for each in found.entitlements
    )
    return [Field(name=ENTITLEMENT, label="哪一项待遇", shape="select", groups=(Group("", options),))]


def _part(found: Opened, given: Given) -> list[Field]:
    """Ask for which part only where there are several: care may go to its provider, the rest to the person."""
    kinds = {part.kind for each in found.entitlements for part in each.components.all()}
    if len(kinds) < 2:  # noqa: PLR2004 - one part is the whole
        return []
    told = [(WHOLE, "全部"), *((kind, label) for kind, label in ComponentKind.choices if kind in kinds)]
    return [
        Field(name=PART, label="收哪一部分", shape="select", groups=(Group("", _options(told, given.get(PART, ""))),))
    ]


def _options(told: Sequence[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, label, value == chosen) for value, label in told)


def _members(found: Opened, given: Given) -> tuple[Option, ...]:
    told = [(OTHER, "不是家庭成员"), *((str(member.pk), member.name) for member in found.members)]
    return _options(told, given.get(WHO, OTHER))


def _add(found: Opened, given: Given, by: Officer) -> str:
    payee, entitlement = _payee(found, given), _entitlement(found, given)
    try:
        register_payee(
            case=found.case, entitlement=entitlement, payee=payee, still=given.get(STILL, ""), by=by, on=found.on
        )
    except AccountUnreadable:
        raise AnswerNeeded(field=NUMBER, label="账号", reason="应为 8 至 30 位数字，请照卡面或存折抄写") from None
    except AccountCameBack as error:
        raise AnswerNeeded(field=NUMBER, label="账号", reason=SAME.format(error.why, STILL_LABEL)) from None
    return f"已登记收款人{payee.name}，从今天起的发放用这个账户。"


def _payee(found: Opened, given: Given) -> NewPayee:
    kind, member = needed(given, KIND, "发给谁"), _member(found, given)
    if kind not in PayeeKind.values:
        raise AnswerNeeded(field=KIND, label="发给谁", reason="请从列出的里面选")
    if kind == PayeeKind.PERSON and member is None:
        raise AnswerNeeded(field=WHO, label="收款人", reason="发给本人的，请选定是哪一位家庭成员")
    if kind in (PayeeKind.INSTITUTION, PayeeKind.PROVIDER) and member is not None:
        raise AnswerNeeded(field=WHO, label="收款人", reason="是机构或者照料服务提供者的，不能选家庭成员")
    name = member.name if member else needed(given, NAME, "收款人姓名或者机构名称")
    account = Account(
        holder_name=given.get(HOLDER, "").strip() or name, number=needed(given, NUMBER, "账号"),
        bank=needed(given, BANK, "开户银行"),
    )  # fmt: skip
    part = given.get(PART, WHOLE)
    return NewPayee(
        kind=kind, name=name, account=account, evidence=needed(given, EVIDENCE, "凭据"),
        person=member.person_id if member else None, component_kind=part if part in ComponentKind.values else WHOLE,
    )  # fmt: skip


def _member(found: Opened, given: Given) -> FamilyMember | None:
    return next((each for each in found.members if str(each.pk) == given.get(WHO)), None)


def _entitlement(found: Opened, given: Given) -> Entitlement:
    chosen = given.get(ENTITLEMENT)
    newest = there(next(iter(found.entitlements), None), "待遇")
    return next((each for each in found.entitlements if str(each.pk) == chosen), newest)


def _asking_keeper(found: Opened, given: Given) -> list[Field]:
    del found
    return [
        Field(name=KEEPER, is_needed=True, label="保管人", value=given.get(KEEPER, "")),
        Field(name=OFFICE, is_needed=True, label="保管人单位", value=given.get(OFFICE, "")),
        Field(name=PAPER, is_needed=True, label="书面协议", hint="编号或者存放处", value=given.get(PAPER, "")),
        Field(name=AGREED, is_needed=True, label="签订日期", kind="date", value=given.get(AGREED, "")),
        Field(name=FILED, is_needed=True, label="报县级民政部门备案日期", kind="date", value=given.get(FILED, "")),
    ]


def _keeper_told(found: Opened) -> list[str]:
    payee = payee_now(found)
    return [f"代管的是{payee.name}的存折或者银行卡。"] if payee else []


def _keep(found: Opened, given: Given, by: Officer) -> str:
    agreed_on, filed_on = day(given, AGREED, "签订日期"), day(given, FILED, "备案日期")
    if agreed_on is None or filed_on is None:
        name, label = (AGREED, "签订日期") if agreed_on is None else (FILED, "备案日期")
        raise AnswerNeeded(field=name, label=label, reason="没有填写")
    agreement = Agreement(
        keeper=needed(given, KEEPER, "保管人"), office=needed(given, OFFICE, "保管人单位"),
        paper=needed(given, PAPER, "书面协议"), agreed_on=agreed_on, filed_on=filed_on,
    )  # fmt: skip
    payee = there(payee_now(found), "登记过的收款人")
    register_keeper(case=found.case, payee=payee, agreement=agreement, by=by, on=found.on)
    return "代管已登记。"


def _may_register(found: Opened) -> bool:
    return found.allows(Act.REGISTER) and bool(found.entitlements)


DEEDS = (
    Deed(name="keeper", label="登记代管存折", perform=_keep, fields=_asking_keeper, told=_keeper_told,
         offers=lambda found: _may_register(found) and payee_now(found) is not None),
    Deed(name="payee", label="登记收款人", perform=_add, fields=_asking_payee, offers=_may_register),
)  # fmt: skip
