"""The pages that propose a standard: the form, then everything once more beside what counts now."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from doudi.accounts.roles import Act
from doudi.accounts.signed_in import SignedIn
from doudi.desk.frame import POLICY
from doudi.desk.pages import asking, done, office, officer, page, place, texts
from doudi.desk.policy.attaching import KEPT, received, token_of
from doudi.desk.policy.drafting import TYPED, Written
from doudi.desk.policy.figures import CHECKED, checked
from doudi.desk.policy.told import doubts_of, lines_of, paper_told, warnings_of
from doudi.faces.fields import FieldError
from doudi.kernel.errors import NotAllowed, NotKnown, NotNow, Refused
from doudi.standards import lawbook
from doudi.standards.drafts import Signer
from doudi.standards.models import Proposal
from doudi.standards.services.propose import propose

UNPROCESSABLE = 422
SURE, EDIT = "sure", "edit"
UNSEEN = "没有上传文件原文：签发的人无从核对，须在别处看过原件并写明，才能签发。可以返回修改，补上文件。"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a standard, show it beside what counts now, and propose it. Raises MayNot."""
    somebody = asking(request, Act.PUBLISH_STANDARD)
    if request.method != "POST":
        return _form(request, somebody, Written({}))
    given = texts(request.POST)
    written = Written(given)
    is_sure = given.get("do") == SURE
    try:
        written.paper = received(request, officer(somebody).pk)
        if given.get("do") == EDIT:
            return _form(request, somebody, written)
        made, doubts = _proposed(somebody, written, keep=is_sure, is_checked=bool(given.get(CHECKED)))
    except (Refused, NotNow, NotKnown, NotAllowed) as error:
        written.refuse(error)
        return _form(request, somebody, written)
    if made is None:
        return _form(request, somebody, written)
    if is_sure and not (doubts and not given.get(CHECKED)):
        told = f"已提出，编号 {made.pk}。请另一位政策人员签发，签发以前不生效。"
        return done(request, told, reverse("desk:standard", args=[made.pk]))
    return _read_back(request, somebody, written, made, doubts, is_sure=is_sure)


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
        doubts = doubts_of(made)
        if not keep or (doubts and not is_checked):
            transaction.set_rollback(True)
    return made, doubts


def _read_back(
    request: HttpRequest, somebody: SignedIn, written: Written, made: Proposal, doubts: list[str], *, is_sure: bool
) -> HttpResponse:
    wrong = "这个值和现行的值相差大，请核对后打勾。" if is_sure else ""
    tick = checked(wrong) if doubts else None
    unseen = [] if written.paper else [UNSEEN]
    context = {
        "title": "提出这项标准？", "lines": [*lines_of(made, somebody.on), *paper_told(made)], "tick": tick,
        "warned": [*doubts, *unseen, *warnings_of(made, somebody.on)],
        "sent": [*((name, written.given.get(name, "")) for name in TYPED), *_kept(written, somebody)],
        "buttons": [("确认提出", "primary", SURE), ("返回修改", "", EDIT)],
        "errors": [FieldError(tick.anchor, wrong)] if tick and wrong else [],
    }  # fmt: skip
    status = UNPROCESSABLE if wrong else 200
    return page(request, "desk/policy/standard.html", context, current=POLICY, status=status)


def _kept(written: Written, somebody: SignedIn) -> list[tuple[str, str]]:
    return [(KEPT, token_of(written.paper, officer(somebody).pk))] if written.paper else []


def _form(request: HttpRequest, somebody: SignedIn, written: Written) -> HttpResponse:
    context = {
        "title": "提出标准", "up": (reverse("desk:policy"), "政策与标准"), "submit": "下一步：核对",
        "lead": "照当地公布的文件填写。提出以后由另一位政策人员签发才生效；签发了的不能改，只能更正。",
        "fields": written.fields(lawbook.packs(), place(somebody), somebody.on), "errors": written.wrong(),
        "has_file": True, "sent": _kept(written, somebody),
    }  # fmt: skip
    status = UNPROCESSABLE if written.errors else 200
    return page(request, "desk/form.html", context, current=POLICY, status=status)
