"""What the pages of payments show: tables of batches, lines, receipts, and what this officer may do now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from doudi.accounts.roles import Act
from doudi.accounts.signed_in import SignedIn
from doudi.desk.labels import handled_labels, programme_label
from doudi.entitlements.models import ComponentKind
from doudi.faces.badges import Badge
from doudi.faces.fields import Option, in_chinese
from doudi.faces.tables import badge, number, table, text
from doudi.kernel.masking import masked_account
from doudi.kernel.money import show_yuan
from doudi.payments.bankfile.describing import Example, described
from doudi.payments.bankfile.formats import bank_format
from doudi.payments.choices import BatchStatus, HeldReason, LineOutcome
from doudi.payments.holding import HeldBack
from doudi.payments.models import BankFile, BankReceipt, Batch, Held, Line
from doudi.payments.queries import Reconciliation, paid_again
from doudi.payments.returns import Returns

STATES = {
    BatchStatus.MADE: Badge("warn", BatchStatus.MADE.label, "clock"),
    BatchStatus.APPROVED: Badge("ok", BatchStatus.APPROVED.label, "check"),
    BatchStatus.CANCELLED: Badge("mute", BatchStatus.CANCELLED.label),
}
OUTCOMES = {
    LineOutcome.PAID: Badge("ok", LineOutcome.PAID.label, "check"),
    LineOutcome.RETURNED: Badge("bad", LineOutcome.RETURNED.label, "alert-triangle"),
    LineOutcome.CANCELLED: Badge("mute", LineOutcome.CANCELLED.label),
}
WAITING = Badge("mute", "待银行答复")
UNANSWERED = {BatchStatus.MADE: Badge("mute", "待批准"), BatchStatus.CANCELLED: Badge("mute", "没有发放")}
UNSENT = Badge("mute", "待送银行")
"""What stands for the bank's answer before there can be one."""
WHOLE = "全部项目"
NOT_CORRECTED = "退回的有 {} 笔还没有登记更正的账户：由乡镇（街道）在办件的“发放”里登记，登记以后才能编制重发批次。"
OWN_BATCH = "编制人不能批准自己编制的批次，须由另一人批准。"
NOT_SIGNED = "等待发放复核人员批准；批准以后，由编制人员生成代发文件。"
TOWNSHIP = 9
"""So many digits name a township."""
HELD = ("申请编号", "乡镇（街道）", "构成", "金额>", "原因", "怎么办")
REMEDIES = {
    HeldReason.NO_PAYEE: "由乡镇（街道）在办件的“发放”里登记收款人，登记以后再编制该月批次",
    HeldReason.DEAD: "由乡镇（街道）提出调整或者终止",
    HeldReason.RETURNED: "由发放编制人员在退回的那个批次里“编制重发批次”",
    HeldReason.UNCHANGED: "由乡镇（街道）登记更正的账户以后，再编制重发批次",
}


@dataclass(frozen=True, slots=True)
class BatchActs:
    """What this officer may do with a batch now; `why_not` says what it waits for, or who else has to approve it."""

    approve: bool = False
    cancel: bool = False
    write: bool = False
    receive: bool = False
    reissue: bool = False
    why_not: str = ""


def acts_for(batch: Batch, somebody: SignedIn, bank_file: BankFile | None, returns: Returns) -> BatchActs:
    """Tell what the page offers; the acts ask again."""
    makes, approves = Act.MAKE_BATCH in somebody.acts, Act.APPROVE_BATCH in somebody.acts
    if batch.status == BatchStatus.MADE:
        is_own = somebody.officer is not None and batch.made_by_id == somebody.officer.pk
        why_not = (OWN_BATCH if is_own else "") if approves else NOT_SIGNED
        return BatchActs(approve=approves and not is_own, cancel=makes, why_not=why_not)
    if batch.status == BatchStatus.APPROVED and makes:
        why_not = NOT_CORRECTED.format(returns.waiting) if returns.waiting else ""
        has_file, again = bank_file is not None, returns.ready > 0
        return BatchActs(write=not has_file, receive=has_file, reissue=again, why_not=why_not)
    return BatchActs()


def month_of(batch: Batch) -> str:
    """Say the month of a batch."""
    return f"{batch.month.year}年{batch.month.month}月"


def programme_options(chosen: str) -> tuple[Option, ...]:
    """List the programmes a batch may be limited to."""
    known = (Option(code, label, code == chosen) for code, label in handled_labels().items())
    return (Option("", WHOLE, not chosen), *known)


def batch_table(batches: Iterable[Any]) -> dict[str, Any]:
    """Draw a list of batches."""
    rows = [
        [
            text(f"第 {each.pk} 号", reverse("desk:batch", args=[each.pk])), text(month_of(each)),
            text(programme_label(each.programme) if each.programme else WHOLE), badge(_state(each)),
            number(each.line_count), number(show_yuan(each.total_fen)), text(each.made_by),
            text(in_chinese(each.made_on)), text(each.approved_by or ""),
        ]
        for each in batches
    ]  # fmt: skip
    columns = ("批次", "月份", "项目", "状态", "笔数>", "金额>", "编制人", "编制日期", "批准人")
    return table("发放批次", columns, rows, empty="还没有发放批次。")


def _state(batch: Any) -> Badge:
    """Say how far a batch is, and whether the bank returned some of it; it came `with_returns`."""
    if not batch.returned_count:
        return STATES[batch.status]
    return Badge("warn", f"{BatchStatus(batch.status).label}，有退回 {batch.returned_count} 笔", "alert-triangle")


def paid_again_told(batch: Batch) -> str:
    """Say that a batch pays again what came back of another, why it came back, and what still goes to that account."""
    found = paid_again(batch)
    if not found:
        return ""
    why = "、".join(f"{each.reason}（{each.lines} 笔）" for each in found)
    same = sum(each.same_account for each in found)
    still = f" 其中 {same} 笔仍发到被退回的账户，理由写在办件的“发放”里。" if same else ""
    return f"这是重发批次：第 {batch.reissues_id} 号批次发过一次，被银行退回。退回原因：{why}。{still}"


def figures_of(batch: Batch, compared: Reconciliation) -> list[tuple[str, str]]:
    """List what stands at the head of a batch."""
    signed = [("编制", f"{batch.made_by}，{in_chinese(batch.made_on)}")]
    if batch.approved_by and batch.approved_on:
        signed.append(("批准", f"{batch.approved_by}，{in_chinese(batch.approved_on)}"))
    if batch.cancelled_by and batch.cancelled_on:
        signed.append(("撤销", f"{batch.cancelled_by}，{in_chinese(batch.cancelled_on)}：{batch.cancel_reason}"))
    answered = (("已入账", compared.paid), ("已退回", compared.returned), ("待答复", compared.waiting))
    told = (("应发", compared.made), *(answered if batch.status == BatchStatus.APPROVED else ()))
    counted = [(label, f"{each.lines} 笔，{show_yuan(each.amount_fen)}") for label, each in told]
    return [("项目", programme_label(batch.programme) if batch.programme else WHOLE), *signed, *counted]


def differences_of(compared: Reconciliation) -> list[str]:
    """Say each pair that should be equal and is not."""
    return [f"{name}相差 {show_yuan(fen)}" for name, fen in compared.differences.items()]


def line_table(lines: Iterable[Line], batch: Batch, bank_file: BankFile | None) -> dict[str, Any]:
    """Draw the lines of a batch; account numbers are masked."""
    columns = ("明细号", "申请编号", "收款人", "户名", "账号", "构成", "金额>", "次数>", "结果", "原因")
    waiting = UNANSWERED.get(BatchStatus(batch.status), WAITING if bank_file else UNSENT)
    return table("发放明细", columns, [_line(line, waiting) for line in lines], empty="没有明细。")


def _line(line: Line, waiting: Badge) -> list[dict[str, Any]]:
    results = sorted(line.results.all(), key=lambda each: each.sequence)
    last = results[-1] if results else None
    return [
        text(f"{line.pk:012}"), text(line.entitlement.application.number), text(line.payee.name),
        text(line.account.holder_name), text(masked_account(str(line.account.number))),
        text(ComponentKind(line.component.kind).label), number(show_yuan(line.amount_fen)), number(line.attempt),
        badge(OUTCOMES[LineOutcome(last.outcome)] if last else waiting), text(last.reason if last else ""),
    ]  # fmt: skip


def held_table(held: Iterable[Held], names: Mapping[str, str]) -> dict[str, Any]:
    """Draw what a batch holds back, why, and who can do something about it; `names` of places by their codes."""
    rows = [
        _held(each.entitlement.application.number, each.place, each.component.kind, each.amount_fen,
              HeldReason(each.reason), names)
        for each in held
    ]  # fmt: skip
    return table("暂缓发放", HELD, rows, empty="没有暂缓的。")


def held_back_table(rows: Iterable[HeldBack], numbers: Mapping[int, str], names: Mapping[str, str]) -> dict[str, Any]:
    """Draw what a batch would hold back; `numbers` of applications by their keys."""
    drawn = [
        _held(numbers.get(each.application, ""), each.place, each.kind, each.amount_fen, HeldReason(each.reason),
              names, each)
        for each in rows
    ]  # fmt: skip
    return table("编制批次时会暂缓的", HELD, drawn, empty="没有会暂缓的。")


def _held(
    application: str, place: str, kind: str, amount_fen: int, reason: HeldReason, names: Mapping[str, str],
    returned: HeldBack | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    there, said = "", ""
    if returned and returned.bank_said:
        said = f"（{returned.bank_said}）"
        there = reverse("desk:batch", args=[returned.batch]) if reason == HeldReason.RETURNED else ""
    return [
        text(application), text(names.get(place[:TOWNSHIP], place)), text(ComponentKind(kind).label),
        number(show_yuan(amount_fen)), text(f"{reason.label}{said}"), text(REMEDIES.get(reason, ""), there),
    ]  # fmt: skip


def wanted_receipt(bank_file: BankFile, lines: Sequence[Line]) -> dict[str, Any]:
    """Describe the receipt that the bank's format wants, by the first lines of the batch."""
    payments = [Example(f"{line.pk:012}", line.amount_fen) for line in lines[:2]]
    told = described(bank_format(bank_file.format), bank_file.number, payments)
    rows = [[text(each.row), text(each.title), text(each.how), text(each.example)] for each in told.columns]
    columns = table("回盘文件的栏目", ("在哪一行", "栏目", "写什么", "例子"), rows, empty="")
    return {"sentence": told.sentence, "columns": columns, "lines": told.lines}


def receipt_table(receipts: Iterable[BankReceipt]) -> dict[str, Any]:
    """Draw the receipts of a batch."""
    rows = [
        [text(in_chinese(each.received_on)), text(each.received_by), number(each.rows), text(each.digest[:16])]
        for each in receipts
    ]
    return table("回盘文件", ("录入日期", "录入人", "笔数>", "摘要"), rows, empty="还没有回盘文件。")
