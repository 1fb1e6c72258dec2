"""Calls to other services over HTTP, for JSON: https, or this machine; no redirects, little time, little text."""

from __future__ import annotations

import json
from http.client import HTTPException
from ipaddress import ip_address
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from doudi.kernel.errors import NotNow, Refused

SECONDS: Final = 8
MOST_BYTES: Final = 1 << 20
FIRST_FAULT: Final = 500


class AddressUnsafe(Refused):
    """An address that is neither https nor on this machine: what is sent could be read on the way."""

    code = "outbound.address_unsafe"
    sentence = "地址 {host} 必须用 https。"


class NoAnswer(NotNow):
    """The other service could not be reached, or its answer cannot be used."""

    code = "outbound.no_answer"
    sentence = "暂时连不上 {host}，请稍后再试。"


class Declined(NoAnswer):
    """The other service answered that it will not."""

    code = "outbound.declined"
    sentence = "{host} 没有办理这次请求。"


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow nobody: a redirect is an answer that cannot be used."""


_open = build_opener(_Stay, ProxyHandler({})).open


def get_json(address: str) -> dict[str, Any]:
    """Fetch an object. Raises NoAnswer, AddressUnsafe."""
    return _call(address, None, {})


def post_form(address: str, fields: dict[str, str]) -> dict[str, Any]:
    """Send a form, get an object. Raises NoAnswer, Declined, AddressUnsafe."""
    return _call(address, urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded"})


def post_json(address: str, body: dict[str, Any]) -> dict[str, Any]:
    """Send an object, get one. Raises NoAnswer, AddressUnsafe."""
    return _call(address, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json"})


def _call(address: str, body: bytes | None, headers: dict[str, str]) -> dict[str, Any]:
    host = checked_host(address)
    request = Request(address, data=body, headers={"Accept": "application/json", **headers})  # noqa: S310 - checked
    try:
        with _open(request, timeout=SECONDS) as response:
            answer = json.loads(response.read(MOST_BYTES))
    except HTTPError as error:
        raise (NoAnswer if error.code >= FIRST_FAULT else Declined)(host=host) from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        raise NoAnswer(host=host) from error
    if not isinstance(answer, dict):
        raise NoAnswer(host=host)
    return answer


def checked_host(address: str) -> str:
    """Return the host of an address that what is sent may go to. Raises AddressUnsafe."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "https" or (parts.scheme == "http" and _is_here(host)):
        return host
    raise AddressUnsafe(host=host or address)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
