"""Change one's own password."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Account
from doudi.accounts.services.open_officer_account import set_password
from doudi.audit.services.record import record
from doudi.kernel.errors import Refused


class PasswordSame(Refused):
    """The new password is the old one."""

    code = "accounts.password_same"
    sentence = "新密码与原密码相同，请换一个。"


@transaction.atomic
def change_password(*, account: Account, password: str, on: date) -> None:
    """Set a new password; who asks has just proved to know the old one. Raises PasswordWeak, PasswordSame."""
    if account.check_password(password):
        raise PasswordSame
    set_password(account, password)
    account.is_password_temporary = False
    account.save(update_fields=["password", "is_password_temporary"])
    record("accounts.password_changed", on=on, subject=account)
