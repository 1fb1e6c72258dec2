"""Revoke a token: from now on it opens nothing."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import ApiToken, Officer
from doudi.accounts.services.administration import require_administrator
from doudi.audit.services.record import record
from doudi.kernel.errors import NotNow


class TokenRevoked(NotNow):
    """It was revoked before."""

    code = "accounts.token_revoked"
    sentence = "第 {number} 号令牌已于 {day} 吊销。"


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Officer | None, on: date) -> ApiToken:
    """Revoke a token at once. `by` is None on the command line. Raises TokenRevoked, and as `require_administrator`."""
    require_administrator(by, at=token.place, on=on)
    found = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if found.revoked_on is not None:
        raise TokenRevoked(number=found.pk, day=found.revoked_on)
    found.revoked_on = on
    found.save(update_fields=["revoked_on"])
    record("accounts.token_revoked", on=on, subject=found, place=found.place)
    return found
