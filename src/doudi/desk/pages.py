"""What every page of the desk begins and ends with: who asks and may they, and the page inside its frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from doudi.accounts.models import Office, Officer
from doudi.accounts.permissions import MayNot
from doudi.accounts.roles import Act
from doudi.accounts.signed_in import NoPost, SignedIn, officer_of, signed_in
from doudi.casework.tallies import Tally
from doudi.desk.frame import frame_of

PAGE = 25
"""So many lines a page: what fits a screen without scrolling far."""


def asking(request: HttpRequest, *acts: Act) -> SignedIn:
    """Return who asks, when their post at the chosen office allows one of the acts. Raises NotSignedIn, NoPost, MayNot.

    Which single row they may touch is asked again by the act itself, and by the database."""
    somebody = signed_in(request)
    officer_of(request)
    if acts and somebody.acts.isdisjoint(acts):
        raise MayNot(act=acts[0].label)
    return somebody


def texts(sent: QueryDict) -> dict[str, str]:
    """Return what was sent, one text a name."""
    return {name: str(sent.get(name, "")) for name in sent}


def officer(somebody: SignedIn) -> Officer:
    """Return the officer who asks. Raises NoPost."""
    if somebody.officer is None:
        raise NoPost
    return somebody.officer


def office(somebody: SignedIn) -> Office:
    """Return the office they work for. Raises NoPost."""
    if somebody.office is None:
        raise NoPost
    return somebody.office


def place(somebody: SignedIn) -> str:
    """Return the place of the office they work for. Raises NoPost."""
    return office(somebody).place


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, current: str = "", status: int = 200,
    counted: Tally | None = None,
) -> HttpResponse:  # fmt: skip
    """Draw a page inside the frame of the desk; `current` is the entry of the navigation it belongs to.

    A page that has counted the cases already gives what it `counted`."""
    frame = frame_of(signed_in(request), current, counted)
    told = [{"tone": message.extra_tags, "text": str(message)} for message in messages.get_messages(request)]
    return render(request, template, {"frame": frame, "told": told, **context}, status=status)


def done(request: HttpRequest, sentence: str, address: str) -> HttpResponse:
    """Go on after an act, with the sentence that says what was done."""
    messages.add_message(request, messages.INFO, sentence, extra_tags="info")
    return HttpResponseRedirect(address)


def warned(request: HttpRequest, sentences: Iterable[str]) -> None:
    """Say on the next page what was not done."""
    for sentence in sentences:
        messages.add_message(request, messages.WARNING, sentence, extra_tags="warn")
