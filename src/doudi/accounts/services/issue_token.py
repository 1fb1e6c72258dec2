"""Issue a token to an office, in the name of an officer there."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date
from typing import Final

from django.db import transaction
from psycopg.types.range import DateRange

from doudi.accounts.bearer import digest_of
from doudi.accounts.models import ApiToken, Office, Officer, TokenScope
from doudi.accounts.permissions import posts_of
from doudi.accounts.services.administration import require_administrator
from doudi.audit.services.record import record
from doudi.kernel.errors import NotAllowed, Refused

BYTES: Final = 32
PREFIX: Final = "doudi_"
"""So that whoever finds one somewhere knows what it opens."""


class TokenUnsound(Refused):
    """A token without scope, purpose, or a day on which it ends."""

    code = "accounts.token_unsound"
    sentence = "令牌的{field}有误：{reason}。"


class NotOfTheOffice(NotAllowed):
    """Who shall answer for a token has no post at its office."""

    code = "accounts.not_of_the_office"
    sentence = "{officer}当天不在“{office}”任职，不能作为令牌的责任人。"


class IssuesToSelf(NotAllowed):
    """Nobody issues a token in their own name."""

    code = "accounts.issues_to_self"
    sentence = "不能给自己签发令牌，请由另一位账号管理员办理。"


@transaction.atomic
def issue_token(
    *,
    office: Office,
    officer: Officer,
    scopes: Collection[str],
    purpose: str,
    until: date,
    by: Officer | None,
    on: date,
) -> tuple[ApiToken, str]:
    """Make a token that is good before the day `until`; return its row and the token, which nobody can read again.

    `by` is None on the command line. Raises IssuesToSelf, NotOfTheOffice, TokenUnsound, and as `require_administrator`.
    """
    require_administrator(by, at=office.place, on=on)
    if by == officer:
        raise IssuesToSelf
    if office not in [post.office for post in posts_of(officer, on)]:
        raise NotOfTheOffice(officer=officer, office=office)
    _require_sound(scopes, purpose, until, on)
    token = PREFIX + secrets.token_urlsafe(BYTES)
    made = ApiToken.objects.create(
        office=office, officer=officer, place=office.place, purpose=purpose.strip(), scopes=sorted(set(scopes)),
        digest=digest_of(token), valid=DateRange(on, until),
    )  # fmt: skip
    told = {"office": office.pk, "officer": officer.pk, "scopes": made.scopes}
    record("accounts.token_issued", on=on, subject=made, place=office.place, details=told)
    return made, token


def _require_sound(scopes: Collection[str], purpose: str, until: date, on: date) -> None:
    strangers = sorted(set(scopes) - set(TokenScope.values))
    if strangers or not scopes:
        reason = f"没有 {'、'.join(strangers)}" if strangers else "至少要有一项"
        raise TokenUnsound(field="权限", reason=reason)
    if not purpose.strip():
        raise TokenUnsound(field="用途", reason="请填写")
    if until <= on:
        raise TokenUnsound(field="失效日期", reason="须晚于今天")
