"""Open an account for a member of staff."""

from __future__ import annotations

import re
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from doudi.accounts.models import Account, AccountKind, Officer
from doudi.accounts.refusals import said
from doudi.accounts.services.administration import require_administrator
from doudi.audit.services.record import record
from doudi.kernel.errors import Refused

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]*")


class LoginUnfit(Refused):
    """A login name of other characters than small letters, digits, dot, hyphen and underscore."""

    code = "accounts.login_unfit"
    sentence = "登录名“{login}”有误：用小写字母、数字、点、横线或下划线，以字母或数字开头。"


class LoginTaken(Refused):
    """Somebody has this login name."""

    code = "accounts.login_taken"
    sentence = "登录名“{login}”已有人使用，请换一个。"


class NameMissing(Refused):
    """An officer acts by name."""

    code = "accounts.name_missing"
    sentence = "请填写姓名。"


class PasswordWeak(Refused):
    """The password does not meet the rules of this installation."""

    code = "accounts.password_weak"
    sentence = "密码不合要求：{reasons}"


@transaction.atomic
def open_officer_account(
    *, login: str, name: str, password: str | None, place: str, by: Officer | None, on: date
) -> Officer:
    """Open an account; its password has to be changed at the first sign-in. Without one, only OIDC lets in.

    `place` is where the administrator acts. Raises LoginUnfit, LoginTaken, NameMissing, PasswordWeak."""
    require_administrator(by, at=place, on=on)
    if not LOGIN.fullmatch(login):
        raise LoginUnfit(login=login)
    if not name.strip():
        raise NameMissing
    account = Account(login=login, kind=AccountKind.OFFICER, is_password_temporary=True)
    set_password(account, password)
    with said({"accounts_account_login_key": LoginTaken(login=login)}):
        account.save()
    officer = Officer.objects.create(account=account, name=name.strip())
    record("accounts.officer_account_opened", on=on, subject=officer, place=place)
    return officer


def set_password(account: Account, password: str | None) -> None:
    """Set a password that meets the rules, or none. Raises PasswordWeak."""
    if password is None:
        account.set_unusable_password()
        return
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise PasswordWeak(reasons="".join(error.messages)) from error
    account.set_password(password)
