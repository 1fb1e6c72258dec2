"""Between the two pages of entering: who somebody said they are, sealed in the session until the code has come."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from doudi.accounts.models import Account
from doudi.accounts.secrets import open_sealed, seal
from doudi.accounts.signed_in import BEGAN, SEEN
from doudi.audit.actor import Actor, acting
from doudi.audit.services.record import record
from doudi.kernel.clock import Moment
from doudi.kernel.residentid import ResidentNumber
from doudi.portal.entry_form import Who

PENDING = "doudi.entering"
CONTEXT = "session.entering"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def remember(request: HttpRequest, who: Who, back: str) -> None:
    """Keep who it is; the table of sessions must not become a list of names and numbers."""
    text = json.dumps([who.name, who.number.full, who.phone, back])
    request.session[PENDING] = b64encode(seal(text, CONTEXT)).decode()


def remembered(request: HttpRequest) -> tuple[Who, str] | None:
    """Return who it was and where they wanted to go."""
    kept = request.session.get(PENDING)
    if kept is None:
        return None
    name, number, phone, back = json.loads(open_sealed(b64decode(kept), CONTEXT))
    return Who(name, ResidentNumber.parse(number), phone), back


def enter(request: HttpRequest, account: Account, moment: Moment, *, back: str) -> HttpResponse:
    """Begin the session of a citizen, leave an event, and go where they wanted to go."""
    request.session.flush()  # on a shared phone nothing of the one before is left
    login(request, account, backend=BACKEND)
    request.session[BEGAN] = request.session[SEEN] = moment.at.timestamp()
    with acting(Actor.citizen(account.pk), on=moment.today):
        record("accounts.citizen_entered", on=moment.today, subject=account)
    is_ours = bool(back) and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back if is_ours else reverse("portal:home"))
