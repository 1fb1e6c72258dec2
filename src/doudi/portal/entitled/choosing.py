"""What to ask next: of everything that open programmes wait for, what settles most of them with the fewest questions.

A question is about one kind of facts (what somebody earns, how ill they are), of everybody of whom an open programme
waits for one of them. First it asks which of them there are, for the whole family at once; then how much, of what was
ticked. What would make no difference by itself is not asked until something else is told that makes it one.

A programme that waits for one thing speaks up for it with its whole voice, one that waits for four with a quarter for
each. What also waits for a figure that nobody has published cannot be settled today, and has half a voice. Help to live
on, on whose grounds most other help rests, weighs more than everything else together. What a
family has ticked goes before all else; of what it has not ticked nothing is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from doudi.faces.kinds import key_of
from doudi.policy.assessment import Assessment, Outcome
from doudi.policy.entities import obligor
from doudi.policy.facts import Fact, Facts
from doudi.policy.mattering import matters_alone
from doudi.policy.types import Kind
from doudi.policy.unknown import Cause, Unknown
from doudi.portal.entitled.question import TICKS, VALUES, Question
from doudi.portal.entitled.told import Told

WHOLE_VOICE, HALF_VOICE, OF_BASIC = 2, 1, 10
BASIC = "basic"
FACT = "fact"
A_FEW, PLACES = 2, 6


@dataclass(frozen=True, slots=True)
class Choosing:
    """What may be asked of a family, after what it has told so far."""

    assessment: Assessment
    told: Told

    @property
    def facts(self) -> Facts:
        """The vocabulary of facts."""
        return self.assessment.snapshot.packs.facts

    def next(self) -> Question | None:
        """Return the question that settles most; None where no answer of the family's would settle anything more."""
        voices: dict[str, float] = {}
        waiting: dict[str, set[Cause]] = {}
        first: set[str] = set()
        for outcome in self.assessment.outcomes:
            keys = self._keys(outcome)
            for key, causes in keys.items():
                topic = self.told.topic(key)
                if topic and topic not in self.told.happened:
                    continue
                voices[key] = voices.get(key, 0) + _voice(outcome) / len(keys)
                waiting.setdefault(key, set()).update(causes)
                first |= {key} if topic and len(keys) == 1 else set()
        ordered = sorted(
            waiting, key=lambda key: (self._is_follow_up(waiting[key]), key in first, round(voices[key], PLACES), key)
        )
        found = (self._about(key, waiting[key]) for key in reversed(ordered))
        return next((question for question in found if question), None)

    def keyed(self, key: str) -> Question | None:
        """Return a question that somebody chose, asked before or not; None where nothing waits for it."""
        causes = {cause for outcome in self.assessment.outcomes for cause in self._keys(outcome).get(key, ())}
        anew = Choosing(self.assessment, self.told.forgetting(key))
        return anew._about(key, causes) if causes else None

    def _about(self, key: str, causes: Iterable[Cause]) -> Question | None:
        """Ask which of the things there are, else how much or which; None where nothing new is left of it."""
        new = [cause for cause in causes if self.told.is_new(cause)]
        ticked = [cause for cause in new if self.told.manner(cause) == TICKS and self._matters(cause)]
        if not ticked:
            valued = [cause for cause in new if self.told.manner(cause) == VALUES and self._is_ready(cause)]
            return _question(VALUES, key, valued, self.facts) if valued else None
        question = _question(TICKS, key, ticked, self.facts)
        return _question(VALUES, key, ticked, self.facts) if self._asks_little(question) else question

    def _asks_little(self, question: Question) -> bool:
        """Whether it is shorter to ask at once than first which there are: who, which, or two figures of one person."""
        facts = [self.facts.by_name[name] for name in question.facts]
        kinds, several = {fact.unit.kind for fact in facts}, len(question.about) > 1
        if len(facts) == 1 and kinds & {Kind.BOOL, Kind.CHOICE}:
            return several or Kind.CHOICE in kinds
        return not several and len(facts) <= A_FEW and not (Kind.BOOL in kinds or any(fact.said for fact in facts))

    def _is_follow_up(self, causes: Iterable[Cause]) -> bool:
        return any(self.told.has(cause) and self.told.is_new(cause) for cause in causes)

    def _matters(self, cause: Cause) -> bool:
        fact = self.facts.by_name[cause.name]
        return fact.only_with is None and matters_alone(self.assessment, fact, cause.path)

    def _is_ready(self, cause: Cause) -> bool:
        """Whether what has to be there before it was told, or is asked on the same screen."""
        fact = self.facts.by_name.get(cause.name)
        if fact is None or fact.only_with is None:
            return True
        gate = Cause(FACT, fact.only_with, cause.path)
        return self.told.has(gate) or not isinstance(self.assessment.value(gate.name, gate.path), Unknown)

    def _keys(self, outcome: Outcome) -> Mapping[str, list[Cause]]:
        """Return the questions that one outcome waits for, with the things each would tell."""
        found: dict[str, list[Cause]] = {}
        for cause, key in self._askable(outcome):
            found.setdefault(key, []).append(cause)
        return found

    def _askable(self, outcome: Outcome) -> Iterator[tuple[Cause, str]]:
        for cause in outcome.waits_for:
            key = key_of(cause.name, self.facts, self.told.happened) if cause.kind == FACT else None
            if key is not None:
                yield cause, key


def quiet(assessment: Assessment, facts: Facts, told: Told) -> list[Cause]:
    """Return what need not be asked of what open programmes wait for, of kinds that were told: it changes nothing."""
    waited = {cause for outcome in assessment.outcomes for cause in outcome.waits_for}
    return [
        cause
        for cause in waited
        if (fact := facts.by_name.get(cause.name)) and _is_quiet(assessment, fact, cause, told)
    ]


def _is_quiet(assessment: Assessment, fact: Fact, cause: Cause, told: Told) -> bool:
    if fact.absent is None or fact.entity is obligor or told.has(cause) or not told.is_of_told_kind(cause):
        return False
    return _is_shut(assessment, fact, cause) or not matters_alone(assessment, fact, cause.path)


def _is_shut(assessment: Assessment, fact: Fact, cause: Cause) -> bool:
    """Whether there cannot be any of it, as what it goes with is not there."""
    gate = assessment.snapshot.packs.facts.by_name.get(fact.only_with or "")
    return gate is not None and assessment.value(gate.name, cause.path) == gate.absent


def _question(manner: str, key: str, causes: Iterable[Cause], facts: Facts) -> Question:
    waited = list(causes)
    names = {cause.name for cause in waited}
    listed = tuple(name for name in facts.by_name if name in names)
    return Question(manner, key, tuple(sorted({cause.path[0] for cause in waited if cause.path})), listed)


def _voice(outcome: Outcome) -> int:
    waits_for_law = any(cause.kind != FACT for cause in outcome.waits_for)
    weight = OF_BASIC if outcome.programme.layer == BASIC else 1
    return weight * (HALF_VOICE if waits_for_law else WHOLE_VOICE)
