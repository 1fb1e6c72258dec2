"""The pages of applying. Each screen saves what was typed, right or wrong; only the last one hands anything in."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from doudi.accounts.models import Citizen
from doudi.accounts.queries import full_name
from doudi.accounts.signed_in import citizen_of, keeps_writes, signed_in
from doudi.faces.fields import FieldError, anchor
from doudi.flows.apply import apply
from doudi.intake.models import Application, Draft
from doudi.intake.queries import drafts_of
from doudi.intake.services.save_draft import NoSuchDraft, content_of, discard_draft, save_draft
from doudi.kernel.errors import DoudiError
from doudi.policy.packs import Packs
from doudi.policy.types import MEMBER_LIMIT
from doudi.portal import text_size
from doudi.portal.apply import checking, paperwork, typing
from doudi.portal.apply import screens as s
from doudi.portal.apply.asking import Questions
from doudi.portal.apply.filling import Filling
from doudi.portal.apply.handing import handed, sources_asked
from doudi.portal.apply.screens import STEPS, Screen
from doudi.portal.apply.summary import told
from doudi.portal.contacts import contact
from doudi.portal.entry import citizens_only
from doudi.standards.queries import current_snapshot

SEND: Final = "send"
UNPROCESSABLE: Final = 422
GONE: Final = "doudi.drafts_gone"
MOST_GONE: Final = 9
"""So many drafts that are gone a session remembers, for who goes back in the browser."""
TITLES: Final = {
    s.WHO: ("您替谁申请？", "一次申请，镇里会看您家能得到哪几种救助，不用分别申请。"),
    s.PLACE: ("在哪里申请？", "选户口所在地；户口不在一起或者常住外地的，选常住的地方也可以。"),
    s.FAMILY: ("您家里有几口人？", "请填写长期一起生活的家人。其他信息我们会向有关部门查询，您不用跑腿开证明。"),
    s.MONEY: ("", "写过去 12 个月的数，记不清的写大概。没有的不用写。"),
    s.PROPERTY: ("家里有哪些财产？", "写全家的。没有的不用写。"),
    s.SITUATION: ("家里人有没有这些情况？", "一个人一张卡片。没有的不用选，最后打勾。"),
    s.PAPERS: ("材料", "拍照上传就行。身份证、户口本、残疾人证我们自己查，不用交。现在没有的可以以后补。"),
    s.CONSENT: ("同意查询", "批准以前要核对全家的收入和财产。每位成年人自己签名，未成年人由监护人签名。"),
    s.CHECK: ("看一遍，再提交", "有不对的，点“修改”。提交以后还可以撤回。"),
}  # fmt: skip


@never_cache
@citizens_only
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin an application, or go on with one."""
    somebody = signed_in(request)
    if request.method == "POST":
        filling = Filling.new()
        made = save_draft(content=filling.as_content(), step=s.WHO, by=somebody.account, at=somebody.at)
        return redirect("portal:apply_screen", draft=made.pk, slug=s.WHO)
    drafts = [_listed(draft) for draft in drafts_of(somebody.account)]
    return render(request, "apply/start.html", {"drafts": drafts})


def _listed(draft: Draft) -> dict[str, Any]:
    filling = Filling.read(content_of(draft))
    screen = s.screen_named(filling, draft.step) or s.screens(filling)[0]
    return {"draft": draft, "name": filling.name_of("m1"), "screen": screen, "steps": len(STEPS)}


@never_cache
@citizens_only
@require_POST
def discard(request: HttpRequest, draft: int) -> HttpResponse:
    """Throw a draft away."""
    discard_draft(draft=draft, by=signed_in(request).account)
    _note_gone(request, draft, "")
    return redirect("portal:apply")


@keeps_writes
@never_cache
@citizens_only
@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest, draft: int, slug: str) -> HttpResponse:
    """Show one screen, or take what was typed on it: a draft keeps it, right or wrong."""
    kept = Draft.objects.filter(pk=draft, account=signed_in(request).account).first()
    if kept is None:
        return _sent_before(request, draft)
    filling = Filling.read(content_of(kept))
    here = s.screen_named(filling, slug)
    if here is None:
        return redirect("portal:apply_screen", draft=draft, slug=s.WHO)
    work = _Work(request, kept, filling, here)
    try:
        return work.take() if request.method == "POST" else work.show({})
    except NoSuchDraft:  # the same form, sent twice at once: while this one waited, the other handed it in
        return _sent_before(request, draft)


def _note_gone(request: HttpRequest, draft: int, became: str) -> None:
    """Remember in the session what became of a draft: the number of its application, or nothing."""
    gone = {**request.session.get(GONE, {}), str(draft): became}
    request.session[GONE] = dict(list(gone.items())[-MOST_GONE:])


def _sent_before(request: HttpRequest, draft: int) -> HttpResponse:
    """Lead on from a draft that is gone: it became an application, or was thrown away; else there is no such page."""
    key = request.POST.get("key", "")
    mine = Application.objects.filter(filed_by=signed_in(request).account)
    found = next((row for row in mine.filter(key=key)), None) if typing.is_key(key) else None
    if found is not None:
        return _to_matter(found)
    became = request.session.get(GONE, {}).get(str(draft))
    if became is None:
        raise Http404
    return redirect("portal:matter", number=became) if became else redirect("portal:apply")


def _to_matter(application: Application) -> HttpResponse:
    response = redirect("portal:matter", number=application.number)
    response["Location"] += "?sent=1"
    return response


class _Work:
    """One request for one screen."""

    def __init__(self, request: HttpRequest, draft: Draft, filling: Filling, here: Screen) -> None:
        self.request, self.draft, self.filling, self.here = request, draft, filling, here
        self.citizen: Citizen = citizen_of(request)
        filling.helper = str(self.citizen.number)
        self.on: date = signed_in(request).on
        self.packs: Packs = current_snapshot().packs

    def take(self) -> HttpResponse:
        """Write down what was typed, then do what was asked."""
        names, was_for_self = self._names(), self.filling.is_for_self
        typing.absorb(self.filling, names, self.request.POST)
        if self.filling.is_for_self:
            self.filling.take_applicant(self.citizen)
        elif was_for_self:
            self.filling.forget_applicant()
        errors = paperwork.take(self.filling, dict(self.request.FILES.items()), self.on)
        act, _, target = self.request.POST.get("do", "").partition(":")
        if act == "size" or typing.perform(self.filling, act, target) or (names != self._names() and act != SEND):
            self._save(self.here)
            return self._again(target if act == "size" else "")
        errors |= checking.errors_of(self.filling, self.here, self.packs, self.on) if act != "upload" else {}
        self._save(self.here)
        if errors or act == "upload":
            return self.show(errors, status=UNPROCESSABLE) if errors else self._again("")
        return self._send() if act == SEND and self.here.kind == s.CHECK else self._next()

    def _names(self) -> set[str]:
        asked = Questions(self.filling, self.packs, self.on, {})
        return {name for block in asked.blocks(self.here) for name in block.names}

    def _save(self, at: Screen) -> None:
        somebody = signed_in(self.request)
        save_draft(
            content=self.filling.as_content(), step=at.slug, by=somebody.account, at=somebody.at, draft=self.draft.pk
        )

    def _again(self, size: str) -> HttpResponse:
        response = redirect("portal:apply_screen", draft=self.draft.pk, slug=self.here.slug)
        if text_size.is_known(size):
            text_size.keep(response, size)
        return response

    def _next(self) -> HttpResponse:
        following = s.after(self.filling, self.here)
        self._save(following)
        return redirect("portal:apply_screen", draft=self.draft.pk, slug=following.slug)

    def _send(self) -> HttpResponse:
        if checking.all_errors(self.filling, self.packs, self.on):
            return self.show({}, status=UNPROCESSABLE)
        try:
            made = apply(
                handed=handed(self.filling, self.packs.facts, self.on), draft=self.draft.pk,
                by=self.citizen.account, on=self.on,
            )  # fmt: skip
        except DoudiError as error:
            return self.show({}, refused=str(error), status=UNPROCESSABLE)
        _note_gone(self.request, self.draft.pk, made.number)
        return _to_matter(made)

    def show(self, errors: dict[str, str], refused: str = "", status: int = 200) -> HttpResponse:
        """Render the screen."""
        last = self.here.kind == s.CHECK
        title, lead = TITLES[self.here.kind]
        before = s.before(self.filling, self.here)
        known = {
            "draft": self.draft.pk, "here": self.here, "key": self.filling.key, "steps": STEPS, "before": before,
            "title": title or f"{self.filling.name_of(self.here.owner)}的收入和支出", "lead": lead,
            "blocks": Questions(self.filling, self.packs, self.on, errors).blocks(self.here),
            "errors": [FieldError(anchor(name), self._sentence(name, why)) for name, why in errors.items()],
            "refused": refused, "office": contact(self.filling.place, self.on),
            "may_add": len(self.filling.text.members) < MEMBER_LIMIT,
        }  # fmt: skip
        if self.here.kind == s.PAPERS:
            known["slots"] = paperwork.slots(self.filling, self.on, errors)
        if self.here.kind == s.CONSENT:
            known["place"] = full_name(self.filling.place, self.on) if self.filling.place else ""
            known["sources"] = [label for _, label in sources_asked(self.filling, self.on)]
        return render(self.request, "apply/screen.html", known | (self._whole() if last else {}), status=status)

    def _whole(self) -> dict[str, Any]:
        """Everything that was said, and what is still wrong with it."""
        wrong = checking.all_errors(self.filling, self.packs, self.on)
        return {
            "told": told(self.filling, self.packs, self.on),
            "wrong": [(screen, anchor(name), self._sentence(name, why)) for screen, name, why in wrong],
            "missing": paperwork.missing(self.filling, self.on),
        }

    def _sentence(self, name: str, why: str) -> str:
        owner, _, fact = name.rpartition(".")
        known = self.packs.facts.by_name.get(fact)
        label = f"{known.label}：" if known and known.label not in why else ""
        if owner in self.filling.text.members:
            return f"{self.filling.name_of(owner)}，{label}{why}"
        return f"{label}{why}"
