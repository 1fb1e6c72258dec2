"""Words of the payments: kinds of accounts, states, outcomes and reasons, with their Chinese labels."""

from __future__ import annotations

from django.db import models


class LedgerKind(models.TextChoices):
    """What an account of the ledger stands for. Debits are positive: the sum of all balances is nought."""

    AID = "aid", "救助支出"
    PAYABLE = "payable", "应付救助金"
    CLEARING = "clearing", "银行在途"
    PAID = "paid", "已发放"
    RETURNED = "returned", "退回待发"


class BatchStatus(models.TextChoices):
    """How far a batch is."""

    MADE = "made", "待批准"
    APPROVED = "approved", "已批准"
    CANCELLED = "cancelled", "已撤销"


class HeldReason(models.TextChoices):
    """Why something due is not in a batch."""

    NO_PAYEE = "no_payee", "没有登记收款人和账户"
    DEAD = "dead", "保障对象或收款人已登记死亡"
    RETURNED = "returned", "银行退回，账户已更正，等待重发"
    UNCHANGED = "unchanged", "银行退回，还没有登记更正的账户"
    NOT_DUE = "not_due", "待遇已终止，本月不再应发"


class LineOutcome(models.TextChoices):
    """What became of a line."""

    PAID = "paid", "已入账"
    RETURNED = "returned", "已退回"
    CANCELLED = "cancelled", "已撤销"


class TransferReason(models.TextChoices):
    """Why money moves in the ledger; each at most once a line."""

    APPROVED = "approved", "批准发放"
    SENT = "sent", "送交银行"
    PAID = "paid", "银行入账"
    RETURNED = "returned", "银行退回"
    RECALLED = "recalled", "入账后退回"
    OTHER = "other", "其他"
