"""Expected errors as answers: a page, or problem details for who asks for JSON."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from doudi.kernel.errors import DoudiError, NotAllowed, NotKnown, NotNow
from doudi.policy.flaws import PackRefused

LOG = logging.getLogger(__name__)

UNAVAILABLE = 503
STATUSES: tuple[tuple[type[DoudiError], int], ...] = (
    (PackRefused, UNAVAILABLE), (NotAllowed, 403), (NotKnown, 404), (NotNow, 409), (DoudiError, 422),
)  # fmt: skip
HEADINGS = {403: "不能办理", 404: "没有找到", 409: "现在还不能办理", 422: "填写的内容有误", UNAVAILABLE: "暂时不能办理"}
OF_THE_SYSTEM = "系统的政策包有错误，没有载入；不是您填写的内容有误，填写的没有保存。请告诉系统管理员。"
"""What people are told of a damaged pack; where the flaws are is for who can mend them, and stands in the log."""


def status_of(error: DoudiError) -> int:
    """Return the status that says who can act: somebody else, nobody, later, or whoever sent it."""
    return next(status for kind, status in STATUSES if isinstance(error, kind))


def problem_page(request: HttpRequest, error: DoudiError) -> HttpResponse:
    """Answer with the sentence of an error."""
    status, sentence = status_of(error), str(error)
    if status == UNAVAILABLE:
        LOG.error("%s", error)
        sentence = OF_THE_SYSTEM
    if request.get_preferred_type(["text/html", "application/problem+json"]) == "application/problem+json":
        body = {"status": status, "code": error.code, "sentence": sentence}
        return JsonResponse(
            body, status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
        )
    told = {"heading": HEADINGS[status], "sentence": sentence, "code": error.code, "back": came_from(request)}
    return render(request, "problem.html", told, status=status)


def wrong_method(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Answer with a sentence where a browser would show an empty page: an address that is only sent to."""
    told = {
        "heading": "这个地址不能直接打开",
        "sentence": "它只用来提交表单；请回到表单所在的页面。",
        "code": "requests.method",
    }
    page = render(request, "problem.html", told, status=answer.status_code)
    page["Allow"] = answer["Allow"]
    return page


def came_from(request: HttpRequest) -> str:
    """Return the page of ours that a form stood on, as a path."""
    came = urlsplit(request.headers.get("referer", ""))
    is_ours = came.netloc == request.get_host() and came.path.startswith("/")
    return f"{came.path}?{came.query}".rstrip("?") if is_ours and request.method == "POST" else ""
