"""Each request of somebody signed in is one transaction in their name, and every expected error is a page.

What the view wrote is undone when it raised, or answered with 400 or more (unless it is marked `keeps_writes`). The
API is left out: it knows its callers by token, and a session cookie must not let another site post to it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.db import DataError, transaction
from django.http import HttpRequest, HttpResponse

from doudi.accounts.signed_in import ADDRESS, ON_REQUEST
from doudi.audit.actor import acting
from doudi.kernel import clock
from doudi.kernel.errors import DoudiError, Refused
from doudi.project.requests.address import address_of
from doudi.project.requests.gate import answer_at_the_gate
from doudi.project.requests.problems import problem_page, wrong_method
from doudi.project.requests.refused import kept_for_reload, shown_again
from doudi.project.requests.who import who_asks

API = "/api/"
FIRST_REFUSAL = 400
NUL = "\x00"
Respond = Callable[[HttpRequest], HttpResponse]


class CharacterUnreadable(Refused):
    """A form or an address carries a character that is none."""

    code = "requests.character_unreadable"
    sentence = "填写的内容里有不能识别的字符，请删去后重新填写。"


class Acting:
    """The innermost middleware: inside it there is only the view."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find out who asks and let the view run in their name."""
        setattr(request, ADDRESS, address_of(request))
        if request.path_info.startswith(API):
            return self.get_response(request)
        somebody = who_asks(request, clock.read(os.environ))
        setattr(request, ON_REQUEST, somebody)
        if somebody is None:
            return _readable(request, self.get_response(request))
        with acting(somebody.actor, on=somebody.on):
            response = self.get_response(request)
            if response.status_code >= FIRST_REFUSAL and not _keeps_writes(request):
                transaction.set_rollback(True)
        return kept_for_reload(request, _readable(request, response))

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Stop at the gate of the desk who may not come in; a page that refused something is shown once more."""
        try:
            return answer_at_the_gate(request, view) or shown_again(request)
        except DoudiError as error:  # Django hands only what the view itself raises to `process_exception`
            return problem_page(request, error)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say an expected error in a sentence; anything else is a bug and goes its way."""
        if isinstance(error, DoudiError):
            return problem_page(request, error)
        if isinstance(error, ValueError | DataError) and _carries_nul(request):
            return problem_page(request, CharacterUnreadable())
        return None


def _readable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    is_blank = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content
    return wrong_method(request, response) if is_blank else response


def _carries_nul(request: HttpRequest) -> bool:
    """Tell whether the request carries what no keyboard types and no column of text takes."""
    given = (
        text for sent in (request.GET, request.POST) for values in sent.lists() for text in (values[0], *values[1])
    )
    return any(NUL in str(text) for text in given)


def _keeps_writes(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and getattr(match.func, "keeps_writes", False))
