"""The ledger, a month's batches and their lines, and what went to the bank and came back. Months are first days.

Lines, results, transfers and files are only added. A batch goes from made to approved or cancelled, and no way else.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from doudi.accounts.encrypted import EncryptedTextField
from doudi.accounts.models import Officer
from doudi.audit.append_only import AppendOnly
from doudi.entitlements.models import BankAccount, Component, Entitlement, Payee
from doudi.kernel.patterns import DIGEST, PLACE, SOMETHING
from doudi.payments.choices import BatchStatus, HeldReason, LedgerKind, LineOutcome, TransferReason


class LedgerAccount(models.Model):
    """An account of the ledger 科目, of a county and a programme. Its balance is a sum of transfers, kept nowhere."""

    kind = models.CharField("类别", max_length=10, choices=LedgerKind.choices)
    place = models.CharField("行政区划", max_length=6)
    programme = models.CharField("救助项目", max_length=40)

    class Meta:
        verbose_name = "科目"
        verbose_name_plural = "科目"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=LedgerKind.values), name="ledger_account_has_a_kind"),
            models.UniqueConstraint(fields=["place", "programme", "kind"], name="ledger_account_once"),
        ]

    def __str__(self) -> str:
        """Say which."""
        return f"{LedgerKind(self.kind).label} {self.place} {self.programme}"


class Batch(models.Model):
    """A month's payments of a place 发放批次: made by one officer, approved by another."""

    made_by_id: int
    reissues_id: int | None
    lines: models.Manager[Line]
    held: models.Manager[Held]
    bank_file: BankFile
    place = models.CharField("行政区划", max_length=12)
    month = models.DateField("发放月份")
    programme = models.CharField("限于救助项目", max_length=40, blank=True)
    reissues = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="重发的批次")
    status = models.CharField("状态", max_length=10, choices=BatchStatus.choices, default=BatchStatus.MADE)
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="制单人")
    made_on = models.DateField("制单日期")
    approved_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人"
    )
    approved_on = models.DateField("批准日期", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤销人"
    )
    cancelled_on = models.DateField("撤销日期", null=True, blank=True)
    cancel_reason = models.CharField("撤销理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "发放批次"
        verbose_name_plural = "发放批次"
        indexes: ClassVar = [models.Index(fields=["place", "month"], name="batch_place")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(place__regex=PLACE), name="batch_has_a_place"),
            models.CheckConstraint(condition=Q(month__day=1), name="batch_is_of_a_month"),
            models.CheckConstraint(condition=~Q(approved_by=F("made_by")), name="batch_has_a_second_signer"),
            models.CheckConstraint(
                condition=Q(status="made", approved_by=None, approved_on=None, cancelled_by=None, cancelled_on=None)
                | Q(status="approved", approved_by__isnull=False, approved_on__isnull=False, cancelled_by=None)
                & Q(cancelled_on=None)
                | Q(status="cancelled", cancelled_by__isnull=False, cancelled_on__isnull=False, approved_by=None)
                & Q(approved_on=None, cancel_reason__regex=SOMETHING),
                name="batch_status_is_signed",
            ),
            models.UniqueConstraint(fields=["id", "month"], name="batch_key_for_lines"),
            models.UniqueConstraint(fields=["id", "place"], name="batch_key_for_files"),
        ]

    def __str__(self) -> str:
        """Number and month."""
        return f"批次 {self.pk} {self.month:%Y-%m}"


class Line(models.Model):
    """One part of one entitlement for one month, to one account 发放明细; `attempt` counts returns and cancellations.

    Foreign keys of several columns (see the migration) hold place, month, amount and account equal to their own rows.
    """

    batch_id: int
    entitlement_id: int
    component_id: int
    account_id: int
    results: models.Manager[LineResult]
    transfers: models.Manager[Transfer]
    batch = models.ForeignKey(Batch, models.PROTECT, db_constraint=False, related_name="lines", verbose_name="批次")
    entitlement = models.ForeignKey(
        Entitlement, models.PROTECT, db_constraint=False, related_name="lines", verbose_name="待遇"
    )
    component = models.ForeignKey(
        Component, models.PROTECT, db_constraint=False, related_name="lines", verbose_name="金额构成"
    )
    payee = models.ForeignKey(Payee, models.PROTECT, db_constraint=False, related_name="lines", verbose_name="收款人")
    account = models.ForeignKey(
        BankAccount, models.PROTECT, db_constraint=False, related_name="lines", verbose_name="账户"
    )
    place = models.CharField("行政区划", max_length=12)
    month = models.DateField("所属月份")
    amount_fen = models.BigIntegerField("金额（分）")
    attempt = models.PositiveSmallIntegerField("第几次")

    class Meta:
        verbose_name = "发放明细"
        verbose_name_plural = "发放明细"
        triggers: ClassVar = [AppendOnly()]
        indexes: ClassVar = [models.Index(fields=["place", "month"], name="line_place")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="line_pays_something"),
            models.CheckConstraint(condition=Q(attempt__gt=0), name="line_attempt_counts_from_one"),
            models.UniqueConstraint(fields=["component", "month", "attempt"], name="line_once"),
            models.UniqueConstraint(fields=["id", "place"], name="line_key_for_results"),
            models.UniqueConstraint(fields=["id", "month", "amount_fen", "place"], name="line_key_for_transfers"),
        ]

    def __str__(self) -> str:
        """Keys only."""
        return f"明细 {self.pk} {self.month:%Y-%m}"


class Held(models.Model):
    """Something due that a batch holds back 暂缓发放, and why."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="held", verbose_name="批次")
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="+", verbose_name="待遇")
    component = models.ForeignKey(Component, models.PROTECT, related_name="held", verbose_name="金额构成")
    place = models.CharField("行政区划", max_length=12)
    amount_fen = models.BigIntegerField("金额（分）")
    reason = models.CharField("原因", max_length=10, choices=HeldReason.choices)

    class Meta:
        verbose_name = "暂缓发放"
        verbose_name_plural = "暂缓发放"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(reason__in=HeldReason.values), name="held_has_a_reason"),
            models.UniqueConstraint(fields=["batch", "component"], name="held_once"),
        ]

    def __str__(self) -> str:
        """Say why."""
        return HeldReason(self.reason).label


class BankFile(models.Model):
    """The file that told the bank whom to pay 代发文件: one a batch, the same text whenever it is asked for."""

    batch_id: int
    batch = models.OneToOneField(Batch, models.PROTECT, related_name="bank_file", verbose_name="批次")
    place = models.CharField("行政区划", max_length=12)
    number = models.CharField("文件编号", max_length=30, unique=True)
    format = models.CharField("文件格式", max_length=40)
    encoding = models.CharField("编码", max_length=20)
    content = EncryptedTextField("内容")
    digest = models.CharField("摘要", max_length=64)
    rows = models.PositiveIntegerField("笔数")
    total_fen = models.BigIntegerField("金额合计（分）")
    written_on = models.DateField("生成日期")
    written_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="生成人")

    class Meta:
        verbose_name = "代发文件"
        verbose_name_plural = "代发文件"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="bank_file_has_a_digest"),
            models.CheckConstraint(condition=Q(rows__gt=0, total_fen__gt=0), name="bank_file_pays_something"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return self.number


class BankReceipt(models.Model):
    """A file in which the bank says what became of the lines 回盘文件; read whole or not at all."""

    results: models.Manager[LineResult]
    bank_file = models.ForeignKey(BankFile, models.PROTECT, related_name="receipts", verbose_name="代发文件")
    place = models.CharField("行政区划", max_length=12)
    content = EncryptedTextField("内容")
    digest = models.CharField("摘要", max_length=64)
    rows = models.PositiveIntegerField("笔数")
    received_on = models.DateField("收到日期")
    received_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="录入人")

    class Meta:
        verbose_name = "回盘文件"
        verbose_name_plural = "回盘文件"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="receipt_has_a_digest"),
            models.UniqueConstraint(fields=["bank_file", "digest"], name="receipt_once"),
        ]

    def __str__(self) -> str:
        """Its digest, shortened."""
        return self.digest[:8]


class LineResult(models.Model):
    """What became of a line 结果. A payment may still come back: then `returned` is its second result, and the last."""

    line_id: int
    receipt_id: int | None
    line = models.ForeignKey(Line, models.PROTECT, related_name="results", verbose_name="明细")
    receipt = models.ForeignKey(
        BankReceipt, models.PROTECT, null=True, blank=True, related_name="results", verbose_name="回盘文件"
    )
    place = models.CharField("行政区划", max_length=12)
    sequence = models.PositiveSmallIntegerField("序次")
    outcome = models.CharField("结果", max_length=10, choices=LineOutcome.choices)
    reason = models.CharField("原因", max_length=200, blank=True)
    on = models.DateField("日期", db_column="result_on")

    class Meta:
        verbose_name = "发放结果"
        verbose_name_plural = "发放结果"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sequence=1, outcome__in=LineOutcome.values) | Q(sequence=2, outcome="returned"),
                name="result_follows_its_order",
            ),
            models.CheckConstraint(
                condition=Q(outcome="cancelled", receipt=None) | ~Q(outcome="cancelled") & Q(receipt__isnull=False),
                name="result_is_told_by_the_bank",
            ),
            models.CheckConstraint(
                condition=Q(outcome="paid") | Q(reason__regex=SOMETHING), name="result_without_payment_says_why"
            ),
            models.UniqueConstraint(fields=["line", "sequence"], name="result_once"),
            models.UniqueConstraint(fields=["line", "outcome"], name="result_said_once"),
        ]

    def __str__(self) -> str:
        """Say what became of it."""
        return LineOutcome(self.outcome).label


class Transfer(models.Model):
    """So much from one account to another 转账. Debit and credit stand in one row: nothing unbalanced can be written.

    The caller makes the key; the same key a second time changes nothing.
    """

    debit_id: int
    credit_id: int
    key = models.UUIDField("键", unique=True)
    debit = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="debits", verbose_name="借方科目")
    credit = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="credits", verbose_name="贷方科目")
    line = models.ForeignKey(Line, models.PROTECT, null=True, blank=True, related_name="transfers", verbose_name="明细")
    place = models.CharField("行政区划", max_length=12)
    amount_fen = models.BigIntegerField("金额（分）")
    month = models.DateField("所属月份")
    on = models.DateField("记账日期", db_column="posted_on")
    reason = models.CharField("事由", max_length=10, choices=TransferReason.choices)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "转账"
        verbose_name_plural = "转账"
        triggers: ClassVar = [AppendOnly()]
        indexes: ClassVar = [
            models.Index(fields=["debit", "month"], name="transfer_debit"),
            models.Index(fields=["credit", "month"], name="transfer_credit"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="transfer_moves_something"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_moves_somewhere"),
            models.CheckConstraint(condition=Q(month__day=1), name="transfer_is_of_a_month"),
            models.CheckConstraint(
                condition=Q(line__isnull=False) & ~Q(reason="other")
                | Q(line=None, reason="other", note__regex=SOMETHING),
                name="transfer_says_why",
            ),
            models.UniqueConstraint(fields=["line", "reason"], name="transfer_once_a_line"),
        ]

    def __str__(self) -> str:
        """Keys only."""
        return f"转账 {self.key}"
