"""Errors as problem details: who asks learns what is wrong, where, and in a sentence. Only bugs are 5xx."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from doudi.api.parsing import MOST_BYTES, BodyTooLarge, BodyUnreadable
from doudi.kernel.errors import DoudiError, NotAllowed, NotNow
from doudi.policy.household import HouseholdRefused

CONTENT_TYPE = "application/problem+json"
SENTENCES = {"missing": "缺少这一项", "extra_forbidden": "没有这一项", "string_pattern_mismatch": "格式不对"}
STATUSES: tuple[tuple[type[DoudiError], int], ...] = (
    (BodyTooLarge, 413), (BodyUnreadable, 400), (NotAllowed, 403), (NotNow, 409), (DoudiError, 422),
)  # fmt: skip


def install(api: NinjaAPI) -> None:
    """Teach the interface to answer with problem details."""
    for kind, handler in HANDLERS:
        api.add_exception_handler(kind, handler)


def _expected(_: HttpRequest, error: DoudiError) -> HttpResponse:
    status = next(status for kind, status in STATUSES if isinstance(error, kind))
    found = error.problems if isinstance(error, HouseholdRefused) else []
    return _answer(status, error.code, str(error), [(f"household{each.path[1:]}", each.reason) for each in found])


def _invalid(_: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say what pydantic found; its own words stand where we have none."""
    found = [(_path(each["loc"]), str(SENTENCES.get(each["type"], each["msg"]))) for each in error.errors]
    sentence = "；".join(f"{path}：{reason}" for path, reason in found)
    return _answer(422, "api.request_invalid", f"请求内容有误：{sentence}。", found)


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
    return ".".join(str(step) for step in location if step not in ("body", "wanted")) or "$"


def _answer(status: int, code: str, sentence: str, found: list[tuple[str, str]]) -> HttpResponse:
    body = {
        "status": status, "code": code, "sentence": sentence, "path": found[0][0] if found else None,
        "problems": [{"path": path, "reason": reason} for path, reason in found],
    }  # fmt: skip
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)


HANDLERS: tuple[tuple[type[Exception], Any], ...] = (
    (DoudiError, _expected),
    (ValidationError, _invalid),
    (HttpError, _http),
    (RequestDataTooBig, _too_big),
)
