"""The account of a citizen who has just proved a phone, an outside identity, or a code of the window."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.db import transaction

from doudi.accounts.models import Account, AccountKind, Citizen, OutsideIdentity
from doudi.accounts.refusals import said
from doudi.accounts.secrets import blind_index
from doudi.audit.actor import Actor, acting
from doudi.audit.services.record import record
from doudi.kernel.errors import NotNow
from doudi.kernel.residentid import ResidentNumber

RESIDENT = "resident"


class EnteredElsewhere(NotNow):
    """The same person entered by the same phone a moment ago; the second of two requests at once."""

    code = "accounts.entered_elsewhere"
    sentence = "刚才已经登录过一次，请再试一次。"


def open_citizen_account(*, name: str, number: ResidentNumber, phone: str, on: date) -> Account:
    """Return the account of a person at a phone, opened when there was none; `phone` is empty at the window.

    What it may see follows from what it filed and what was opened to it, never from the name or number alone."""
    indexes = {
        "number_index": blind_index(RESIDENT, number.full),
        "phone_index": blind_index("phone", phone),
    }
    with acting(Actor.system("entry"), on=on):
        known = Citizen.objects.select_for_update(of=("self",)).select_related("account").filter(**indexes).first()
        if known is None:
            with said({"citizen_once_a_phone": EnteredElsewhere()}):
                account = Account.objects.create(login=f"citizen-{uuid4().hex}", kind=AccountKind.CITIZEN)
                Citizen.objects.create(account=account, name=name, number=number.full, phone=phone, **indexes)
            record("accounts.citizen_account_opened", on=on, subject=account)
            return account
        known.name = name
        known.save(update_fields=["name"])
        return known.account


@transaction.atomic
def link_citizen(*, account: Account, issuer: str, subject: str) -> None:
    """Remember who a citizen is at the provider that has just vouched for them."""
    OutsideIdentity.objects.get_or_create(issuer=issuer, subject=subject, defaults={"account": account})
