"""Seal the keys of deliveries with the newest data key."""

from __future__ import annotations

from django.db import transaction
from django.db.models import BinaryField
from django.db.models.functions import Cast, Substr

from doudi.accounts.secrets import keyring
from doudi.verification.models import DeliveryKey

NUMBER = 4
"""Bytes at the head of what is sealed: the number of its data key (`accounts.secrets`)."""


@transaction.atomic
def seal_deliveries_anew() -> int:
    """Seal each key that an older data key sealed; return how many. The files stay as they are."""
    newest = keyring().newest.to_bytes(NUMBER)
    sealed_by = Substr(Cast("key", BinaryField()), 1, NUMBER, output_field=BinaryField())
    old = DeliveryKey.objects.alias(sealed_by=sealed_by).exclude(sealed_by=newest).select_for_update()
    rows = list(old)
    for row in rows:
        row.save(update_fields=["key"])
    return len(rows)
