"""A one-time password between the act that made it and the page that shows it, once."""

from __future__ import annotations

from base64 import b64decode, b64encode

from django.http import HttpRequest

from doudi.accounts.models import Officer
from doudi.accounts.secrets import open_sealed, seal

KEPT = "doudi.initial_password"
CONTEXT = "session.initial_password"


def keep(request: HttpRequest, officer: Officer, password: str) -> None:
    """Let it wait in the session of whoever made it, sealed."""
    request.session[KEPT] = [officer.pk, b64encode(seal(password, CONTEXT)).decode()]


def take(request: HttpRequest, officer: Officer) -> str:
    """Return it and forget it; empty where it was shown before, or was another person's."""
    key, sealed = request.session.get(KEPT) or (None, "")
    if key != officer.pk:
        return ""
    del request.session[KEPT]
    return open_sealed(b64decode(sealed), CONTEXT)
