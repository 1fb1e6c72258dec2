"""Lock the account of an officer, who has left or is suspected of something; and unlock it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Account, Officer
from doudi.accounts.services.administration import require_administrator, require_reach
from doudi.audit.services.record import record
from doudi.kernel.errors import NotAllowed, NotNow


class LocksSelf(NotAllowed):
    """Nobody locks themselves out."""

    code = "accounts.locks_self"
    sentence = "不能停用自己的账号，请由另一位账号管理员办理。"


class StandsSo(NotNow):
    """The account is locked already, or in use already."""

    code = "accounts.stands_so"
    sentence = "{officer}的账号已经{state}，不用再办。"


@transaction.atomic
def lock_account(*, officer: Officer, place: str, by: Officer | None, on: date) -> None:
    """Lock an account 停用: nobody gets in by it, and who is in is out with the next click. Posts stay as they are.

    Raises LocksSelf, StandsSo, and as `require_administrator`."""
    require_administrator(by, at=place, on=on)
    require_reach(officer, by=by, at=place, on=on)
    if by == officer:
        raise LocksSelf
    _set(officer, is_active=False, state="停用")
    record("accounts.locked", on=on, subject=officer, place=place)


@transaction.atomic
def unlock_account(*, officer: Officer, place: str, by: Officer | None, on: date) -> None:
    """Let an account be used again 启用. Raises StandsSo, and as `require_administrator`."""
    require_administrator(by, at=place, on=on)
    require_reach(officer, by=by, at=place, on=on)
    _set(officer, is_active=True, state="启用")
    record("accounts.unlocked", on=on, subject=officer, place=place)


def _set(officer: Officer, *, is_active: bool, state: str) -> None:
    changed = Account.objects.filter(pk=officer.account_id, is_active=not is_active).update(is_active=is_active)
    if not changed:
        raise StandsSo(officer=officer, state=state)
