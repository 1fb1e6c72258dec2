"""Who must by law support a member: none, or each of them, whatever the family said, and how it is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from doudi.accounts.roles import Act
from doudi.desk.addresses import with_query
from doudi.desk.case.opened import Opened, note_seen, opened
from doudi.desk.pages import done, officer, page
from doudi.desk.verifying.forms import key_of
from doudi.faces import filing
from doudi.faces.draft import FIRST, Draft, from_form
from doudi.faces.fields import Field, Option
from doudi.faces.people import People, errors_by_field, summary_of
from doudi.faces.questions import Asking, idle_facts
from doudi.intake.models import FamilyMember
from doudi.kernel.errors import NotKnown, NotNow, Refused
from doudi.policy.household import HouseholdRefused
from doudi.standards import lawbook
from doudi.verification.models import KnownFrom
from doudi.verification.queries import adopted_document, obligors_noted, visits_of
from doudi.verification.services.note_obligors import Obligors, note_obligors, read_obligors

TITLE = "登记法定义务人"
KNOWN_FROM, REASON, REPLACES, WHOLE_FORM = "known_from", "reason", "replaces", "act"
NONE = f"{FIRST}.{filing.NO_OBLIGORS}"
ROWS = {"add-obligor": Draft.add_obligor, "remove-obligor": Draft.remove_obligor}
UNPROCESSABLE, CONFLICT = 422, 409


@dataclass(slots=True)
class Form:
    """One rendering of the form: nothing of it is kept before it is saved."""

    found: Opened
    member: FamilyMember
    draft: Draft
    errors: dict[str, str] = field(default_factory=dict[str, str])
    new: str = ""
    status: int = 200

    def __post_init__(self) -> None:
        """Call the member by name, whatever was sent."""
        self.draft.values[f"{FIRST}.{filing.NAME}"] = [self.member.name]

    def save(self) -> bool:
        """Note it, or what is wrong."""
        self.check(dict(self._missing()))
        if self.errors:
            self.status = UNPROCESSABLE
            return False
        try:
            by = officer(self.found.somebody)
            note_obligors(member=self.member, obligors=self._read(), by=by, on=self.found.on)
        except HouseholdRefused as error:
            self.errors, self.status = errors_by_field(error, self.draft), UNPROCESSABLE
        except (Refused, NotNow, NotKnown) as error:
            self.status = CONFLICT if isinstance(error, NotNow) else UNPROCESSABLE
            self.errors = {WHOLE_FORM: str(error)}
        return not self.errors

    def check(self, missing: dict[str, str]) -> None:
        """Say what was left empty and what cannot be read, all of it at once."""
        try:
            read_obligors(self.member, self._read().all, self.found.on)
        except HouseholdRefused as error:
            self.errors = errors_by_field(error, self.draft)
        self.errors = {**self.errors, **missing}

    def _missing(self) -> Iterator[tuple[str, str]]:
        """Say what was left empty, or contradicts itself, field by field."""
        listed, draft = self.draft.supporters(FIRST), self.draft
        if listed and draft.text(NONE):
            yield WHOLE_FORM, "“法定义务人”勾了没有，又写了义务人。"
        if not listed and not draft.text(NONE):
            yield NONE, "“法定义务人”没有填写：没有的请打勾，有的逐位加上。"
        needed = [(f"{each}.{filing.NAME}", "怎么称呼") for each in listed]
        for name, label in (*needed, (KNOWN_FROM, "怎样知道的"), (REASON, "说明")):
            if not draft.text(name):
                yield name, f"“{label}”没有填写。"

    def _read(self) -> Obligors:
        file = filing.household_file(self.draft, lawbook.packs().facts)
        return Obligors(
            all=file["members"][0].get("obligors", []), known_from=self.draft.text(KNOWN_FROM),
            reason=self.draft.text(REASON), replaces=key_of(self.draft.text(REPLACES)),
        )  # fmt: skip

    def context(self) -> dict[str, Any]:
        """Return everything the template shows."""
        packs, draft, on = lawbook.packs(), self.draft, self.found.on
        people = People(Asking(packs, draft, self.errors, frozenset(), on, idle_facts(packs, on)), self.new)
        chosen, visited = draft.text(KNOWN_FROM), bool(visits_of(self.found.case.application))
        options = tuple(
            Option(code, label, code == chosen)
            for code, label in KnownFrom.choices
            if visited or code != KnownFrom.VISIT
        )
        return {
            "case": self.found.case, "title": TITLE, "member": self.member, "replaces": draft.text(REPLACES),
            "person": people.person(FIRST, 1), "errors": summary_of(self.errors, draft, packs.facts),
            "visited": visited,
            "last": (
                Field(name=KNOWN_FROM, label="怎样知道的？", shape="choices", options=options,
                      error=self.errors.get(KNOWN_FROM, "")),
                Field(name=REASON, label="说明", shape="textarea", value=draft.text(REASON),
                      hint="向谁了解的、看了什么材料，写明白", error=self.errors.get(REASON, "")),
            ),
        }  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, number: str, member: int) -> HttpResponse:
    """Note all who must support a member, or that nobody must. Raises MayNot; 404 for who is not of the family."""
    found = opened(request, number, Act.INVESTIGATE)
    person = next((each for each in found.members if each.pk == member), None)
    if person is None:
        raise Http404
    if request.method != "POST":
        note_seen(found, "case_seen", TITLE)
        return _page(request, Form(found, person, _noted_before(found, person)))
    form = Form(found, person, _sent(request.POST))
    act, _, target = request.POST.get("do", "").partition(":")
    if act in ROWS:
        form.new = ROWS[act](form.draft, target) or ""
        form.check({})
        return _page(request, form)
    if not form.save():
        return _page(request, form)
    return done(request, f"已登记{person.name}的法定义务人。", with_query("desk:case", {"tab": "members"}, number))


def _sent(post: QueryDict) -> Draft:
    """Read the form: it is about one member, whatever else was sent."""
    draft = from_form(post)
    draft.members = [FIRST]
    return draft


def _noted_before(found: Opened, member: FamilyMember) -> Draft:
    """Put what was last noted, or the family said, into the form: nothing of it has to be written again."""
    before = obligors_noted(found.case.application).get(member.pk)
    if before is None and not member.supporters_known:
        return Draft()
    people = adopted_document(found.case.application)["members"]
    entry = next(each for each in people if each["id"] == member.key)
    file = {"members": [{filing.NAME: member.name, "obligors": entry["obligors"]}]}
    draft = filing.draft_of(file, lawbook.packs().facts)
    if before is not None:
        draft.values |= {REPLACES: [str(before.pk)], KNOWN_FROM: [before.known_from], REASON: [before.reason]}
    return draft


def _page(request: HttpRequest, form: Form) -> HttpResponse:
    return page(
        request, "desk/case/obligors.html", form.context(), current=form.found.case.step, status=form.status
    )  # fmt: skip
