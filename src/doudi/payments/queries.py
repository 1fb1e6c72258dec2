"""What a month pays, how far it is, and whether bank and ledger agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from django.db import connection
from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from doudi.audit.actor import place_range
from doudi.kernel.months import Month
from doudi.payments.choices import LedgerKind
from doudi.payments.models import BankFile, BankReceipt, Batch, Held, LedgerAccount, Line, LineResult, Transfer

BALANCES: Final = """
SELECT a.kind, a.place, a.programme, coalesce(sum(m.amount_fen), 0)::bigint AS balance_fen
FROM payments_ledgeraccount a
LEFT JOIN (SELECT debit_id AS account_id, amount_fen FROM payments_transfer
           UNION ALL SELECT credit_id, -amount_fen FROM payments_transfer) m ON m.account_id = a.id
WHERE a.place >= %(from)s AND a.place < %(until)s
GROUP BY a.place, a.programme, a.kind ORDER BY a.place, a.programme, a.kind
"""
RECONCILED: Final = """
SELECT coalesce(r.outcome, 'waiting'), count(*), sum(l.amount_fen)::bigint
FROM payments_line l
LEFT JOIN LATERAL (SELECT outcome FROM payments_lineresult r
                   WHERE r.line_id = l.id ORDER BY r.sequence DESC LIMIT 1) r ON true
WHERE l.batch_id = %(batch)s GROUP BY 1
"""
BOOKED: Final = """
SELECT t.reason, coalesce(sum(t.amount_fen), 0)::bigint
FROM payments_transfer t JOIN payments_line l ON l.id = t.line_id WHERE l.batch_id = %(batch)s GROUP BY t.reason
"""


PAID_AGAIN: Final = """
SELECT r.reason, count(*), count(*) FILTER (WHERE old.index = new.index)
FROM payments_line l
JOIN payments_line before ON before.batch_id = %(reissues)s AND before.component_id = l.component_id
JOIN payments_lineresult r ON r.line_id = before.id AND r.outcome = 'returned'
JOIN entitlements_bankaccount old ON old.id = before.account_id
JOIN entitlements_bankaccount new ON new.id = l.account_id
WHERE l.batch_id = %(batch)s GROUP BY r.reason ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True, slots=True)
class PaidAgain:
    """Of a reissue: how many lines the bank had returned for one reason, and how many still go to that account."""

    reason: str
    lines: int
    same_account: int


@dataclass(frozen=True, slots=True)
class Totals:
    """How many lines, and how much."""

    lines: int
    amount_fen: int


NOTHING: Final = Totals(0, 0)


@dataclass(frozen=True, slots=True)
class Balance:
    """What stands on an account of the ledger; credits are negative."""

    kind: str
    place: str
    programme: str
    balance_fen: int

    @property
    def label(self) -> str:
        """The name of the account."""
        return LedgerKind(self.kind).label


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A batch held against bank file, receipts and ledger; `differences` in fen by what they are between."""

    made: Totals
    paid: Totals
    returned: Totals
    waiting: Totals
    differences: dict[str, int]

    @property
    def agrees(self) -> bool:
        """Whether everything agrees to the fen."""
        return not self.differences

    @property
    def is_settled(self) -> bool:
        """Whether the bank has answered for every line."""
        return not self.waiting.lines


# ---------------------------------------------------------------- batches


def batches(*, place: str, month: Month | None = None) -> QuerySet[Batch]:
    """List the batches of a place and below, newest first, with the number of lines and their sum."""
    first, until = place_range(place)
    found = Batch.objects.filter(place__gte=first, place__lt=until)
    if month is not None:
        found = found.filter(month=month.first_day)
    counted = found.annotate(line_count=Count("lines"), total_fen=Coalesce(Sum("lines__amount_fen"), 0))
    return counted.select_related("made_by", "approved_by", "cancelled_by").order_by("-pk")


def with_returns(found: QuerySet[Batch]) -> QuerySet[Batch]:
    """Give each batch its `returned_count`: how many of its lines the bank has returned."""
    returned = LineResult.objects.filter(line__batch=OuterRef("pk"), outcome="returned").order_by()
    counted = returned.values("line__batch").annotate(lines=Count("pk")).values("lines")
    return found.annotate(returned_count=Coalesce(Subquery(counted), 0))


def paid_again(batch: Batch) -> list[PaidAgain]:
    """Say why the bank had returned what a batch pays again, the most frequent reason first."""
    if batch.reissues_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(PAID_AGAIN, {"batch": batch.pk, "reissues": batch.reissues_id})
        return [PaidAgain(*row) for row in cursor.fetchall()]


def lines_of(batch: int, *, after: int = 0) -> QuerySet[Line]:
    """List the lines of a batch in their order, from behind the key `after`, with all that a page shows of them."""
    shown = Line.objects.filter(batch=batch, pk__gt=after).select_related(
        "entitlement__application", "component__member", "payee", "account"
    )
    return shown.prefetch_related("results").order_by("pk")


def held_of(batch: int) -> QuerySet[Held]:
    """List what a batch holds back, with the reason."""
    return Held.objects.filter(batch=batch).select_related("entitlement__application", "component").order_by("pk")


def lines_of_entitlement(entitlement: int) -> QuerySet[Line]:
    """List every payment of an entitlement, newest month first, with its results."""
    lines = Line.objects.filter(entitlement=entitlement).select_related("batch", "component", "payee", "account")
    return lines.prefetch_related("results").order_by("-month", "component", "-attempt")


def payments_of(entitlements: Iterable[int]) -> QuerySet[Line]:
    """List what was or is being paid for entitlements, newest month first; for a township and the family as well.

    They do not see the batch, which lies at the county: a line says its month and its results by itself."""
    lines = Line.objects.filter(entitlement__in=list(entitlements)).select_related("component", "account")
    return lines.prefetch_related("results").order_by("-month", "component", "-attempt")


def totals_of(batch: int) -> Totals:
    """Count and add up the lines of a batch."""
    found = Line.objects.filter(batch=batch).aggregate(lines=Count("pk"), fen=Coalesce(Sum("amount_fen"), 0))
    return Totals(found["lines"], found["fen"])


# ---------------------------------------------------------------- files


def file_of(batch: int) -> BankFile | None:
    """Return the bank file of a batch, None before it is written."""
    return BankFile.objects.filter(batch=batch).first()


def content_of(bank_file: BankFile) -> bytes:
    """Return a bank file as it goes to the bank."""
    return str(bank_file.content).encode(bank_file.encoding)


def was_read(batch: int, content: bytes) -> bool:
    """Whether this very receipt was recorded before."""
    return BankReceipt.objects.filter(bank_file__batch=batch, digest=sha256(content).hexdigest()).exists()


def receipts_of(batch: int) -> QuerySet[BankReceipt]:
    """List the receipts of a batch, oldest first, with how many lines each told anew."""
    found = BankReceipt.objects.filter(bank_file__batch=batch).select_related("received_by")
    return found.annotate(result_count=Count("results")).order_by("pk")


# ---------------------------------------------------------------- the ledger


def balance(account: LedgerAccount) -> int:
    """Return what stands on an account, in fen: debits less credits."""
    signed = Case(When(debit=account, then=F("amount_fen")), default=-F("amount_fen"))
    moved = Transfer.objects.filter(debit=account) | Transfer.objects.filter(credit=account)
    return moved.aggregate(balance=Coalesce(Sum(signed), Value(0)))["balance"]


def trial_balance(place: str = "000000") -> list[Balance]:
    """List every account of a place and below with its balance 试算平衡; together they are nought."""
    first, until = place_range(place)
    with connection.cursor() as cursor:
        cursor.execute(BALANCES, {"from": first[:6], "until": until})
        return [Balance(*row) for row in cursor.fetchall()]


def reconcile(batch: Batch) -> Reconciliation:
    """Hold a batch against its file, its receipts and the ledger 对账, to the fen."""
    with connection.cursor() as cursor:
        cursor.execute(RECONCILED, {"batch": batch.pk})
        counted = {outcome: Totals(lines, fen) for outcome, lines, fen in cursor.fetchall()}
        cursor.execute(BOOKED, {"batch": batch.pk})
        booked = dict(cursor.fetchall())
    paid, returned, waiting = (counted.get(outcome, NOTHING) for outcome in ("paid", "returned", "waiting"))
    made = totals_of(batch.pk)
    written = file_of(batch.pk)
    pairs = {
        "批准与明细": (booked.get("approved", 0), made.amount_fen if batch.status == "approved" else 0),
        "代发文件与明细": (written.total_fen, made.amount_fen) if written else (0, 0),
        "送交银行与代发文件": (booked.get("sent", 0), written.total_fen if written else 0),
        "入账与回盘": (booked.get("paid", 0) - booked.get("recalled", 0), paid.amount_fen),
        "退回与回盘": (booked.get("returned", 0) + booked.get("recalled", 0), returned.amount_fen),
    }
    apart = {name: one - other for name, (one, other) in pairs.items() if one != other}
    return Reconciliation(made, paid, returned, waiting, apart)
