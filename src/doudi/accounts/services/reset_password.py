"""Give an officer a new initial password: the old one is forgotten."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Final

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.accounts.services.administration import require_administrator, require_reach
from doudi.accounts.services.open_officer_account import set_password
from doudi.audit.services.record import record

READABLE: Final = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH: Final = 16


def initial_password() -> str:
    """Make a password that can be read out; whoever gets it has to change it at the first sign-in."""
    return "".join(secrets.choice(READABLE) for _ in range(LENGTH))


@transaction.atomic
def reset_password(*, officer: Officer, place: str, by: Officer | None, on: date) -> str:
    """Set a new initial password and return it; sessions begun with the old one end."""
    require_administrator(by, at=place, on=on)
    require_reach(officer, by=by, at=place, on=on)
    password = initial_password()
    set_password(officer.account, password)
    officer.account.is_password_temporary = True
    officer.account.save(update_fields=["password", "is_password_temporary"])
    record("accounts.password_reset", on=on, subject=officer, place=place)
    return password
