"""The second factor: codes of an authenticator (TOTP, RFC 6238), and recovery codes on paper for when it is lost."""

from __future__ import annotations

import hmac
import secrets
from datetime import date, datetime
from typing import Final

from django.db import transaction
from pyotp import random_base32
from pyotp.totp import TOTP

from doudi.accounts.models import Account, RecoveryCode, SecondFactor
from doudi.accounts.secrets import blind_index
from doudi.audit.services.record import record
from doudi.kernel.errors import NotNow, Refused

STEP: Final = 30
"""Seconds a code is shown (RFC 6238); one step before and after are taken too, for clocks that differ."""
RECOVERY_CODES: Final = 10
READABLE: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Digits and letters that nobody mistakes for one another on paper."""
LENGTH: Final = 10


class CodeWrong(Refused):
    """Neither the code of now nor an unused recovery code."""

    code = "accounts.second_factor_wrong"
    sentence = "动态口令不对，或者已经用过；请等手机上换了新的一组数字再输入。"


class FactorThere(NotNow):
    """The account has an authenticator; it has to be taken away before another one is enrolled."""

    code = "accounts.second_factor_there"
    sentence = "已经绑定了动态口令。换手机请先找账号管理员解除。"


def new_secret() -> str:
    """Return a secret for an authenticator, in the base32 that people can type."""
    return random_base32()


def enrolment_address(secret: str, login: str) -> str:
    """Return what the QR code says: `otpauth://totp/…`."""
    return TOTP(secret).provisioning_uri(name=login, issuer_name="doudi")


@transaction.atomic
def enrol(*, account: Account, secret: str, code: str, at: datetime, on: date) -> list[str]:
    """Bind an authenticator that shows the right code, and return recovery codes, which are told only now.

    Raises CodeWrong, FactorThere."""
    if SecondFactor.objects.filter(account=account).exists():
        raise FactorThere
    step = _step_of(secret, code, at, after=0)
    if step is None:
        raise CodeWrong
    SecondFactor.objects.create(account=account, secret=secret, since=at, last_step=step)
    record("accounts.second_factor_enrolled", on=on, subject=account)
    return _new_recovery_codes(account)


@transaction.atomic
def check(*, account: Account, code: str, at: datetime) -> None:
    """Take a code of the authenticator or a recovery code; each is good for one time. Raises CodeWrong."""
    factor = SecondFactor.objects.select_for_update().get(account=account)
    step = _step_of(str(factor.secret), code, at, after=factor.last_step)
    if step is not None:
        factor.last_step = step
        factor.save(update_fields=["last_step"])
        return
    used, _ = RecoveryCode.objects.filter(account=account, digest=_digest(account, code)).delete()
    if not used:
        raise CodeWrong


@transaction.atomic
def renew_recovery_codes(*, account: Account, on: date) -> list[str]:
    """Return new recovery codes; those of before are void."""
    record("accounts.recovery_codes_renewed", on=on, subject=account)
    return _new_recovery_codes(account)


def _new_recovery_codes(account: Account) -> list[str]:
    codes = ["".join(secrets.choice(READABLE) for _ in range(LENGTH)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(account=account, digest=_digest(account, code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _digest(account: Account, code: str) -> str:
    plain = code.replace("-", "").replace(" ", "").lower()
    return blind_index("recovery", f"{account.pk}:{plain}")


def _step_of(secret: str, code: str, at: datetime, *, after: int) -> int | None:
    """Return the step whose code it is, if that step comes later than the last one used."""
    now = int(at.timestamp()) // STEP
    plain = code.replace(" ", "").encode()
    generator = TOTP(secret)
    fitting = [s for s in (now - 1, now, now + 1) if hmac.compare_digest(generator.at(s * STEP).encode(), plain)]
    return next((step for step in fitting if step > after), None)
