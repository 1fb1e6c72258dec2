"""Read what the bank answers: each line paid, or returned with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.entitlements.queries import as_sets
from doudi.kernel.errors import NotNow
from doudi.payments.bankfile.formats import bank_format
from doudi.payments.bankfile.reading import Receipt, ReceiptRefused, ReceiptRow, decode, read
from doudi.payments.models import BankFile, BankReceipt, LineResult
from doudi.payments.postings import post_results
from doudi.payments.services.approve_batch import held

KEEP: Final = """
INSERT INTO payments_lineresult (line_id, receipt_id, place, sequence, outcome, reason, result_on)
SELECT l.id, %(receipt)s, l.place, told.sequence, told.outcome, told.reason, %(on)s
FROM unnest(%(line)s::bigint[], %(sequence)s::int[], %(outcome)s::text[], %(reason)s::text[])
     AS told (line_id, sequence, outcome, reason)
JOIN payments_line l ON l.id = told.line_id
ORDER BY l.id RETURNING line_id
"""


class NotWritten(NotNow):
    """The bank was never told to pay this batch."""

    code = "payments.not_written"
    sentence = "第 {number} 号发放批次还没有生成代发文件，不能录入回盘文件。"


@dataclass(frozen=True, slots=True)
class _New:
    """A result the receipt adds."""

    line: int
    sequence: int
    outcome: str
    reason: str


@transaction.atomic
def read_receipt(*, batch_id: int, content: bytes, by: Officer, on: date) -> BankReceipt:
    """Record what the bank says of a batch 录入回盘文件; a file or row that was read before changes nothing.

    Raises NoSuchBatch, MayNot, NotWritten, ReceiptRefused: then nothing of the file is recorded.
    """
    batch = held(batch_id, Act.MAKE_BATCH, by=by, on=on)
    bank_file = BankFile.objects.filter(batch=batch).first()
    if bank_file is None:
        raise NotWritten(number=batch.pk)
    digest = sha256(content).hexdigest()
    known = BankReceipt.objects.filter(bank_file=bank_file, digest=digest).first()
    if known is not None:
        return known
    wanted = bank_format(bank_file.format)
    text = decode(wanted, content)
    told = read(wanted, text)
    new = _news(bank_file, told)
    receipt = BankReceipt.objects.create(
        bank_file=bank_file, place=batch.place, content=text, digest=digest, rows=len(told.rows),
        received_on=on, received_by=by,
    )  # fmt: skip
    _keep(receipt, new, on)
    record("payments.receipt_read", on=on, subject=receipt, place=batch.place, details={"results": len(new)})
    return receipt


def _news(bank_file: BankFile, told: Receipt) -> list[_New]:
    """Hold a receipt against the batch; return what it says that was not known. Raises ReceiptRefused."""
    if told.file_number != bank_file.number:
        raise ReceiptRefused(row=1, field="文件编号", why=f"“{told.file_number}”不是本批次的 {bank_file.number}")
    amounts = dict(bank_file.batch.lines.order_by("pk").values_list("pk", "amount_fen"))
    _require_lines(told.rows, amounts)
    results = LineResult.objects.filter(line__batch=bank_file.batch).order_by("line_id", "sequence")
    before: dict[int, list[str]] = {}
    for line, outcome in results.values_list("line_id", "outcome"):
        before.setdefault(line, []).append(outcome)
    found = (_new(row, before.get(row.reference, [])) for row in told.rows)
    return [new for new in found if new is not None]


def _require_lines(rows: Iterable[ReceiptRow], amounts: Mapping[int, int]) -> None:
    seen: dict[int, int] = {}
    for row in rows:
        if row.reference not in amounts:
            raise ReceiptRefused(row=row.row, field="明细号", why=f"本批次没有第 {row.reference} 号明细")
        if row.reference in seen:
            raise ReceiptRefused(row=row.row, field="明细号", why=f"与第 {seen[row.reference]} 行重复")
        expected = amounts[row.reference]
        if row.amount_fen != expected:
            raise ReceiptRefused(row=row.row, field="金额（分）", why=f"写的是 {row.amount_fen}，应为 {expected}")
        seen[row.reference] = row.row


def _new(row: ReceiptRow, before: list[str]) -> _New | None:
    """What a row adds to what is known of its line: nothing, a first result, or the return of a payment."""
    if row.outcome in before:
        return None
    if before == ["returned"]:
        raise ReceiptRefused(row=row.row, field="结果", why="这一笔已退回，不能再记为已入账")
    return _New(row.reference, len(before) + 1, row.outcome, row.reason)


def _keep(receipt: BankReceipt, new: list[_New], on: date) -> None:
    columns: dict[str, Any] = {
        "receipt": receipt.pk,
        "on": on,
        "line": [each.line for each in new],
        "sequence": [each.sequence for each in new],
        "outcome": [each.outcome for each in new],
        "reason": [each.reason for each in new],
    }
    as_sets(KEEP, columns)
    post_results(receipt.pk, on=on)
