"""A place's own standard: signed by another policy officer than who proposed it, or dropped; auditors read it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from doudi.accounts.roles import Act
from doudi.accounts.signed_in import SignedIn
from doudi.desk.frame import POLICY
from doudi.desk.pages import asking, done, office, officer, page, place
from doudi.desk.policy.home import state_of
from doudi.desk.policy.told import doubts_of, lines_of, paper_told, sentence_of, warnings_of
from doudi.determination.models import PolicySimulation, Progress
from doudi.faces.fields import Field, FieldError, Option, in_chinese
from doudi.kernel.divisions import lies_in
from doudi.kernel.errors import NotAllowed, NotKnown, NotNow, Refused
from doudi.standards.drafts import Signer
from doudi.standards.dropped import how
from doudi.standards.models import Proposal
from doudi.standards.papers import read_paper
from doudi.standards.queries import proposals_seen_from
from doudi.standards.services.drop import drop
from doudi.standards.services.sign import OriginalNotSeen, sign

UNPROCESSABLE, CONFLICT = 422, 409
SHOWN = 5
SIGN, SURE, DROP, BACK = "sign", "sure", "drop", "back"
REASON, SEEN = "reason", "seen"
LONGEST_REASON = 200
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


class NoSuchAct(Refused):
    """The page has no such button."""

    code = "desk.no_such_act"
    sentence = "没有这项操作，请用页面上的按钮。"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def standard(request: HttpRequest, standard: int) -> HttpResponse:
    """Show a proposal with everything it rests on; sign it, or drop it. 404 for a place elsewhere."""
    reading = (Act.PUBLISH_STANDARD, Act.AUDIT) if request.method != "POST" else (Act.PUBLISH_STANDARD,)
    somebody = asking(request, *reading)
    found = _found(somebody, standard)
    if request.method != "POST":
        return _shown(request, somebody, found)
    here, do = reverse("desk:standard", args=[found.pk]), request.POST.get("do", "")
    try:
        if do == SIGN:
            _rehearse(somebody, found)
            return _asked(request, somebody, found)
        told = "" if do == BACK else _ended(somebody, found, request)
    except OriginalNotSeen as error:
        return _asked(request, somebody, found, str(error))
    except (Refused, NotNow, NotKnown, NotAllowed) as error:
        return _shown(request, somebody, found, str(error))
    return done(request, told or f"还没有签发第 {found.pk} 号。", here)


@never_cache
@require_safe
def document(request: HttpRequest, standard: int) -> HttpResponse:
    """Give the file of the document, a PDF as a download; it leaves an event. Raises MayNot, NoPaper; 404 elsewhere."""
    somebody = asking(request, Act.PUBLISH_STANDARD, Act.AUDIT)
    found = _found(somebody, standard)
    paper, content = read_paper(proposal=found, on=somebody.on)
    way = "attachment" if paper.media_type == "application/pdf" else "inline"
    name = f"standard-{found.pk}.{EXTENSIONS[paper.media_type]}"
    headers = {"Content-Disposition": f'{way}; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=paper.media_type, headers=headers)


def _found(somebody: SignedIn, number: int) -> Proposal:
    found = proposals_seen_from(place(somebody)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _rehearse(somebody: SignedIn, found: Proposal) -> None:
    """Sign to see whether it can be signed, and leave nothing. Raises what `sign` raises."""
    with transaction.atomic():
        sign(proposal_id=found.pk, by=_signer(somebody), on=somebody.on, original_seen=True)
        transaction.set_rollback(True)


def _ended(somebody: SignedIn, found: Proposal, request: HttpRequest) -> str:
    """Sign a proposal or drop it, and say what was done. Raises NoSuchAct and what the acts raise."""
    do, by = request.POST.get("do", ""), _signer(somebody)
    if do == SURE:
        sign(proposal_id=found.pk, by=by, on=somebody.on, original_seen=bool(request.POST.get(SEEN)))
        return f"已签发，{in_chinese(found.in_force_on)}起按它计算。"
    if do == DROP:
        reason = request.POST.get(REASON, "")[:LONGEST_REASON]
        made = drop(proposal_id=found.pk, reason=reason, by=by, on=somebody.on)
        return f"已登记{how(made)}，第 {found.pk} 号不会生效。"
    raise NoSuchAct


def _signer(somebody: SignedIn) -> Signer:
    return Signer.of(officer(somebody), office(somebody))


def _asked(request: HttpRequest, somebody: SignedIn, found: Proposal, wrong: str = "") -> HttpResponse:
    """Say in one sentence what would be signed, and ask for it; without a file also whether the original was seen."""
    tick = None if found.file_digest else _original_seen(found, wrong)
    context = {
        "title": f"签发第 {found.pk} 号标准？", "rule": sentence_of(found, somebody.on), "up": found.pk,
        "paper": _paper(found), "warned": [*doubts_of(found), *warnings_of(found, somebody.on)], "tick": tick,
        "sent": [], "buttons": [("确认签发", "primary", SURE), ("返回", "", BACK)],
        "errors": [FieldError(tick.anchor, wrong)] if tick and wrong else [],
    }  # fmt: skip
    status = UNPROCESSABLE if wrong else 200
    return page(request, "desk/policy/standard.html", context, current=POLICY, status=status)


def _original_seen(found: Proposal, error: str) -> Field:
    named = f"{found.document_title}{found.document_number and f'（{found.document_number}）'}"
    option = Option("yes", f"我在别处看过{named}的原件，值、地方和日期都和它一致")
    hint = "提出的人没有上传文件。签发记录里会写明您在别处看过原件。"
    return Field(name=SEEN, label="文件原件", shape="choices", several=True, options=(option,), error=error, hint=hint)


def _paper(found: Proposal) -> dict[str, Any] | None:
    if not found.file_digest:
        return None
    return {
        "address": reverse("desk:standard_document", args=[found.pk]), "name": found.file_name,
        "is_picture": found.file_type.startswith("image/"),
    }  # fmt: skip


def _shown(request: HttpRequest, somebody: SignedIn, found: Proposal, wrong: str = "") -> HttpResponse:
    waits = getattr(found, "release", None) is None and getattr(found, "dropping", None) is None
    publishes = Act.PUBLISH_STANDARD in somebody.acts
    is_own = found.proposer_id == officer(somebody).pk
    may_end = waits and publishes and lies_in(found.place, place(somebody))
    may_sign = may_end and not is_own and not wrong
    ending = ("撤回" if is_own else "不予签发", "", DROP)
    reason = Field(
        name=REASON, label=f"{ending[0]}的理由", hint="签发不用写" if may_sign else "", value="", autocomplete="off"
    )
    rule = "等另一位政策人员签发；提出的人不能自己签发。" if waits and is_own else ""
    context = {
        "title": f"第 {found.pk} 号标准",
        "lines": [*lines_of(found, somebody.on), *paper_told(found), ("签名", state_of(found))],
        "warned": [*doubts_of(found), *warnings_of(found, somebody.on)] if waits else [], "wrong": wrong,
        "rule": rule, "sent": [], "paper": _paper(found),
        "buttons": [*([("签发", "primary", SIGN)] if may_sign else []), *([ending] if may_end else [])],
        "tick": reason if may_end else None, **_simulations(found, may_ask=publishes),
    }  # fmt: skip
    return page(request, "desk/policy/standard.html", context, current=POLICY, status=CONFLICT if wrong else 200)


def _simulations(found: Proposal, *, may_ask: bool) -> dict[str, Any]:
    made = PolicySimulation.objects.filter(proposal=found).defer("result").order_by("-pk")[:SHOWN]
    return {
        "simulate": reverse("desk:standard_simulate", args=[found.pk]) if found.value and may_ask else "",
        "simulations": [
            (f"第 {each.pk} 号测算（{in_chinese(each.asked_on)}，{Progress(each.progress).label}）", each.pk)
            for each in made
        ],
    }  # fmt: skip
