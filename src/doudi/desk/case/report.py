"""核对报告: a report of a check as page, as PDF with a code for checking it, and as JSON; its people by their names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doudi.accounts.permissions import posts_of
from doudi.accounts.queries import full_name
from doudi.audit.services.record import record
from doudi.desk.case.foreseen import FLAG_COLUMNS, OUTCOME_COLUMNS, drawn, names_of, worded
from doudi.desk.case.opened import Opened, opened
from doudi.desk.pages import page
from doudi.faces.fields import in_chinese
from doudi.faces.tables import table, text
from doudi.kernel.divisions import county_of
from doudi.letters.typeset import typeset_report
from doudi.policy.values import Words
from doudi.standards import lawbook
from doudi.verification.models import AnswerKind, Report
from doudi.verification.queries import report_number, reports_made_for
from doudi.verification.services.make_report import NOT_ASKED, UNREACHABLE
from doudi.verification.sources import sourcebook
from doudi.verification.validity import is_expired, last_day

TITLE = "居民家庭经济状况核对报告"
PURPOSE = "查看、打印核对报告"
COLUMNS = ("来源", "结果", "答复日期", "查到的情况或凭据、失败原因")
DIFFERENCE_COLUMNS = ("成员", "事项", "申报", "核对", "入户", "采用")
OPENING = "{name}家庭（申请编号 {number}）的经济状况，经家庭成员授权，于{day}提请核对，结果如下。"
FAILURES = "有 {number} 项查询失败。查询失败不等于没有，不能据此认为没有收入、财产。"
SAID = {NOT_ASKED: "没有答复", UNREACHABLE: "无法取得授权，没有查询"}
NO_PERIOD = "当地没有规定核对报告的有效期；所依据的是上列各来源在答复日期的情况。"
CODE = "code"
OFF_RECORD, OPEN = "查无记录", "没有认定"


@never_cache
@require_safe
def report(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Show a report of the case. Raises MayNot; 404 for a report of another case."""
    found = opened(request, number)
    wanted = _wanted(found, key)
    told = told_of(wanted, found)
    kept = wanted.content.get("provisional")
    context = {
        "case": found.case, "report": wanted, "words": told, "foreseen": drawn(kept, names_of(found)) if kept else None,
        "is_expired": is_expired(wanted, found.on),
        "people": [table(each["name"], COLUMNS, _cells(each["rows"]), empty="没有来源。") for each in told["people"]],
        "differences": table(
            "申报与核对、入户不一致的", DIFFERENCE_COLUMNS, _cells(told["differences"]), empty="没有。"
        ),
    }  # fmt: skip
    return page(request, "desk/case/report.html", context, current=found.case.step)


@never_cache
@require_safe
def report_pdf(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Give a report as PDF. Raises MayNot, GlyphMissing; 404 for a report of another case."""
    found = opened(request, number)
    wanted = _wanted(found, key)
    address = request.build_absolute_uri(f"{reverse('portal:reports')}?{urlencode({CODE: wanted.digest})}")
    pdf = typeset_report(told_of(wanted, found), digest=wanted.digest, address=address)
    headers = {"Content-Disposition": f'inline; filename="{found.case.number}-report-{wanted.pk}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@never_cache
@require_safe
def report_json(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Give a report as it is kept, by keys. Raises MayNot; 404 for a report of another case."""
    found = opened(request, number)
    wanted = _wanted(found, key)
    told = {"number": report_number(wanted), "digest": wanted.digest, "content": wanted.content}
    headers = {"Content-Disposition": f'attachment; filename="{found.case.number}-report-{wanted.pk}.json"'}
    return JsonResponse(told, headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _wanted(found: Opened, key: int) -> Report:
    """Return a report of the case; reading it leaves an event with its purpose."""
    wanted = reports_made_for(found.case.application).filter(pk=key).first()
    if wanted is None:
        raise Http404
    record(
        "verification.report_read", on=found.on, subject=wanted, place=found.case.place, purpose=PURPOSE,
        persons=found.persons,
    )  # fmt: skip
    return wanted


def told_of(report: Report, found: Opened) -> dict[str, Any]:
    """Say a report for people: what `letters.typeset_report` and the page draw."""
    content = report.content
    failed = sum(_failed(said) for member in content["members"] for said in member["sources"].values())
    asked, made = _day(content["requested_on"]), _day(content["made_on"])
    kept = content.get("provisional")
    return {
        "number": report_number(report), "title": TITLE, "case": found.case.number, "office": _office(report, found),
        "provisional": worded(kept, names_of(found)) if kept else None, "outcome_columns": list(OUTCOME_COLUMNS),
        "flag_columns": list(FLAG_COLUMNS),
        "issued_on": made,
        "opening": [
            OPENING.format(
                name=found.case.application.applicant_name, number=content["application"], day=asked
            ),
            FAILURES.format(number=failed) if failed else "各来源都已答复。",
        ],
        "columns": list(COLUMNS), "people": [_person(member, found) for member in content["members"]],
        "difference_columns": list(DIFFERENCE_COLUMNS),
        "differences": [_difference(row, found) for row in content["differences"]],
        "closing": [
            f"{made}出具，出具人 {report.made_by}。", _validity(report), "扫码可以查验报告的真伪，不显示报告内容。"
        ],
    }  # fmt: skip


def _validity(report: Report) -> str:
    """Say until when it is valid and by which text; or that no text of the place says so."""
    until, cites = last_day(report), report.content.get("valid_by")
    if until is None or cites is None:
        return NO_PERIOD
    return f"有效期至{in_chinese(until)}（{lawbook.packs().sources.text(cites)}）。"


def _office(report: Report, found: Opened) -> str:
    """Name the office of who made it that day; where nobody knows any more, the county."""
    posts = list(posts_of(report.made_by, report.made_on))
    return posts[0].office.name if posts else full_name(county_of(found.case.place), report.made_on)


def _person(member: Mapping[str, Any], found: Opened) -> dict[str, Any]:
    name = next((each.name for each in found.members if each.key == member["key"]), member["key"])
    asked = sorted(member["sources"].items(), key=lambda each: _order(each[0]))
    return {"name": name, "rows": [_row(source, said) for source, said in asked]}


def _order(source: str) -> int:
    """Return where the packs list a source; the database keeps no order of names."""
    listed = list(sourcebook().sources)
    return listed.index(source) if source in listed else len(listed)


def _row(source: str, said: Mapping[str, Any]) -> list[str]:
    known = sourcebook().sources.get(source)
    outcome = SAID.get(said["outcome"]) or AnswerKind(said["outcome"]).label
    facts = [f"{_label(name)} {_value(name, value)}" for name, value in said.get("facts", {}).items()]
    answered = _day(said["answered_on"]) if said.get("answered_on") else "—"
    return [
        known.label if known else source, outcome, answered, "；".join([*facts, said.get("reference", "")]).strip("；"),
    ]  # fmt: skip


def _difference(row: Mapping[str, Any], found: Opened) -> list[str]:
    name = row["fact"]
    settled = _value(name, row["adopted"]) if row["settled"] and row["adopted"] is not None else OPEN
    checked = OFF_RECORD if row["off_record"] else _value(name, row["found"])
    whom = "全家" if row["member"] is None else found.names.get(row["member"], "")
    return [
        whom if row["supporter"] is None else f"{whom}的义务人", _label(name), _value(name, row["declared"]), checked,
        _value(name, row["seen"]), settled,
    ]  # fmt: skip


def _failed(said: Mapping[str, Any]) -> bool:
    return said["outcome"] == AnswerKind.FAILED


def _label(fact: str) -> str:
    known = lawbook.packs().facts.by_name.get(fact)
    return known.label if known else fact


def _value(fact: str, value: int | None) -> str:
    facts = lawbook.packs().facts
    if value is None or fact not in facts.by_name:
        return "—"
    return Words(facts.vocabulary).say(facts.by_name[fact].unit, value)


def _day(given: str) -> str:
    return in_chinese(date.fromisoformat(given))


def _cells(rows: list[list[str]]) -> list[list[Any]]:
    return [[text(cell or "—") for cell in row] for row in rows]
