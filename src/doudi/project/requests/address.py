"""Where a request comes from."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the address of who asks; behind DOUDI_PROXIES proxies of our own, the one that those were called from.

    Each proxy appends the address it was called from, so the last ones can be believed, and the others are hearsay."""
    direct = request.META.get("REMOTE_ADDR", "")
    proxies = settings.DOUDI_PROXIES
    if not proxies:
        return direct
    told = [word.strip() for word in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if word.strip()]
    return told[-proxies] if len(told) >= proxies else direct
