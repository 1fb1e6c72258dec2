"""Requests that reach no endpoint, for their address or for their method, are told so like any other error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Router

from doudi.kernel.errors import NotKnown, Refused

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class AddressUnknown(NotKnown):
    """No endpoint has this address."""

    code = "api.address_unknown"
    sentence = "没有 {address} 这个接口地址；有哪些接口，见 /api/v1/docs。"


class MethodRefused(Refused):
    """The address exists, but not for this method; `allowed` lists the methods it takes."""

    code = "api.method_refused"
    sentence = "{address} 不接受 {method} 请求，请用 {allowed}。"


def refuse_other_methods(router: Router) -> None:
    """Answer every method that a path of the router does not take."""
    for path, view in list(router.path_operations.items()):
        allowed = {method for operation in view.operations for method in operation.methods}
        refuse = _refusal("、".join(sorted(allowed)))
        router.add_api_operation(path, sorted(METHODS - allowed), refuse, include_in_schema=False)


def no_such_address(api: NinjaAPI) -> Callable[..., HttpResponse]:
    """Make the view of every address that nothing else answers."""

    @csrf_exempt
    def answer(request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 the address is told whole
        return api.on_exception(request, AddressUnknown(address=request.path))

    return answer


def _refusal(allowed: str) -> Callable[[HttpRequest], Any]:
    def refuse(request: HttpRequest) -> NoReturn:
        raise MethodRefused(address=request.path, method=request.method, allowed=allowed)

    return refuse
