"""大字: the reader's text size, kept in a cookie and switched by a link or, inside a form, by a button.

Three sizes; the switch always offers the next one, so that it works without JavaScript.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "doudi-size"
A_YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class TextSize:
    """A size: the `data-size` of the page, and what its switch is called."""

    code: str
    label: str


SIZES = (TextSize("std", "标准"), TextSize("large", "大字"), TextSize("xlarge", "特大字"))
_BY_CODE = {size.code: size for size in SIZES}


def chosen(request: HttpRequest) -> TextSize:
    """Return the size this reader chose; whatever else the cookie says, the standard one."""
    return _BY_CODE.get(request.COOKIES.get(COOKIE, ""), SIZES[0])


def following(size: TextSize) -> TextSize:
    """Return the size the switch leads to: larger, and from the largest back to the standard."""
    return SIZES[(SIZES.index(size) + 1) % len(SIZES)]


def is_known(code: str) -> bool:
    """Whether `code` names a size."""
    return code in _BY_CODE


def keep(response: HttpResponse, code: str) -> None:
    """Keep the size for a year in the reader's own browser; it says nothing about the person."""
    response.set_cookie(COOKIE, code, max_age=A_YEAR, samesite="Lax", httponly=True, secure=settings.CSRF_COOKIE_SECURE)
