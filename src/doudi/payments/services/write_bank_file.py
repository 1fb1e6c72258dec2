"""Write the file that tells the bank whom to pay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.entitlements.models import ComponentKind
from doudi.kernel.errors import NotNow
from doudi.kernel.money import plain_yuan
from doudi.payments.bankfile.formats import bank_format
from doudi.payments.bankfile.writing import write
from doudi.payments.choices import BatchStatus
from doudi.payments.models import BankFile, Batch
from doudi.payments.postings import post_sent
from doudi.payments.queries import totals_of
from doudi.payments.services.approve_batch import held
from doudi.standards import lawbook


class NotApproved(NotNow):
    """No money is ordered before the second signature."""

    code = "payments.not_approved"
    sentence = "第 {number} 号发放批次{status}，不能生成代发文件。"


class WrittenOtherwise(NotNow):
    """The batch has its file, in another format; two files could both reach the bank."""

    code = "payments.written_otherwise"
    sentence = "第 {number} 号发放批次已生成“{format}”格式的代发文件，不能再生成另一种。"


@transaction.atomic
def write_bank_file(*, batch_id: int, format_id: str, by: Officer, on: date) -> BankFile:
    """Write the file of an approved batch 生成代发文件, once; asked again, the same file comes back.

    Raises NoSuchBatch, MayNot, NotApproved, FormatUnknown, WrittenOtherwise, CharacterUnfit, TooLong.
    """
    batch = held(batch_id, Act.MAKE_BATCH, by=by, on=on)
    if batch.status != BatchStatus.APPROVED:
        raise NotApproved(number=batch.pk, status=BatchStatus(batch.status).label)
    known = bank_format(format_id)
    written = BankFile.objects.filter(batch=batch).first()
    if written is not None:
        return _the_same(written, format_id)
    totals = totals_of(batch.pk)
    number = f"{batch.place}-{batch.month:%Y%m}-{batch.pk}"
    header = {
        "file_number": number,
        "rows": str(totals.lines),
        "total_fen": str(totals.amount_fen),
        "place": batch.place,
        "month": f"{batch.month:%Y-%m}",
        "written_on": on.isoformat(),
    }
    content = write(known, header, _rows(batch))
    written = BankFile.objects.create(
        batch=batch, place=batch.place, number=number, format=known.id, encoding=known.encoding, content=content,
        digest=sha256(content.encode(known.encoding)).hexdigest(), rows=totals.lines, total_fen=totals.amount_fen,
        written_on=on, written_by=by,
    )  # fmt: skip
    post_sent(batch.pk, on=on)
    record("payments.file_written", on=on, subject=written, place=batch.place, details={"digest": written.digest})
    return written


def _the_same(written: BankFile, format_id: str) -> BankFile:
    if written.format != format_id:
        raise WrittenOtherwise(number=written.batch_id, format=written.format)
    return written


def _rows(batch: Batch) -> Iterator[dict[str, str]]:
    """Say each line in the words of a bank file, in the order of the lines."""
    labels = {programme.id: programme.label for programme in lawbook.packs().programmes}
    lines: Any = batch.lines.order_by("pk").values_list(
        "pk", "account__holder_name", "account__number", "account__bank", "amount_fen", "month",
        "entitlement__programme", "component__kind", "payee__name",
    )  # fmt: skip
    for sequence, (pk, holder, number, bank, fen, month, programme, kind, payee) in enumerate(lines, 1):
        label, part = str(labels.get(programme, programme)), str(ComponentKind(kind).label)
        yield {
            "sequence": str(sequence),
            "reference": f"{pk:012}",
            "account_holder": holder,
            "account_number": str(number),
            "bank": bank,
            "amount_fen": str(fen),
            "amount_yuan": plain_yuan(fen),
            "month": f"{month:%Y-%m}",
            "programme": label,
            "part": part,
            "payee": payee,
            "remark": f"{label}{month:%Y-%m}{part}",
        }
