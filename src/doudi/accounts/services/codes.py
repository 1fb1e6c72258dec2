"""Codes that let citizens in: one is sent to a phone, another is printed at the window. Only digests are kept."""

from __future__ import annotations

import hmac
import secrets
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Code, CodePurpose, Officer
from doudi.accounts.roles import Act
from doudi.accounts.secrets import blind_index
from doudi.audit.services.record import record
from doudi.kernel.errors import Refused
from doudi.kernel.residentid import ResidentNumber

DIGITS: Final = 6
LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH: Final = 10
"""A code on paper is good for weeks, so it is long; without the signs that look like others."""


class CodeUnfit(Refused):
    """Wrong, too old, used before, or tried too often; which of them is not said."""

    code = "accounts.code_unfit"
    sentence = "验证码不对或者已经失效，请核对；不行就重新取一个。"


def phone_code(*, number: ResidentNumber, phone: str, at: datetime) -> str:
    """Make the code that is sent to a phone for a person. It is made whether or not anybody is known by this number."""
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    _keep(CodePurpose.ENTER, _phone_key(number, phone), code, at, settings.DOUDI_ENTRY.code_life)
    return code


@transaction.atomic
def window_code(*, number: ResidentNumber, application: int, place: str, by: Officer, on: date, at: datetime) -> str:
    """Make the code that the window prints for whom an application is about. Raises MayNot."""
    permissions.require(by, Act.REGISTER, at=place, on=on)
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    kept = _keep(CodePurpose.WINDOW, _window_key(number), code, at, settings.DOUDI_ENTRY.window_code_life, application)
    record("accounts.window_code_printed", on=on, subject=kept, place=place, details={"application": application})
    return f"{code[:5]}-{code[5:]}"


def take_phone_code(*, number: ResidentNumber, phone: str, code: str, at: datetime) -> None:
    """Take the code that was sent last. Raises CodeUnfit; call it outside a transaction, so that the try is kept."""
    _take(CodePurpose.ENTER, _phone_key(number, phone), code.strip(), at)


def take_window_code(*, number: ResidentNumber, code: str, at: datetime) -> int:
    """Take a code of the window and return the application it was printed for. Raises CodeUnfit."""
    taken = _take(CodePurpose.WINDOW, _window_key(number), code.replace("-", "").replace(" ", "").upper(), at)
    assert taken.subject_id is not None  # noqa: S101 - a constraint of the table
    return taken.subject_id


def _keep(purpose: CodePurpose, key: str, code: str, at: datetime, life: timedelta, subject: int | None = None) -> Code:
    return Code.objects.create(
        purpose=purpose,
        key_index=key,
        digest=_digest(purpose, key, code),
        sent_at=at,
        expires_at=at + life,
        subject_id=subject,
    )


def _take(purpose: CodePurpose, key: str, code: str, at: datetime) -> Code:
    kept = _tried(purpose, key, code, at)
    if kept is None:
        raise CodeUnfit
    return kept


@transaction.atomic
def _tried(purpose: CodePurpose, key: str, code: str, at: datetime) -> Code | None:
    """Compare with the newest code and note that it was tried, or used; an older one no longer counts."""
    kept = Code.objects.select_for_update().filter(purpose=purpose, key_index=key).order_by("-sent_at", "-pk").first()
    if kept is None or kept.used_at or kept.expires_at <= at or kept.tries >= settings.DOUDI_ENTRY.code_tries:
        return None
    is_right = hmac.compare_digest(kept.digest, _digest(purpose, key, code))
    kept.tries += 1
    kept.used_at = at if is_right else None
    kept.save(update_fields=["tries", "used_at"])
    return kept if is_right else None


def _digest(purpose: CodePurpose, key: str, code: str) -> str:
    return blind_index("code", f"{purpose}\0{key}\0{code}")


def _phone_key(number: ResidentNumber, phone: str) -> str:
    return blind_index("code to a phone", f"{number.full}\0{phone}")


def _window_key(number: ResidentNumber) -> str:
    return blind_index("code of the window", number.full)
