"""A form that was sent after the session had ended: back to it after signing in, with what was typed where it can be.

What was typed waits on the server, sealed, in the session that begins then, and is for the same account only; the
browser stores none of it. A view that can fill its form again is marked `refills`.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, QueryDict

from doudi.accounts.models import Account
from doudi.accounts.secrets import open_sealed, seal
from doudi.accounts.signed_in import signed_in

LEFT = "doudi.left"
CONTEXT = "session.left"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
LONGEST = 100_000
"""More than any form of the desk holds; whoever sends more types it again."""
ENDED = "登录已过期，刚才的内容没有提交。请先登录，登录后回到刚才的页面。"
FILLED = "登录曾经过期，刚才的内容没有提交。已经按您填写的放回，请核对后再提交。"
EMPTY = "登录曾经过期，刚才的内容没有提交，没有任何改动。请再办一次。"
View = TypeVar("View")


def refills(view: View) -> View:
    """Mark a view whose form is filled again with what was typed before the session ended."""
    view.refills = True  # type: ignore[attr-defined]
    return view


def leave(request: HttpRequest, *, account: int | None, at: float, refills: bool) -> None:
    """Note that a form was sent too late; `account` is whose session it was, None where nobody knows any more."""
    typed = request.POST.copy()
    typed.pop(TOKEN, None)
    text = typed.urlencode()
    may_wait = refills and account is not None and len(text) <= LONGEST
    request.session[LEFT] = {
        "account": account, "at": at, "path": request.path,
        "typed": b64encode(seal(text, CONTEXT)).decode() if may_wait else "",
    }  # fmt: skip


def is_waiting(request: HttpRequest) -> bool:
    """Whether somebody is signing in because a form was sent too late."""
    return LEFT in request.session


def welcome(request: HttpRequest, account: Account) -> None:
    """Say to who has signed in what became of the form; what somebody else had typed is dropped."""
    left: dict[str, Any] | None = request.session.get(LEFT)
    if left is None:
        return
    is_own = bool(left["typed"]) and left["account"] == account.pk
    if not is_own:
        del request.session[LEFT]
    messages.add_message(request, messages.WARNING, FILLED if is_own else EMPTY, extra_tags="warn")


def typed_before(request: HttpRequest) -> QueryDict | None:
    """Return, once, what was typed into the form at this address before the session ended; None where nothing was."""
    left: dict[str, Any] | None = request.session.get(LEFT)
    if left is None or left["path"] != request.path:
        return None
    del request.session[LEFT]
    somebody = signed_in(request)
    is_late = somebody.at.timestamp() - left["at"] > settings.DOUDI_SECONDS_IDLE
    if is_late or left["account"] != somebody.account.pk:
        return None
    return QueryDict(open_sealed(b64decode(left["typed"]), CONTEXT))
