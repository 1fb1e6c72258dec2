"""A place's own standards: proposed by one policy officer and signed by another, each with their account."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from doudi.accounts.roles import Act
from doudi.accounts.signed_in import SignedIn
from doudi.desk.frame import POLICY
from doudi.desk.labels import place_names
from doudi.desk.pages import asking, done, office, officer, page, place, texts
from doudi.desk.policy.drafting import NAMES, Written
from doudi.desk.policy.figures import CHECKED, Figures, checked
from doudi.desk.policy.home import label_of, state_of, value_of
from doudi.determination.models import PolicySimulation, Progress
from doudi.faces.fields import Field, FieldError, in_chinese
from doudi.kernel.divisions import NATION, lies_in
from doudi.kernel.errors import NotAllowed, NotKnown, NotNow, Refused
from doudi.standards import lawbook
from doudi.standards.drafts import Signer
from doudi.standards.dropped import how
from doudi.standards.models import Proposal
from doudi.standards.queries import current_snapshot, proposals_seen_from
from doudi.standards.services.drop import drop
from doudi.standards.services.propose import propose
from doudi.standards.services.sign import sign

UNPROCESSABLE, CONFLICT = 422, 409
SHOWN = 5
SURE, EDIT, SIGN, DROP, REASON = "sure", "edit", "sign", "drop", "reason"
LONGEST_REASON = 200
Line = tuple[str, str]


class NoSuchAct(Refused):
    """The page has no such button."""

    code = "desk.no_such_act"
    sentence = "没有这项操作，请用页面上的按钮。"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a standard, show it beside what counts now, and propose it. Raises MayNot."""
    somebody = asking(request, Act.PUBLISH_STANDARD)
    given = texts(request.POST)
    if request.method != "POST" or given.get("do") == EDIT:
        return _form(request, somebody, Written(given))
    written = Written(given)
    is_sure = given.get("do") == SURE
    try:
        made, doubts = _proposed(somebody, written, keep=is_sure, is_checked=bool(given.get(CHECKED)))
    except (Refused, NotNow, NotKnown, NotAllowed) as error:
        written.refuse(error)
        return _form(request, somebody, written)
    if made is None:
        return _form(request, somebody, written)
    if is_sure and not (doubts and not given.get(CHECKED)):
        told = f"已提出，编号 {made.pk}。请另一位政策人员签发，签发以前不生效。"
        return done(request, told, reverse("desk:standard", args=[made.pk]))
    wrong = "这个值和现行的值相差大，请核对后打勾。" if is_sure else ""
    tick = checked(wrong) if doubts else None
    context = {
        "title": "提出这项标准？", "lines": _lines(made, somebody.on), "tick": tick,
        "warned": [*doubts, *_warnings(made, somebody.on)], "sent": [(name, given.get(name, "")) for name in NAMES],
        "buttons": [("确认提出", "primary", SURE), ("返回修改", "", EDIT)],
        "errors": [FieldError(tick.anchor, wrong)] if tick and wrong else [],
    }  # fmt: skip
    status = UNPROCESSABLE if wrong else 200
    return page(request, "desk/policy/standard.html", context, current=POLICY, status=status)


def _proposed(
    somebody: SignedIn, written: Written, *, keep: bool, is_checked: bool
) -> tuple[Proposal | None, list[str]]:
    """Propose what was written, with what is odd of it; unless it is to be kept, only to see whether it can be.

    None where it is not whole; an odd value is kept only by who says it was checked."""
    draft = written.draft()
    if draft is None:
        return None, []
    with transaction.atomic():
        made = propose(draft=draft, by=Signer.of(officer(somebody), office(somebody)), on=somebody.on)
        doubts = _doubts(made)
        if not keep or (doubts and not is_checked):
            transaction.set_rollback(True)
    return made, doubts


def _doubts(proposal: Proposal) -> list[str]:
    figures = Figures.of(proposal, current_snapshot())
    return figures.doubts if figures else []


def _form(request: HttpRequest, somebody: SignedIn, written: Written) -> HttpResponse:
    context = {
        "title": "提出标准", "up": (reverse("desk:policy"), "政策与标准"), "submit": "下一步：核对",
        "lead": "照当地公布的文件填写。提出以后由另一位政策人员签发才生效；签发了的不能改，只能更正。",
        "fields": written.fields(lawbook.packs(), place(somebody), somebody.on), "errors": written.wrong(),
    }  # fmt: skip
    status = UNPROCESSABLE if written.errors else 200
    return page(request, "desk/form.html", context, current=POLICY, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def standard(request: HttpRequest, standard: int) -> HttpResponse:
    """Show a proposal with everything it rests on; sign it, or drop it. 404 for a place elsewhere."""
    somebody = asking(request, Act.PUBLISH_STANDARD)
    found = proposals_seen_from(place(somebody)).filter(pk=standard).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return _shown(request, somebody, found)
    try:
        told = _ended(somebody, found, request.POST.get("do", ""), request.POST.get(REASON, ""))
    except (Refused, NotNow, NotKnown, NotAllowed) as error:
        return _shown(request, somebody, found, str(error))
    return done(request, told, reverse("desk:standard", args=[found.pk]))


def _ended(somebody: SignedIn, found: Proposal, do: str, reason: str) -> str:
    """Sign a proposal or drop it, and say what was done. Raises NoSuchAct and what the acts raise."""
    by = Signer.of(officer(somebody), office(somebody))
    if do == SIGN:
        sign(proposal_id=found.pk, by=by, on=somebody.on)
        return f"已签发，{in_chinese(found.in_force_on)}起按它计算。"
    if do == DROP:
        made = drop(proposal_id=found.pk, reason=reason[:LONGEST_REASON], by=by, on=somebody.on)
        return f"已登记{how(made)}，第 {found.pk} 号不会生效。"
    raise NoSuchAct


def _shown(request: HttpRequest, somebody: SignedIn, found: Proposal, wrong: str = "") -> HttpResponse:
    waits = getattr(found, "release", None) is None and getattr(found, "dropping", None) is None
    is_own = found.proposer_id == officer(somebody).pk
    may_end = waits and lies_in(found.place, place(somebody))
    may_sign = may_end and not is_own and not wrong
    ending = ("撤回" if is_own else "不予签发", "", DROP)
    reason = Field(
        name=REASON, label=f"{ending[0]}的理由", hint="签发不用写" if may_sign else "", value="", autocomplete="off"
    )
    rule = "等另一位政策人员签发；提出的人不能自己签发。" if waits and is_own else ""
    context = {
        "title": f"第 {found.pk} 号标准", "lines": [*_lines(found, somebody.on), ("签名", state_of(found))],
        "warned": [*_doubts(found), *_warnings(found, somebody.on)] if waits else [], "wrong": wrong,
        "rule": rule, "sent": [],
        "buttons": [*([("签发", "primary", SIGN)] if may_sign else []), *([ending] if may_end else [])],
        "tick": reason if may_end else None,
        "simulate": reverse("desk:standard_simulate", args=[found.pk]) if found.value else "",
        "simulations": [
            (f"第 {each.pk} 号测算（{in_chinese(each.asked_on)}，{Progress(each.progress).label}）", each.pk)
            for each in PolicySimulation.objects.filter(proposal=found).defer("result").order_by("-pk")[:SHOWN]
        ],
    }  # fmt: skip
    return page(request, "desk/policy/standard.html", context, current=POLICY, status=CONFLICT if wrong else 200)


def _lines(proposal: Proposal, on: date) -> list[Line]:
    """Say a proposal line by line; one that waits beside what counts without it."""
    names = place_names({proposal.place, proposal.authority}, on) | {NATION: "全国"}
    until = f"，{in_chinese(proposal.until_on)}失效" if proposal.until_on else ""
    lines = [
        ("标准", label_of(proposal.parameter, lawbook.packs())), ("适用于", names[proposal.place]),
        ("公布机关", names[proposal.authority]), *_figures(proposal),
        ("施行", f"{in_chinese(proposal.in_force_on)}起{until}"),
        ("文件", f"{proposal.document_title}，{proposal.document_number or '没有写文号'}"),
        ("文件日期", in_chinese(proposal.document_on)), ("设定依据", _basis(proposal)),
    ]  # fmt: skip
    return [*lines, ("更正", f"第 {proposal.replaces_id} 号")] if proposal.replaces_id else lines


def _basis(proposal: Proposal) -> str:
    """Say the article by which the level may set it; one that the packs have lost goes as it was written."""
    try:
        return lawbook.packs().sources.text(proposal.cites)
    except NotKnown:
        return proposal.cites


def _figures(proposal: Proposal) -> list[Line]:
    """Say the value; as long as nobody has signed it, beside what counts on the day it begins."""
    figures = Figures.of(proposal, current_snapshot())
    if figures is None:
        return [("值", f"{value_of(proposal)}（政策包里没有这一项）")]
    return figures.lines(waits=getattr(proposal, "release", None) is None)


def _warnings(proposal: Proposal, on: date) -> list[str]:
    later = proposals_seen_from(proposal.place).filter(
        place=proposal.place, parameter=proposal.parameter, in_force_on__gt=proposal.in_force_on,
        release__isnull=False,
    )  # fmt: skip
    warned = [f"施行日期 {in_chinese(proposal.in_force_on)} 在今天以前；已经作出的决定不会自动改变。"]
    warned = warned if proposal.in_force_on < on else []
    return warned + [
        f"{in_chinese(each.in_force_on)}起另有第 {each.pk} 号（{value_of(each)}）；从那天起按第 {each.pk} 号。"
        for each in later
    ]
