"""Posting to the ledger: sets of transfers in one statement, each with the key its caller made.

A key that is posted again with the same content changes nothing; with another content the whole set is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from doudi.entitlements.queries import as_sets
from doudi.kernel.errors import Refused
from doudi.kernel.money import Fen
from doudi.kernel.months import Month
from doudi.payments.models import LedgerAccount

KEEP = """
WITH wanted AS MATERIALIZED ({wanted}), kept AS (
    INSERT INTO payments_transfer
        (key, debit_id, credit_id, line_id, place, amount_fen, month, posted_on, reason, note)
    SELECT key, debit_id, credit_id, line_id, place, amount_fen, month, %(on)s, reason, note FROM wanted
    ORDER BY key ON CONFLICT (key) DO NOTHING RETURNING 1
)
SELECT (SELECT count(*) FROM kept), (SELECT count(*) FROM wanted)
"""
OTHERWISE = """
SELECT w.key FROM ({wanted}) w JOIN payments_transfer t USING (key)
WHERE (w.debit_id, w.credit_id, w.line_id, w.place, w.amount_fen, w.month, w.reason, w.note)
      IS DISTINCT FROM (t.debit_id, t.credit_id, t.line_id, t.place, t.amount_fen, t.month, t.reason, t.note)
ORDER BY w.key LIMIT 1
"""
GIVEN = """
SELECT * FROM unnest(%(key)s::uuid[], %(debit_id)s::bigint[], %(credit_id)s::bigint[], %(line_id)s::bigint[],
    %(place)s::text[], %(amount_fen)s::bigint[], %(month)s::date[], %(reason)s::text[], %(note)s::text[])
    AS g (key, debit_id, credit_id, line_id, place, amount_fen, month, reason, note)
"""


class KeyReused(Refused):
    """A transfer was posted before under this key, with another content."""

    code = "payments.key_reused"
    sentence = "转账键 {key} 已经用于内容不同的一笔转账，整批未记账。"


@dataclass(frozen=True, slots=True)
class NewTransfer:
    """A transfer to post; the caller makes `key` once, and keeps it before posting."""

    key: UUID
    debit: LedgerAccount
    credit: LedgerAccount
    amount_fen: Fen
    month: Month
    place: str
    note: str


def post_transfers(transfers: Sequence[NewTransfer], *, on: date) -> int:
    """Post transfers by hand 记账, each with a note; return how many were new. Raises KeyReused."""
    columns = {
        "key": [each.key for each in transfers],
        "debit_id": [each.debit.pk for each in transfers],
        "credit_id": [each.credit.pk for each in transfers],
        "line_id": [None for _ in transfers],
        "place": [each.place for each in transfers],
        "amount_fen": [each.amount_fen for each in transfers],
        "month": [each.month.first_day for each in transfers],
        "reason": ["other" for _ in transfers],
        "note": [each.note for each in transfers],
    }
    return post(GIVEN, columns, on=on)


@transaction.atomic
def post(wanted: str, arguments: Mapping[str, Any], *, on: date) -> int:
    """Post the rows of a query, which has the columns of `GIVEN`; return how many were new. Raises KeyReused."""
    given = {**arguments, "on": on}
    posted, asked = as_sets(KEEP.format(wanted=wanted), given)[0]
    others = as_sets(OTHERWISE.format(wanted=wanted), given) if posted < asked else []
    if others:
        raise KeyReused(key=others[0][0])
    return posted
