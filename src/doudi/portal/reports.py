"""查验核对报告: whoever was handed a report sees whether it is genuine, and nothing of what it says."""

from __future__ import annotations

import os
import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doudi.faces.fields import Field, in_chinese
from doudi.flows.check_report import Known, check_report
from doudi.kernel import clock

CODE = "code"
DIGEST = re.compile(r"[0-9a-f]{64}")
NOT_A_CODE = "校验码是 64 位，只有数字和 a 到 f 的字母，在报告每页下方"
NO_PERIOD = "当地没有规定核对报告的有效期"
EXPIRED = "，已经过期，不能再作为依据，应由出具单位重新核对"
UNKNOWN = "没有这份报告，或者校验码抄错了；请再核对一遍，或者向出具单位查询"


@never_cache
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Take the code of a report and say whether it is ours. 404 for one that is not."""
    given = request.GET.get(CODE, "").strip()
    code = "".join(given.lower().split())
    known, error = None, ""
    if given and not DIGEST.fullmatch(code):
        error = NOT_A_CODE
    elif given:
        known = check_report(digest=code, on=clock.today(os.environ))
        error = "" if known else UNKNOWN
    field = Field(
        name=CODE, label="报告上的校验码", value=given, hint="在报告每页下方，8 位一组；空格可有可无", error=error
    )
    context = {"field": field, "told": _told(known) if known else "", "expired": known is not None and known.is_expired}
    return render(request, "reports.html", context, status=404 if error else 200)


def _told(known: Known) -> str:
    until = known.valid_until
    valid = NO_PERIOD if until is None else f"有效期至{in_chinese(until)}{EXPIRED if known.is_expired else ''}"
    made = f"{known.number}，{known.place}，{in_chinese(known.made_on)}出具。"
    return f"{made}{valid}。请对照纸上的编号和日期。"
