"""A page that answers what was sent has an address of its own for a while, so that reload and back show it again.

A browser cannot show the answer to a POST a second time unless it may keep it, and what names a person it may not keep
(no-store). So the server keeps it: the last few pages of a session, sealed, as long as an idle session lives. The
browser is sent on to where the page is read, and gets it there with the status it had. Not kept is what 政策测算 says:
it keeps nothing of what people write (`keeps_nothing`). A page with a secret on it is read once (`shown_once`).
"""

from __future__ import annotations

import secrets
import zlib
from base64 import b64decode, b64encode
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from doudi.accounts.secrets import open_sealed, seal
from doudi.accounts.signed_in import ON_REQUEST, SignedIn

KEPT = "doudi.refused"
AGAIN = "again"
CONTEXT = "session.refused"
OURS = {"desk", "portal"}
"""The pages of officers and citizens; the API answers programs."""
MOST = 3
"""Pages of a session that are kept: who has more forms open at once finds the newest."""


def kept_for_reload(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep a page that answers what was sent, and send the browser there; any other answer goes out as it is."""
    somebody: SignedIn | None = getattr(request, ON_REQUEST, None)
    if somebody is None or not _is_a_page_sent_for(request, response):
        return response
    key, pages = secrets.token_urlsafe(8), dict[str, Any](request.session.get(KEPT, {}))
    pages[key] = {
        "status": response.status_code, "until": somebody.at.timestamp() + settings.DOUDI_SECONDS_IDLE,
        "page": _sealed(response.content), "once": response.status_code == HTTPStatus.OK and _is(request, "shown_once"),
    }  # fmt: skip
    request.session[KEPT] = dict(list(pages.items())[-MOST:])
    query = request.GET.copy()
    query[AGAIN] = key
    there = HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": f"{request.path}?{query.urlencode()}"})
    add_never_cache_headers(there)
    return there


def shown_again(request: HttpRequest) -> HttpResponse | None:
    """Return the page that stands at this address; None where there is none, or no longer."""
    somebody: SignedIn | None = getattr(request, ON_REQUEST, None)
    if somebody is None or request.method != "GET" or AGAIN not in request.GET:
        return None
    pages = request.session.get(KEPT, {})
    page = pages.get(request.GET[AGAIN])
    if page is None or page["until"] < somebody.at.timestamp():
        return None
    if page["once"]:
        request.session[KEPT] = {key: each for key, each in pages.items() if each is not page}
    response = HttpResponse(zlib.decompress(b64decode(open_sealed(b64decode(page["page"]), CONTEXT))))
    response.status_code = page["status"]
    add_never_cache_headers(response)
    return response


def _is_a_page_sent_for(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a browser sent something and got a page instead of being led on: refused, asked more, or shown once."""
    match = request.resolver_match
    is_ours = match is not None and not OURS.isdisjoint(match.namespaces)
    is_sent = request.method == "POST" and is_ours and not _is(request, "keeps_nothing")
    asks_for_a_page = "text/html" in request.headers.get("Accept", "") and "HX-Request" not in request.headers
    is_page = not response.streaming and response.get("Content-Type", "").startswith("text/html")
    is_whole = response.status_code == HTTPStatus.OK or (
        HTTPStatus.BAD_REQUEST <= response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    )
    return is_sent and asks_for_a_page and is_page and is_whole


def _is(request: HttpRequest, mark: str) -> bool:
    """Whether the view that answers bears a mark."""
    match = request.resolver_match
    return bool(match and getattr(match.func, mark, False))


def _sealed(page: bytes) -> str:
    return b64encode(seal(b64encode(zlib.compress(page)).decode(), CONTEXT)).decode()
