"""Take a new officer on: an account, a password for the first sign-in, and a post."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Office, Officer, Post
from doudi.accounts.services.appoint import appoint
from doudi.accounts.services.open_officer_account import open_officer_account
from doudi.accounts.services.reset_password import initial_password


@transaction.atomic
def take_on(*, login: str, name: str, office: Office, role: str, by: Officer | None, on: date) -> tuple[Post, str]:
    """Open an account and give its officer a post, both or neither; return the post and the one-time password.

    Raises what `open_officer_account` and `appoint` raise."""
    password = initial_password()
    officer = open_officer_account(login=login, name=name, password=password, place=office.place, by=by, on=on)
    return appoint(officer=officer, office=office, role=role, by=by, on=on), password
