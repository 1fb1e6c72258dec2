"""Errors as problem details: who asks learns what is wrong, where, and in a sentence. Only bugs are 5xx."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from doudi.accounts.bearer import TokenUnfit, TooManyTokens
from doudi.accounts.queries import PlaceNotListed
from doudi.api.endpoints import DayUnknown
from doudi.api.office_endpoints import NotHere
from doudi.api.parsing import MOST_BYTES, BodyTooLarge, BodyUnreadable
from doudi.api.strays import AddressUnknown, MethodRefused
from doudi.intake.services.submit import FilingWrong
from doudi.kernel.errors import DoudiError, NotAllowed, NotNow
from doudi.policy.household import HouseholdRefused
from doudi.policy.places import PlaceUnknown
from doudi.policy.snapshot import ParameterUnknown

CONTENT_TYPE = "application/problem+json"
WHOLE = "$"
OBJECT = "应是一组“名称: 值”（JSON 对象）"
SENTENCES = {
    "missing": "缺少这一项", "extra_forbidden": "没有这一项", "string_type": "应是带引号的文字", "dict_type": OBJECT,
    "model_type": OBJECT, "model_attributes_type": OBJECT, "too_long": "写得太多",
}  # fmt: skip
FORMATS = {"place": "应是 6 位区划代码，例如 371702", "on": "应是日期，例如 2024-03-01"}
STATUSES: tuple[tuple[type[DoudiError], int], ...] = (
    (AddressUnknown, 404), (MethodRefused, 405), (BodyTooLarge, 413), (BodyUnreadable, 400), (TokenUnfit, 401),
    (TooManyTokens, 429), (NotHere, 404), (NotAllowed, 403), (NotNow, 409), (DoudiError, 422),
)  # fmt: skip
FILING_PATHS = {"所在地": "place", "渠道": "channel", "申请原因": "reason", "申请人": "household.members"}
FIELDS: dict[type[DoudiError], str] = {PlaceNotListed: "place", PlaceUnknown: "place", DayUnknown: "on"}
"""Errors that speak of one field of the request."""
HEADERS = {401: {"WWW-Authenticate": 'Bearer realm="doudi"'}, 429: {"Retry-After": "3600"}}


def install(api: NinjaAPI) -> None:
    """Teach the interface to answer with problem details."""
    for kind, handler in HANDLERS:
        api.add_exception_handler(kind, handler)


def _expected(_: HttpRequest, error: DoudiError) -> HttpResponse:
    status = next(status for kind, status in STATUSES if isinstance(error, kind))
    answer = _answer(status, error.code, str(error), _found(error))
    if isinstance(error, MethodRefused):
        answer["Allow"] = str(error.fields["allowed"]).replace("、", ", ")
    return answer


def _found(error: DoudiError) -> list[tuple[str, str]]:
    """Return path and reason of everything wrong, as far as the error names places in the request."""
    if isinstance(error, HouseholdRefused):
        return [(_within_request(each.path), each.reason) for each in error.problems]
    if type(error) in FIELDS:
        return [(FIELDS[type(error)], str(error))]
    if isinstance(error, ParameterUnknown):
        return [(f"assume.{error.fields['name']}", str(error))]
    if isinstance(error, FilingWrong):
        return [(FILING_PATHS.get(str(error.fields["field"]), WHOLE), str(error.fields["reason"]))]
    return []


def _within_request(path: str) -> str:
    """Say a path of the household file as one of the request; what is said of `people` is beside it."""
    return f"household{path[1:]}" if path.startswith("$") else path


def _invalid(_: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say what pydantic found in our words; the whole body is called so, for nobody knows it by `$`."""
    found = [(path := _path(each["loc"]), _reason(path, each["type"])) for each in error.errors]
    sentence = "；".join(f"{'整个请求内容' if path == WHOLE else path}：{reason}" for path, reason in found)
    return _answer(422, "api.request_invalid", f"请求内容有误：{sentence}。", found)


def _reason(path: str, kind: str) -> str:
    """Say in Chinese why a value was refused; what a field should look like counts more than how it failed."""
    if kind == "missing" and path == WHOLE:
        return f"是空的，{OBJECT}"
    if kind in ("string_pattern_mismatch", "string_type"):
        return FORMATS.get(path, SENTENCES["string_type"])
    return SENTENCES.get(kind, "格式不对")


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what ninja itself raises; a body that our parser refused keeps its own words."""
    if isinstance(error.__cause__, DoudiError):
        return _expected(request, error.__cause__)
    return _answer(error.status_code, "api.http", str(error), [])


def _too_big(request: HttpRequest, _: RequestDataTooBig) -> HttpResponse:
    """Answer a body so large that Django would not even read it."""
    return _expected(request, BodyTooLarge(most=MOST_BYTES // 1024))


def _path(location: tuple[Any, ...]) -> str:
    """Say a location without pydantic's first words: `place`, `assume.x`."""
    return ".".join(str(step) for step in location if step not in ("body", "wanted")) or WHOLE


def _answer(status: int, code: str, sentence: str, found: list[tuple[str, str]]) -> HttpResponse:
    body = {
        "status": status, "code": code, "sentence": sentence, "path": found[0][0] if found else None,
        "problems": [{"path": path, "reason": reason} for path, reason in found],
    }  # fmt: skip
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type=CONTENT_TYPE, headers=HEADERS.get(status))


HANDLERS: tuple[tuple[type[Exception], Any], ...] = (
    (DoudiError, _expected),
    (ValidationError, _invalid),
    (HttpError, _http),
    (RequestDataTooBig, _too_big),
)
