"""Requests that reach no endpoint, for their address or for their method, are told so like any other error."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from doudi.kernel.errors import NotKnown, Refused

DESCRIPTION = "openapi-json"


class AddressUnknown(NotKnown):
    """No endpoint has this address."""

    code = "api.address_unknown"
    sentence = "没有 {address} 这个接口地址；有哪些接口，见 /api/v1/docs。"


class MethodRefused(Refused):
    """The address exists, but not for this method; `allowed` lists the methods it takes."""

    code = "api.method_refused"
    sentence = "{address} 不接受 {method} 请求，请用 {allowed}。"


def refuse_other_methods(api: NinjaAPI, patterns: Iterable[URLPattern | URLResolver]) -> None:
    """Answer every method that an address does not take with a problem; ninja itself says it in plain English."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            is_page = pattern.name == DESCRIPTION  # ninja gives it to whatever method
            pattern.callback = _speaking(api, require_safe(pattern.callback) if is_page else pattern.callback)


def no_such_address(api: NinjaAPI) -> Callable[..., HttpResponse]:
    """Make the view of every address that nothing else answers."""

    @csrf_exempt
    def answer(request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 the address is told whole
        return api.on_exception(request, AddressUnknown(address=request.path))

    return answer


def _speaking(api: NinjaAPI, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        response = view(request, *given, **named)
        if response.status_code != HttpResponseNotAllowed.status_code:
            return response
        allowed = "、".join(response["Allow"].split(", "))
        return api.on_exception(request, MethodRefused(address=request.path, method=request.method, allowed=allowed))

    return answer
