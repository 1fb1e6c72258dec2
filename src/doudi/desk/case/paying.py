"""发放: what the decisions gave, who is paid through which account, and what became of each payment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from doudi.desk.case.opened import Opened
from doudi.desk.money.shown import OUTCOMES
from doudi.entitlements.models import ComponentKind, Entitlement, Payee, PayeeKind
from doudi.faces.badges import Badge
from doudi.faces.fields import in_chinese
from doudi.faces.tables import badge, number, table, text
from doudi.kernel.masking import masked_account
from doudi.kernel.money import show_yuan
from doudi.kernel.months import Month
from doudi.payments.choices import LineOutcome
from doudi.payments.models import Line, LineResult
from doudi.payments.queries import payments_of

UNCORRECTED = (
    "等乡镇（街道）登记更正的账户：和收款人核对户名、账号以后，在本页下方“登记收款人”里再登记一次；"
    "登记以后，由县级发放编制人员编制重发批次。"
)
CORRECTED = "更正的账户已经登记，等县级发放编制人员编制重发批次。"
DRAFTED = "重发批次已经编制，等县级发放复核人员批准。"
OVER = "这项待遇已经终止，不再重发。"
UNDER_WAY = Badge("mute", "办理中")
"""The batch lies at the county: whether it was approved or sent is not seen from here."""


def paying(found: Opened) -> dict[str, Any]:
    """Return what the tab shows."""
    payments = list(payments_of(each.pk for each in found.entitlements))
    return {
        "given": [_given(each) for each in found.entitlements], "lacks_payee": found.lacks_payee,
        "returned": returned_months(found),
        "payees": payee_table(found), "payments": payment_table(payments),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back of one month for one reason, and what is waited for, by whom."""

    told: str
    waits_for: str


def returned_months(found: Opened) -> list[Returned]:
    """Say what the bank returned and nobody has made good yet, month by month."""
    sums: dict[tuple[Month, str, str], int] = {}
    for each in found.came_back:
        key = (Month.of(each.line.month), each.reason, _waits_for(found, each))
        sums[key] = sums.get(key, 0) + each.line.amount_fen
    return [
        Returned(f"{month.year}年{month.month}月的 {show_yuan(fen)} 被银行退回，没有发到：{reason}。", waits_for)
        for (month, reason, waits_for), fen in sums.items()
    ]


def _waits_for(found: Opened, returned: LineResult) -> str:
    if getattr(returned, "is_drafted", False):
        return DRAFTED
    line = returned.line
    entitlement = next(each for each in found.entitlements if each.pk == line.entitlement_id)
    last = getattr(entitlement, "last_month", None)
    if last is not None and Month.of(last) < Month.of(line.month):
        return OVER
    paid = {payee.component_kind: payee.pk for payee in reversed(entitlement.payees.all())}
    is_corrected = paid.get(line.component.kind, paid.get("")) != line.payee.pk
    return CORRECTED if is_corrected else UNCORRECTED


def payee_now(found: Opened) -> Payee | None:
    """Return who is paid now for the newest that was given; None where nobody is named."""
    if not found.entitlements:
        return None
    return next(iter(found.entitlements[0].payees.all()), None)


def _given(entitlement: Entitlement) -> dict[str, Any]:
    last = getattr(entitlement, "last_month", None)
    until = f"至 {Month.of(last)}" if last else "继续发放"
    parts = "，".join(
        f"{ComponentKind(part.kind).label} {show_yuan(part.amount_fen)}" for part in entitlement.components.all()
    )
    return {
        "amount": f"{show_yuan(entitlement.amount_fen)} / 月", "parts": parts,
        "months": f"{Month.of(entitlement.first_month)} 起，{until}",
    }  # fmt: skip


def payee_table(found: Opened) -> dict[str, Any]:
    """Draw who is paid, the newest first; account numbers are masked."""
    columns = ("启用日期", "收款人", "类别", "部分", "户名", "开户银行", "账号", "凭据", "登记人", "代管")
    rows = [_payee(payee) for each in found.entitlements for payee in each.payees.all()]
    return table("收款人和账户", columns, rows, empty="还没有登记收款人和账户。")


def _payee(payee: Payee) -> list[dict[str, Any]]:
    part = ComponentKind(payee.component_kind).label if payee.component_kind else "全部"
    keepers = "、".join(f"{each.office} {each.name}" for each in payee.keepers.all())
    return [
        text(in_chinese(payee.valid.lower or payee.added_on)), text(payee.name), text(PayeeKind(payee.kind).label),
        text(part),
        text(payee.account.holder_name), text(payee.account.bank),
        text(masked_account(str(payee.account.number))),
        text(payee.evidence), text(payee.added_by), text(keepers),
    ]  # fmt: skip


def payment_table(lines: list[Line]) -> dict[str, Any]:
    """Draw each payment with what the bank said of it."""
    columns = ("月份", "部分", "金额>", "账号", "结果", "原因")
    return table("发放记录", columns, [_line(line) for line in lines], empty="还没有发放。")


def _line(line: Line) -> list[dict[str, Any]]:
    results = sorted(line.results.all(), key=lambda each: each.sequence)
    last = results[-1] if results else None
    return [
        text(Month.of(line.month)), text(ComponentKind(line.component.kind).label), number(show_yuan(line.amount_fen)),
        text(masked_account(str(line.account.number))),
        badge(OUTCOMES[LineOutcome(last.outcome)] if last else UNDER_WAY), text(last.reason if last else ""),
    ]  # fmt: skip
