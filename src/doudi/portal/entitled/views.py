"""我能得到哪些帮助, to anybody: each answer comes back with the form; the server keeps nothing between two screens."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from doudi.accounts.signed_in import keeps_nothing
from doudi.determination.services.assess import assess
from doudi.faces import filing
from doudi.faces.contradictions import contradictions, nothing_of
from doudi.faces.draft import HOUSEHOLD, Draft, from_form
from doudi.faces.helps import helps_of
from doudi.faces.people import errors_by_field, summary_of
from doudi.kernel import clock
from doudi.kernel.errors import DoudiError
from doudi.policy.assessment import Assessment, Status
from doudi.policy.facts import Facts
from doudi.policy.household import HouseholdRefused
from doudi.policy.mattering import fails_somewhere
from doudi.policy.report import as_json
from doudi.policy.snapshot import LawSnapshot
from doudi.policy.types import MEMBER_LIMIT
from doudi.policy.unknown import Cause
from doudi.portal.entitled.answering import MORE, THERE_IS, TOPICS, Answering
from doudi.portal.entitled.asking import ON, PLACE, SCREEN, Card, Screens, called, carried
from doudi.portal.entitled.choosing import Choosing, quiet
from doudi.portal.entitled.question import Question, question_named
from doudi.portal.entitled.told import Told
from doudi.standards.queries import current_snapshot

FAMILY, RESULT = "family", "result"
TRAIL, DO = "trail", "do"
BACK, NEXT, ASK = "back", "next", "ask"
FIRST_PERSON = {"m1.relation": ["applicant"]}
UNPROCESSABLE = 422
ROUNDS = 4
MOST = 16
"""After so many screens the result is shown, whatever is still open; from there one goes on by choice."""


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
        if act != ASK:
            self._take(here)
        self._assess()
        if self.errors:
            return here if self._is_known(here) else FAMILY
        if act == ASK:
            return self._chosen(target)
        self._trail(here)
        self._assess_again()
        return RESULT if do == RESULT else self._next(here)

    def _take(self, here: str) -> None:
        """Take the answer of a screen into the form; what followed from another answer goes."""
        answering, question = Answering(self.draft, self.facts, self.errors), self._question(here)
        if question is not None:
            answering.question(question)
        elif here == TOPICS:
            answering.topics()
            told = self._told()
            stands = [each.slug for each in told.questions if told.topic(each.key) in (None, *told.happened)]
            kept = [each for each in self.draft.texts(TRAIL) if self._question(each) is None or each in stands]
            self.draft.values[TRAIL] = kept
        self.errors |= contradictions(self.draft, self.facts)

    def page(self, request: HttpRequest, screen: str) -> HttpResponse:
        """Render a screen, or the result."""
        if screen == RESULT and self.found is not None:
            report = as_json(self.found)
            helps = helps_of(report, self.facts, self.draft.texts(TOPICS), self._was_left, self._doubtful(self.found))
            told = [*carried(self.draft, []), (ON, self.today.isoformat())]
            context = {"helps": helps, "place": report["place"], "carried": told}
            return render(request, "entitled/result.html", context)
        cards = self._cards(screen)
        context = {
            "cards": cards, "screen": screen, "carried": carried(self.draft, cards), "title": self._title(screen),
            "errors": summary_of(self.errors, self.draft, self.facts),
            "may_add": screen == FAMILY and len(self.draft.members) < MEMBER_LIMIT, "is_first": screen == FAMILY,
            "is_only": len(self.draft.members) == 1, "may_end": screen not in (FAMILY, TOPICS),
        }  # fmt: skip
        return render(request, "entitled/screen.html", context, status=UNPROCESSABLE if self.errors else 200)

    def _assess(self) -> None:
        if not self.draft.text(PLACE):
            self.errors[PLACE] = "请选择地方"
        if not self.errors:
            self._compute(self.draft)

    def _assess_again(self) -> None:
        """Leave out what would make no difference of what was told already: an open figure of nothing is nothing.

        What is left out may let something else be waited for that makes no difference either.
        """
        told, draft = self._told(), self.draft
        for _ in range(ROUNDS):
            silent = quiet(self.found, self.facts, told) if self.found else []
            if not silent:
                return
            nothing = {self._field(cause): [nothing_of(self.facts.by_name[cause.name], self.facts)] for cause in silent}
            draft = replace(draft, values=draft.values | nothing)
            self._compute(draft)

    def _field(self, cause: Cause) -> str:
        owner = self.draft.members[cause.path[0]] if cause.path else HOUSEHOLD
        return f"{owner}.{cause.name}"

    def _compute(self, draft: Draft) -> None:
        document = filing.household_file(draft, self.facts)
        for owner, person in zip(draft.members, document["members"], strict=True):
            person[filing.NAME] = called(draft, self.facts, owner)
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
        if RESULT in self.draft.texts(TRAIL) or self.found is None or len(self.draft.texts(TRAIL)) > MOST:
            return RESULT
        question = Choosing(self.found, self._told()).next()
        return question.slug if question else RESULT

    def _chosen(self, key: str) -> str:
        """Ask what somebody chose on the page of the result; its answer leads back there."""
        question = Choosing(self.found, self._told()).keyed(key) if self.found else None
        if question is None:
            return RESULT
        self._trail(RESULT)
        return question.slug

    def _told(self) -> Told:
        """Tell what was asked and ticked so far."""
        questions = (question for slug in self.draft.texts(TRAIL) if (question := self._question(slug)))
        ticked = (self.draft.texts(name) for name in (TOPICS, THERE_IS, MORE))
        return Told(self.facts, tuple(questions), *map(frozenset, ticked))

    def _doubtful(self, found: Assessment) -> frozenset[tuple[str, str]]:
        """Name the programmes, with whom they are for, that the place could refuse by its choice of method."""
        unsure = (
            each for each in found.outcomes if each.status is Status.UNDETERMINED and fails_somewhere(found, each)
        )
        return frozenset((each.programme.id, (found.household.person(each.path) or ("",))[0]) for each in unsure)

    def _was_left(self, name: str, person: str) -> bool:
        """Whether something was asked of somebody, and left open."""
        owner = person.partition(".")[0]
        place = self.draft.members.index(owner) if owner in self.draft.members else None
        return self._told().was_asked(name, place)

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
        return question_named(screen, self.facts, len(self.draft.members))

    @property
    def facts(self) -> Facts:
        """The vocabulary of facts."""
        return self.snapshot.packs.facts

    @property
    def _screens(self) -> Screens:
        return Screens(self.snapshot.packs, self.draft, self.errors, self.today)


ROWS = {"add-member": lambda draft, _: draft.add_member(), "remove-member": Draft.remove_member}
