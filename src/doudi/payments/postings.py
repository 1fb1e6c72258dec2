"""What moves in the ledger at each step of a line: which account is debited, which is credited.

approved   aid       → payable     a first payment; a reissue takes it from what came back: returned → payable
sent       payable   → clearing    the file has gone to the bank
paid       clearing  → paid
returned   clearing  → returned
recalled   paid      → returned    paid, and came back later

The key of a transfer is the digest of step and line, so that a step done twice is the same transfer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db import connection

from doudi.payments import ledger
from doudi.payments.choices import LedgerKind, TransferReason

ACCOUNTS: Final = """
INSERT INTO payments_ledgeraccount (kind, place, programme)
SELECT kind, place, programme
FROM (SELECT DISTINCT left(l.place, 6) AS place, e.programme
      FROM payments_line l JOIN entitlements_entitlement e ON e.id = l.entitlement_id
      WHERE l.batch_id = %(batch)s) places
CROSS JOIN unnest(%(kinds)s::text[]) AS kind
ORDER BY place, programme, kind ON CONFLICT DO NOTHING
"""
STEP: Final = """
SELECT md5(%(reason)s || ':' || l.id)::uuid AS key, debit.id AS debit_id, credit.id AS credit_id, l.id AS line_id,
       l.place, l.amount_fen, l.month, %(reason)s::text AS reason, ''::text AS note
FROM payments_line l
JOIN entitlements_entitlement e ON e.id = l.entitlement_id
JOIN payments_ledgeraccount debit ON debit.place = left(l.place, 6) AND debit.programme = e.programme
 AND debit.kind = {debit}
JOIN payments_ledgeraccount credit ON credit.place = left(l.place, 6) AND credit.programme = e.programme
 AND credit.kind = %(credit)s
WHERE {chosen}
"""
_WHOLE_BATCH: Final = "l.batch_id = %(batch)s"
_OF_RECEIPT: Final = (
    "l.id IN (SELECT r.line_id FROM payments_lineresult r WHERE r.receipt_id = %(receipt)s "
    "AND r.outcome = %(outcome)s AND r.sequence = %(sequence)s)"
)
_FIRST_OR_AGAIN: Final = """
CASE WHEN EXISTS (SELECT 1 FROM payments_line p JOIN payments_lineresult r ON r.line_id = p.id
                  WHERE p.component_id = l.component_id AND p.month = l.month AND p.attempt < l.attempt
                    AND r.outcome = 'returned')
     THEN 'returned' ELSE 'aid' END
"""
"""Once a payment came back, the aid was booked; each later attempt takes the money from what came back."""


def post_approved(batch: int, *, on: date) -> int:
    """Book what an approved batch owes."""
    with connection.cursor() as cursor:
        cursor.execute(ACCOUNTS, {"batch": batch, "kinds": LedgerKind.values})
    query = STEP.format(debit=_FIRST_OR_AGAIN, chosen=_WHOLE_BATCH)
    return _post(query, TransferReason.APPROVED, LedgerKind.PAYABLE, {"batch": batch}, on)


def post_sent(batch: int, *, on: date) -> int:
    """Book that the bank was told to pay a batch."""
    query = STEP.format(debit="'payable'", chosen=_WHOLE_BATCH)
    return _post(query, TransferReason.SENT, LedgerKind.CLEARING, {"batch": batch}, on)


def post_results(receipt: int, *, on: date) -> int:
    """Book what a receipt told: paid, returned, or returned after it was paid."""
    steps = (
        (TransferReason.PAID, "clearing", LedgerKind.PAID, "paid", 1),
        (TransferReason.RETURNED, "clearing", LedgerKind.RETURNED, "returned", 1),
        (TransferReason.RECALLED, "paid", LedgerKind.RETURNED, "returned", 2),
    )
    posted = 0
    for reason, debit, credit, outcome, sequence in steps:
        query = STEP.format(debit=f"'{debit}'", chosen=_OF_RECEIPT)
        told = {"receipt": receipt, "outcome": outcome, "sequence": sequence}
        posted += _post(query, reason, credit, told, on)
    return posted


def _post(query: str, reason: str, credit: str, chosen: Mapping[str, object], on: date) -> int:
    return ledger.post(query, {**chosen, "reason": reason, "credit": credit}, on=on)
