"""Link an officer's account to who they are at a provider of identities."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Account, Officer, OutsideIdentity
from doudi.accounts.refusals import said
from doudi.accounts.services.administration import require_administrator
from doudi.audit.services.record import record
from doudi.kernel.errors import NotNow, Refused


class IdentityTaken(NotNow):
    """This person of the provider is another account, or this account is another person there."""

    code = "accounts.identity_taken"
    sentence = "这个外部身份已经绑定了别的账号，或者这个账号已经绑定了别的外部身份。"


class IdentityNameless(Refused):
    """The issuer or the subject is empty."""

    code = "accounts.identity_nameless"
    sentence = "请填写签发方和对方的用户标识。"


@transaction.atomic
def link_identity(
    *, account: Account, issuer: str, subject: str, place: str, by: Officer | None, on: date
) -> OutsideIdentity:
    """Let whom a provider calls `subject` sign in as this account. Raises IdentityTaken, IdentityNameless."""
    require_administrator(by, at=place, on=on)
    refused = {
        "identity_is_one_account": IdentityTaken(),
        "identity_once_an_issuer": IdentityTaken(),
        "identity_is_named": IdentityNameless(),
    }
    with said(refused):
        identity = OutsideIdentity.objects.create(account=account, issuer=issuer.strip(), subject=subject.strip())
    record("accounts.identity_linked", on=on, subject=identity, place=place)
    return identity
