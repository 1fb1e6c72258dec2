"""Registering somebody who comes to the window: the form of a family, with who each person is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from doudi.accounts.queries import places_under
from doudi.accounts.roles import Act
from doudi.accounts.signed_in import SignedIn
from doudi.desk.frame import ACCEPTANCE
from doudi.desk.left import refills, typed_before
from doudi.desk.pages import asking, done, officer, page, place
from doudi.faces import filing
from doudi.faces.draft import HOUSEHOLD, Draft, from_form
from doudi.faces.fields import Field, Group, Option
from doudi.faces.people import People, errors_by_field, summary_of
from doudi.faces.questions import Asking
from doudi.intake.filing import Filing, Identity
from doudi.intake.models import Application, Channel, Sex
from doudi.intake.services.submit import submit
from doudi.kernel.errors import DoudiError, NotKnown, NotNow, Refused
from doudi.policy.entities import household
from doudi.policy.household import HouseholdRefused
from doudi.policy.types import MEMBER_LIMIT
from doudi.standards import lawbook

KEY, PLACE, CHANNEL, REASON, NUMBER, SEX = "key", "place", "channel", "reason", "number", "sex"
FIRST = {"m1.relation": ["applicant"]}
WHOLE_FORM = "act"
UNPROCESSABLE, CONFLICT = 422, 409
VILLAGE, TOWNSHIP = 12, 9
WAYS = {Act.REGISTER: (Channel.WINDOW, Channel.HOTLINE, Channel.LEAD), Act.LEAVE_LEAD: (Channel.VILLAGE, Channel.LEAD)}
ROWS = {
    "add-member": lambda draft, _: draft.add_member(),
    "remove-member": Draft.remove_member,
    "add-obligor": Draft.add_obligor,
    "remove-obligor": Draft.remove_obligor,
}


@dataclass(slots=True)
class Form:
    """One rendering of the form: nothing of it is kept before it is handed in."""

    somebody: SignedIn
    draft: Draft
    errors: dict[str, str] = field(default_factory=dict[str, str])
    new: str = ""
    wrong: DoudiError | None = None

    def filing(self) -> Filing:
        """Return what would be handed in."""
        draft = self.draft
        people = {
            owner: Identity(number=draft.text(f"{owner}.{NUMBER}"), sex=draft.text(f"{owner}.{SEX}"))
            for owner in draft.members
        }
        return Filing(
            key=_key(draft), place=draft.text(PLACE), people=people, reason=draft.text(REASON),
            household=filing.household_file(draft, lawbook.packs().facts), channel=draft.text(CHANNEL),
        )  # fmt: skip

    def hand_in(self) -> Application | None:
        """Hand it in, or note everything that is wrong."""
        try:
            return submit(filing=self.filing(), by=officer(self.somebody), on=self.somebody.on)
        except HouseholdRefused as error:
            self.wrong, self.errors = error, self._by_field(error)
        except (Refused, NotNow, NotKnown) as error:
            self.wrong, self.errors = error, {WHOLE_FORM: str(error)}
        return None

    def _by_field(self, error: HouseholdRefused) -> dict[str, str]:
        found = errors_by_field(error, self.draft)
        for each in error.problems:
            if each.path.startswith("people."):
                found.setdefault(each.path.removeprefix("people."), each.reason)
        return {name: reason for name, reason in found.items() if name}

    def context(self) -> dict[str, Any]:
        """Return everything the template shows."""
        packs = lawbook.packs()
        asked = Asking(packs, self.draft, self.errors, frozenset(), self.somebody.on)
        people = People(asked, self.new)
        members = [people.person(owner, at, *self._identity(owner)) for at, owner in enumerate(self.draft.members, 1)]
        return {
            "errors": summary_of(self.errors, self.draft, packs.facts), "key": self.draft.text(KEY),
            "place": self._place(), "channel": self._channel(), "reason": self._reason(),
            "household": {
                "first": asked.first(household, HOUSEHOLD), "sections": asked.sections(household, HOUSEHOLD),
            },
            "members": members, "is_only": len(members) == 1, "may_add": len(members) < MEMBER_LIMIT,
        }  # fmt: skip

    def _identity(self, owner: str) -> tuple[Field, Field]:
        number, sex = f"{owner}.{NUMBER}", f"{owner}.{SEX}"
        chosen = self.draft.text(sex)
        options = (
            *(Option(code, label, code == chosen) for code, label in Sex.choices),
            Option("", "按证件", not chosen),
        )
        return (
            Field(name=number, label="公民身份号码", value=self.draft.text(number), error=self.errors.get(number, ""),
                  hint="没有的先空着，另填出生日期和性别"),
            Field(name=sex, label="性别", shape="choices", options=options, error=self.errors.get(sex, "")),
        )  # fmt: skip

    def _place(self) -> Field:
        here, chosen = place(self.somebody), self.draft.text(PLACE)
        if len(here) == VILLAGE:
            known: Any = [(here, self.somebody.office.name if self.somebody.office else here)]
        else:
            digits = VILLAGE if len(here) >= TOWNSHIP else TOWNSHIP
            known = places_under(here, self.somebody.on, digits=digits).values_list("code", "name")
        own = [Option(here, "本乡镇（不分村）", here == chosen)] if len(here) == TOWNSHIP else []
        options = (Option(code, name, code == chosen) for code, name in known)
        return Field(name=PLACE, label="住在哪里？", shape="select", groups=(Group("", (*own, *options)),))

    def _channel(self) -> Field:
        act = Act.REGISTER if Act.REGISTER in self.somebody.acts else Act.LEAVE_LEAD
        chosen = self.draft.text(CHANNEL) or WAYS[act][0].value
        options = tuple(Option(each.value, each.label, each.value == chosen) for each in WAYS[act])
        return Field(name=CHANNEL, label="怎样提出的？", shape="choices", options=options)

    def _reason(self) -> Field:
        return Field(name=REASON, label="为什么申请？", shape="textarea", value=self.draft.text(REASON))


def _key(draft: Draft) -> UUID:
    """Return the key the form was drawn with, so that sending twice makes one application."""
    try:
        return UUID(draft.text(KEY))
    except ValueError:
        return uuid4()


@refills
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Show the form, change its rows, or hand it in. Raises MayNot."""
    somebody = asking(request, Act.REGISTER, Act.LEAVE_LEAD)
    if request.method != "POST":
        typed = typed_before(request)
        draft = from_form(typed) if typed is not None else Draft({KEY: [str(uuid4())], **FIRST})
        return _page(request, Form(somebody, draft))
    form = Form(somebody, from_form(request.POST))
    act, _, target = request.POST.get("do", "").partition(":")
    if act in ROWS:
        form.new = ROWS[act](form.draft, target) or ""
        return _page(request, form)
    made = form.hand_in()
    if made is None:
        status = CONFLICT if isinstance(form.wrong, NotNow) else UNPROCESSABLE
        return _page(request, form, status=status)
    may_open = Act.REGISTER in somebody.acts
    address = reverse("desk:application", args=[made.number]) if may_open else reverse("desk:register")
    return done(request, f"申请 {made.number} 已登记。", address)


def _page(request: HttpRequest, form: Form, status: int = 200) -> HttpResponse:
    return page(request, "desk/acceptance/register.html", form.context(), current=ACCEPTANCE, status=status)
