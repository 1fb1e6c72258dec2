"""Take the second factor of an officer away: the phone is lost, and so is the paper."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer, RecoveryCode, SecondFactor
from doudi.accounts.services.administration import require_administrator, require_reach
from doudi.audit.services.record import record
from doudi.kernel.errors import NotKnown


class NoFactor(NotKnown):
    """The officer has no authenticator."""

    code = "accounts.no_second_factor"
    sentence = "{officer}没有绑定动态口令。"


@transaction.atomic
def remove_second_factor(*, officer: Officer, place: str, by: Officer | None, on: date) -> None:
    """Let an officer enrol anew; an administrator of `place` does it, having seen them. Raises NoFactor."""
    require_administrator(by, at=place, on=on)
    require_reach(officer, by=by, at=place, on=on)
    removed, _ = SecondFactor.objects.filter(account=officer.account_id).delete()
    if not removed:
        raise NoFactor(officer=officer)
    RecoveryCode.objects.filter(account=officer.account_id).delete()
    record("accounts.second_factor_removed", on=on, subject=officer, place=place)
