"""The pages of my matters. A number that is unknown and one of somebody else answer alike: 404."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doudi.accounts.models import Account
from doudi.accounts.queries import full_name
from doudi.accounts.signed_in import signed_in
from doudi.audit.services.record import record
from doudi.casework.models import Case, Letter
from doudi.faces.declared import filer_of, told
from doudi.faces.fields import in_chinese
from doudi.flows.closing import take_back as taking_back
from doudi.intake.models import Application, FamilyMember
from doudi.intake.models.application import NEEDS_CONFIRMATION
from doudi.intake.queries import applications_of, drafts_of
from doudi.intake.services.add_document import add_document
from doudi.intake.services.confirm_by_applicant import confirm_by_applicant
from doudi.intake.services.supply_papers import Upload, supply_papers
from doudi.kernel.errors import DoudiError, NotNow
from doudi.letters.typeset import typeset
from doudi.portal.contacts import contact
from doudi.portal.entry import citizens_only
from doudi.portal.progress import todo as wanted
from doudi.portal.progress.matter import Shown, cases_shown, programme_label
from doudi.verification.objections import settled_otherwise

TELL_THE_APPLICANT = (
    "请申请人带身份证到乡镇（街道）窗口，或者找村（社区）工作人员，打印一张查询码：用它在“窗口打印的码”进入，"
    "看过内容就可以确认；也可以当面确认。只用手机验证码进入，看不到这份申请。确认以后才能受理。"
)
NOT_YET = "受理以后才开始算办理期限，到时这里会写最晚哪天有结果。"
CLOSED_BY_OFFICERS = "从现在起不再往下办；已经立的办件，由乡镇（街道）工作人员办结。您不用做什么。"
UNPROCESSABLE, CONFLICT = 422, 409
HOW_CONFIRMED = "申请人登录后在网上确认"


@never_cache
@citizens_only
@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """List what this account filed, helps with, or was let in to see."""
    account = signed_in(request).account
    found = list(applications_of(account))
    cases = list(Case.objects.filter(application__in=found).order_by("pk"))
    listed = [_listed(each, [case for case in cases if case.application_id == each.pk]) for each in found]
    return render(request, "progress/matters.html", {"matters": listed, "drafts": drafts_of(account).count()})


def _listed(application: Application, cases: list[Case]) -> dict[str, Any]:
    labels = [programme_label(case.programme, case.opened_on) for case in cases]
    return {"application": application, "programmes": "、".join(dict.fromkeys(labels)), "state": _state(application)}


def _state(application: Application) -> str:
    if application.withdrawn_on:
        return f"{in_chinese(application.withdrawn_on)}撤回"
    if application.closed_on:
        return f"{in_chinese(application.closed_on)}办结"
    if _needs_confirmation(application):
        return "等申请人本人确认"
    return "正在办理" if application.accepted_on else "已收到，还没受理"


@never_cache
@citizens_only
@require_safe
def matter(request: HttpRequest, number: str) -> HttpResponse:
    """Show where an application is, and what its family has to do."""
    application = _own(request, number)
    return _page(request, application, {})


def _page(
    request: HttpRequest, application: Application, errors: dict[str, str], status: int = 200
) -> HttpResponse:  # fmt: skip
    somebody = signed_in(request)
    family = list(application.members.order_by("position"))
    seen = [member.person_id for member in family if member.person_id]
    record(
        "portal.matter_seen", on=somebody.on, subject=application, place=application.place, purpose="查看自己的办件",
        persons=seen, details={"members": len(family)},
    )  # fmt: skip
    todo = wanted.todo(application, family, somebody.on)
    cases = cases_shown(application, family, somebody.on)
    may_confirm = _may_confirm(application, somebody.account)
    shown = {
        "application": application,
        "sent": request.GET.get("sent") == "1",
        "todo": todo,
        "errors": errors,
        "cases": cases,
        "first": _first(application, todo, cases, somebody.account),
        "may_confirm": may_confirm,
        "filer": filer_of(application) if may_confirm else None,
        "told": told(application) if may_confirm else [],
        "may_upload": _is_open(application) and not any(each.letter for each in cases),
        "settled_otherwise": len(settled_otherwise(application)) if _is_open(application) else 0,
        "may_withdraw": _is_open(application) and not any(each.case.decided_on for each in cases),
        "place": full_name(application.place, application.submitted_on),
        "office": contact(application.place, somebody.on),
    }
    return render(request, "progress/matter.html", shown, status=status)


def _is_open(application: Application) -> bool:
    return application.withdrawn_on is None and application.closed_on is None


def _own(request: HttpRequest, number: str) -> Application:
    """Return an application that this account sees; the database decides which those are."""
    found = applications_of(signed_in(request).account).select_related("mandate").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _needs_confirmation(application: Application) -> bool:
    filed_by_other = application.mandate_id is not None or application.channel in NEEDS_CONFIRMATION
    return filed_by_other and application.confirmed_on is None and application.accepted_on is None


def _may_confirm(application: Application, account: Account) -> bool:
    helper = application.mandate.account_id if application.mandate else None
    is_another = account.pk not in (application.filed_by_id, helper)
    return is_another and _is_open(application) and _needs_confirmation(application)


def _first(application: Application, todo: wanted.Todo, cases: list[Shown], account: Account) -> dict[str, str] | None:
    """Return the headline while there is no case: before acceptance, or after it was taken back."""
    if application.withdrawn_on:
        lead = CLOSED_BY_OFFICERS if any(each.case.taken_back for each in cases) else ""
        return {"headline": "您已经撤回了申请", "lead": f"{lead}需要时可以重新申请。", "tone": "mute"}
    if application.accepted_on:
        return None
    if _may_confirm(application, account):
        lead = "这份申请是别人替您提交的。您确认以后，才能受理。"
        return {"headline": "请您确认这份申请", "lead": lead, "tone": "warn"}
    if _needs_confirmation(application):
        lead = TELL_THE_APPLICANT
        return {"headline": "等申请人本人确认", "lead": lead, "tone": "warn"}
    return _lacking(todo)


def _lacking(todo: wanted.Todo) -> dict[str, str]:
    """Return the headline while officers look at what came in: what is missing, or that nothing is."""
    if todo.left and todo.told_on:
        until = f"请在 {in_chinese(todo.due_on)}前补上。" if todo.due_on else "请尽快补上。"
        return {"headline": f"还差 {todo.left} 项", "lead": f"{until}已填的内容都还在。", "tone": "warn"}
    if todo.left:
        lead = f"还差的列在下面，现在就可以交，一样一样交也行。工作人员会把缺的一次告诉您。{NOT_YET}"
        return {"headline": f"已收到您的申请，还差 {todo.left} 项", "lead": lead, "tone": "warn"}
    lead = f"工作人员正在看材料，{NOT_YET}现在您不用做什么。"
    return {"headline": "已收到您的申请", "lead": lead, "tone": ""}


@never_cache
@citizens_only
@require_POST
def papers(request: HttpRequest, number: str) -> HttpResponse:
    """Take papers that follow: all of them, or none and why."""
    application = _own(request, number)
    family = list(application.members.order_by("position"))
    uploads: list[Upload] = []
    for name, file in request.FILES.items():
        read = wanted.read_name(name, family)
        if read is not None:
            uploads.append(Upload(read[0], file.read(), file.name or "", read[1]))
    if not uploads:
        return _page(request, application, {"papers": "请先选择要上传的照片或者文件"}, UNPROCESSABLE)
    try:
        _hand_in(application, uploads, request)
    except DoudiError as error:
        status = CONFLICT if isinstance(error, NotNow) else UNPROCESSABLE
        return _page(request, application, {"papers": str(error)}, status)
    return redirect("portal:matter", number=number)


def _hand_in(application: Application, uploads: list[Upload], request: HttpRequest) -> None:
    somebody = signed_in(request)
    if application.accepted_on is None:
        supply_papers(application=application, by=somebody.account, on=somebody.on, papers=tuple(uploads))
        return
    for each in uploads:
        add_document(
            application=application, kind=each.kind, content=each.content, title=each.title, member=each.member,
            by=somebody.account, on=somebody.on,
        )  # fmt: skip


@never_cache
@citizens_only
@require_POST
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """The applicant says that what somebody else filed is theirs."""
    somebody = signed_in(request)
    confirm_by_applicant(
        application=_own(request, number), how=HOW_CONFIRMED, by=somebody.account, on=somebody.on, at=somebody.at
    )
    return redirect("portal:matter", number=number)


@never_cache
@citizens_only
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """Ask once more, then take the application back."""
    application = _own(request, number)
    if request.method != "POST":
        over = _why_not_taken_back(application)
        return render(request, "progress/take_back.html", {"application": application, "over": over})
    somebody = signed_in(request)
    reason = request.POST.get("reason", "")[:200]
    taking_back(application=application, by=somebody.account, on=somebody.on, reason=reason)
    return redirect("portal:matter", number=number)


def _why_not_taken_back(application: Application) -> str:
    """Say why there is nothing to take back: it was, or everything is decided; nothing where it can be."""
    if application.withdrawn_on:
        return f"这份申请已经在 {in_chinese(application.withdrawn_on)}撤回，您不用再做什么。需要时可以重新申请。"
    if application.closed_on:
        return f"这份申请已经在 {in_chinese(application.closed_on)}办结，不能再撤回。结果和怎么办，写在“我的办件”里。"
    return ""


@never_cache
@citizens_only
@require_safe
def letter(request: HttpRequest, number: str, letter: int) -> HttpResponse:
    """Give the letter of a decision as PDF."""
    application = _own(request, number)
    found = Letter.objects.filter(pk=letter, decision__case__application=application).first()
    if found is None:
        raise Http404
    pdf = typeset(json.loads(found.content), digest=found.digest)
    record(
        "portal.letter_read", on=signed_in(request).on, subject=found, place=application.place,
        purpose="领取自己的决定文书", persons=_persons(application),
    )  # fmt: skip
    name = f"{found.pk}-{application.number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _persons(application: Application) -> list[int]:
    rows = FamilyMember.objects.filter(application=application, person__isnull=False).order_by("position")
    return list(rows.values_list("person_id", flat=True))
