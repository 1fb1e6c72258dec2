"""How often somebody may try: counted in the database, so that it holds for all processes, and under one lock a key.

A try is counted before it is looked at, and forgotten when it was right; what is counted is a keyed index, never a
name, a number or an address in clear.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import Final

from django.db import connection, transaction

from doudi.accounts.models import Attempt
from doudi.accounts.options import EntryLimits, SignInLimits
from doudi.accounts.secrets import blind_index
from doudi.kernel.errors import NotNow

AN_HOUR: Final = timedelta(hours=1)


class TooManyTries(NotNow):
    """The person, the phone or the address has been tried too often; which of them is not said."""

    code = "accounts.too_many_tries"
    sentence = "尝试的次数太多了，请一小时以后再试，或者到乡镇（街道）社会救助窗口办理。"


class LockedOut(NotNow):
    """Too many wrong passwords or codes for this account from this address."""

    code = "accounts.locked_out"
    sentence = "错的次数太多，这个登录名已暂停登录，请 {minutes} 分钟以后再试。"


def count_sign_in(limits: SignInLimits, *, login: str, address: str, at: datetime) -> None:
    """Count a try to sign in under a login name, whether it exists or not. Raises LockedOut."""
    if not _count(_sign_in_key(login, address), limits.tries, limits.pause, at):
        raise LockedOut(minutes=ceil(limits.pause / timedelta(minutes=1)))


def forget_sign_in(*, login: str, address: str) -> None:
    """Forget the tries of who has signed in."""
    Attempt.objects.filter(key_index=_sign_in_key(login, address)).delete()


def count_entry(limits: EntryLimits, *, person: str, phone: str, address: str, at: datetime) -> None:
    """Count one try to enter under each of the three that is given. Raises TooManyTries when one has had too many."""
    asked = {"person": (person, limits.person), "phone": (phone, limits.phone), "address": (address, limits.address)}
    counted = [
        _count(blind_index(f"try of a {kind}", key), most, AN_HOUR, at) for kind, (key, most) in asked.items() if key
    ]
    if not all(counted):
        raise TooManyTries


def may_bring_tokens(limits: EntryLimits, *, address: str, at: datetime) -> bool:
    """Say whether an address has brought few enough wrong tokens within the hour; asking is not counted."""
    wrong = Attempt.objects.filter(key_index=_token_key(address), at__gt=at - AN_HOUR)
    return wrong.count() < limits.address


def count_token(limits: EntryLimits, *, address: str, at: datetime) -> None:
    """Count a wrong token from an address."""
    _count(_token_key(address), limits.address, AN_HOUR, at)


def _token_key(address: str) -> str:
    return blind_index("try of a token", address)


def _sign_in_key(login: str, address: str) -> str:
    return blind_index("try of a login", f"{login}\0{address}")


@transaction.atomic
def _count(key: str, most: int, within: timedelta, at: datetime) -> bool:
    """Count under one key, one request at a time; tries that no longer matter are forgotten."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    tries = Attempt.objects.filter(key_index=key)
    tries.filter(at__lte=at - within).delete()
    if tries.count() >= most:
        return False
    Attempt.objects.create(key_index=key, at=at)
    return True
