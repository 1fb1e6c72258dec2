"""我能得到哪些帮助, to anybody: each answer comes back with the form; the server keeps nothing between two screens."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from doudi.accounts.signed_in import keeps_nothing
from doudi.determination.services.assess import assess
from doudi.faces import filing
from doudi.faces.draft import Draft, from_form
from doudi.faces.helps import helps_of
from doudi.faces.people import errors_by_field, summary_of
from doudi.kernel import clock
from doudi.kernel.errors import DoudiError
from doudi.policy.assessment import Assessment
from doudi.policy.household import HouseholdRefused
from doudi.policy.report import as_json
from doudi.policy.snapshot import LawSnapshot
from doudi.policy.types import MEMBER_LIMIT
from doudi.portal.entitled.asking import ON, PLACE, Card, Screens, carried
from doudi.portal.entitled.choosing import Question, Told, next_question, question_keyed, question_named
from doudi.standards.queries import current_snapshot

FAMILY, TOPICS, RESULT = "family", "topics", "result"
SCREEN, TRAIL, DO = "screen", "trail", "do"
BACK, NEXT, ASK = "back", "next", "ask"
FIRST_PERSON = {"m1.relation": ["applicant"]}
UNPROCESSABLE = 422
DOZEN = 12
"""After so many questions the result is shown, whatever is still open; from there one goes on by choice."""


@keeps_nothing
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entitled(request: HttpRequest) -> HttpResponse:
    """Take the answers of one screen and show the next, or what there is for the family."""
    draft = from_form(request.POST) if request.method == "POST" else Draft(dict(FIRST_PERSON))
    going = Going(current_snapshot(), draft, clock.today(os.environ))
    screen = going.proceed(request.POST.get(DO, "")) if request.method == "POST" else FAMILY
    return going.page(request, screen)


@dataclass(slots=True)
class Going:
    """One step through the screens: what has been told, what is wrong in it, what comes of it."""

    snapshot: LawSnapshot
    draft: Draft
    today: date
    errors: dict[str, str] = field(default_factory=dict[str, str])
    found: Assessment | None = None

    def proceed(self, do: str) -> str:
        """Do what was asked for and return the screen to show."""
        here = self.draft.text(SCREEN)
        act, _, target = do.partition(":")
        if act in ROWS:
            ROWS[act](self.draft, target)
            return FAMILY
        if act == BACK:
            return self._before()
        if here == TOPICS and act != ASK:
            self._screens.settle_topics(frozenset(self._asked()))
        self._assess()
        if self.errors:
            return here if self._is_known(here) else FAMILY
        if act == ASK:
            return self._chosen(target)
        self._trail(here)
        return RESULT if do == RESULT else self._next(here)

    def page(self, request: HttpRequest, screen: str) -> HttpResponse:
        """Render a screen, or the result."""
        if screen == RESULT and self.found is not None:
            report = as_json(self.found)
            helps = helps_of(report, self.snapshot.packs.facts, self.draft.texts(TOPICS))
            told = [*carried(self.draft, []), (ON, self.today.isoformat())]
            context = {"helps": helps, "place": report["place"], "carried": told}
            return render(request, "entitled/result.html", context)
        cards = self._cards(screen)
        context = {
            "cards": cards, "screen": screen, "carried": carried(self.draft, cards), "title": self._title(screen),
            "errors": summary_of(self.errors, self.draft, self.snapshot.packs.facts),
            "may_add": screen == FAMILY and len(self.draft.members) < MEMBER_LIMIT, "is_first": screen == FAMILY,
            "is_only": len(self.draft.members) == 1, "may_end": screen not in (FAMILY, TOPICS),
        }  # fmt: skip
        return render(request, "entitled/screen.html", context, status=UNPROCESSABLE if self.errors else 200)

    def _assess(self) -> None:
        if not self.draft.text(PLACE):
            self.errors[PLACE] = "请选择地方"
            return
        document = filing.household_file(self.draft, self.snapshot.packs.facts)
        try:
            place = self.draft.text(PLACE)
            self.found = assess(document=document, place=place, on=self.today, snapshot=self.snapshot)
        except HouseholdRefused as error:
            self.errors = errors_by_field(error, self.draft)
        except DoudiError as error:
            self.errors = {PLACE: str(error)}

    def _next(self, here: str) -> str:
        if here == FAMILY:
            return TOPICS
        told = Told(self._asked(), frozenset(self.draft.texts(TOPICS)))
        if RESULT in self.draft.texts(TRAIL) or self.found is None or len(self.draft.texts(TRAIL)) > DOZEN + 1:
            return RESULT
        question = next_question(self.found, self.snapshot.packs.facts, told)
        return question.slug if question else RESULT

    def _chosen(self, key: str) -> str:
        """Ask what somebody chose on the page of the result; its answer leads back there."""
        question = question_keyed(self.found, self.snapshot.packs.facts, key) if self.found else None
        if question is None:
            return RESULT
        self._trail(RESULT)
        return question.slug

    def _asked(self) -> dict[str, frozenset[int]]:
        """Tell of which members each question was asked so far."""
        asked: dict[str, frozenset[int]] = {}
        for slug in self.draft.texts(TRAIL):
            question = self._question(slug)
            if question:
                asked[question.key] = asked.get(question.key, frozenset()) | frozenset(question.about)
        return asked

    def _trail(self, here: str) -> None:
        """Remember the screen that was answered, so that nothing is asked twice and one can go back."""
        trail = self.draft.values.setdefault(TRAIL, [])
        if here not in trail:
            self.draft.values[TRAIL] = [*trail, here]

    def _before(self) -> str:
        trail = [each for each in self.draft.texts(TRAIL) if each != RESULT]
        self.draft.values[TRAIL] = trail[:-1]
        return trail[-1] if trail and self._is_known(trail[-1]) else FAMILY

    def _cards(self, screen: str) -> list[Card]:
        question = self._question(screen)
        if question is not None:
            return self._screens.of(question)
        return self._screens.topics() if screen == TOPICS else self._screens.family()

    def _title(self, screen: str) -> str:
        question = self._question(screen)
        if question is not None:
            return self._screens.heading(question)
        return "家里发生了什么" if screen == TOPICS else "住在哪里，有哪些人"

    def _is_known(self, screen: str) -> bool:
        return screen in (FAMILY, TOPICS) or self._question(screen) is not None

    def _question(self, screen: str) -> Question | None:
        return question_named(screen, self.snapshot.packs.facts, len(self.draft.members))

    @property
    def _screens(self) -> Screens:
        return Screens(self.snapshot.packs, self.draft, self.errors, self.today)


ROWS = {"add-member": lambda draft, _: draft.add_member(), "remove-member": Draft.remove_member}
