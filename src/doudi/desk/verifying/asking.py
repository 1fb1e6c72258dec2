"""Ask about a difference before it is settled: the family, by a printed letter; or the sources, once more."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doudi.accounts.queries import full_name
from doudi.accounts.roles import Act
from doudi.desk.addresses import with_query
from doudi.desk.case.opened import Opened, opened
from doudi.desk.pages import done, officer, warned
from doudi.desk.verifying.forms import last_check, member_of
from doudi.faces.fields import in_chinese
from doudi.kernel.errors import NotKnown, NotNow
from doudi.letters.typeset import typeset_question
from doudi.policy.values import Words
from doudi.standards import lawbook
from doudi.verification.queries import Difference
from doudi.verification.services.ask_again import ask_again
from doudi.verification.services.ask_family import GROUND, ask_family

TITLE = "核对情况说明通知书"
COLUMNS = ("成员", "需要说明的事项", "您家申报的")
OPENING = (
    "{name}：您家的申请（申请编号 {number}）正在调查核实。下列事项，核对、入户了解到的情况与申报的不一致。"
    "根据{article}，请您家说明是怎么回事；有证明材料的，请一并提供。"
)
CLOSING = (
    "说明和材料可以交到受理申请的乡镇（街道）窗口，也可以在网上“我的申请”里补充。",
    "这不是决定。没有认定以前，这些事项不作为测算的依据。",
)
NOT_SAID = "没有写"


@never_cache
@require_POST
def family(request: HttpRequest, number: str) -> HttpResponse:
    """Give the letter that asks the family, as PDF. Raises MayNot, GlyphMissing, and what `ask_family` raises."""
    found = opened(request, number, Act.INVESTIGATE)
    rows = ask_family(application=found.case.application, by=officer(found.somebody), on=found.on)
    told = _letter(found, rows)
    pdf = typeset_question(told, digest=sha256(repr(told).encode()).hexdigest())
    headers = {"Content-Disposition": f'inline; filename="{found.case.number}-question.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_POST
def again(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the sources of one difference again; what cannot be asked is said on the page. Raises MayNot."""
    found = opened(request, number, Act.INVESTIGATE)
    back = with_query("desk:case", {"tab": "income"}, number)
    member = member_of(found, request.POST.get("member", ""))
    try:
        made = ask_again(
            request=last_check(found), fact=request.POST.get("fact", ""), member=member, by=officer(found.somebody),
            on=found.on,
        )  # fmt: skip
    except (NotNow, NotKnown) as error:
        warned(request, [str(error)])
        return HttpResponse(status=302, headers={"Location": back})
    return done(request, f"已再向来源提出 {len(made)} 项查询，有了答复会显示在这里。", back)


def _letter(found: Opened, rows: list[Difference]) -> dict[str, Any]:
    application, packs = found.case.application, lawbook.packs()
    opening = OPENING.format(
        name=application.applicant_name, number=application.number, article=packs.sources.text(GROUND)
    )
    return {
        "title": TITLE, "number": f"{application.number}-说明", "case": found.case.number, "opening": [opening],
        "office": found.posts[0].office.name if found.posts else full_name(found.case.place, found.on),
        "columns": list(COLUMNS), "rows": [_row(row, found) for row in rows], "closing": list(CLOSING),
        "issued_on": in_chinese(found.on),
    }  # fmt: skip


def _row(row: Difference, found: Opened) -> list[str]:
    fact = lawbook.packs().facts.by_name[row.fact]
    whom = "全家" if row.whom[0] is None else found.names.get(row.whom[0], "")
    said = NOT_SAID
    if row.declared is not None:
        said = Words(lawbook.packs().facts.vocabulary).say(fact.unit, row.declared)
    return [whom if row.whom[1] is None else f"{whom}的义务人", fact.label, said]
