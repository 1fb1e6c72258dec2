"""What would turn a refusal: other values of what its failed conditions read, all else as it is. Nothing is guessed.

From a failed condition the search goes down to the values that decide it: a truth that would have to be the other one,
a choice, or an amount or number whose threshold is found by halving. Each find is then supposed and the whole programme
concluded again; what does not turn the outcome is dropped, so is what would turn it at the threshold alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice, product
from typing import Final

from doudi.policy.assessment import Assessment, Condition, Outcome, Status
from doudi.policy.changes import (
    Change,
    Turn,
    Way,
    between,
    is_empty,
    is_within,
    last,
    narrower,
    nearer,
    thresholds,
)
from doudi.policy.facts import bounds
from doudi.policy.plan import ASSESSED_ON, Name
from doudi.policy.rules import OVER_CHILDREN, Form, Rule
from doudi.policy.snapshot import Law
from doudi.policy.supposing import DEPENDENTS_KEPT, Path, Supposition, Where, children
from doudi.policy.types import Kind
from doudi.policy.unknown import Unknown

MOST: Final = 4
"""So many ways a person can weigh; the search for them ends after so many tries of each kind."""
TRIES: Final = 16
NOT_MEASURED: Final = frozenset({Kind.BOOL, Kind.CHOICE, Kind.DAY, Kind.CODES})
ALL_NEEDED: Final = {Form.EVERY: True, Form.ALL: True, Form.EITHER: False, Form.ANY: False}
"""The truth for which a condition needs every one of its parts."""


def turns(assessment: Assessment, outcome: Outcome) -> list[Turn]:
    """Return what would turn a refusal, at most `MOST` ways; none where the search finds none that holds."""
    if _has_better(assessment, outcome):
        return []
    search = _Search(assessment)
    ways = [list(islice(search.ways(each.rule, outcome.path, want=True), TRIES)) for each in outcome.failed]
    together = (search.joined(way) for way in product(*ways))
    tried = dict.fromkeys(islice((each for each in together if each), TRIES))
    found = [turn for turn in (search.held(way, outcome) for way in tried) if turn is not None]
    granted = [turn for turn in found if turn.status is Status.ELIGIBLE] or found
    widest = [turn for turn in granted if not any(is_within(turn, other) for other in granted)]
    return sorted(widest, key=lambda turn: len(turn.changes))[:MOST]


def shortest(assessment: Assessment, outcome: Outcome) -> Condition | None:
    """Return the failed condition that the fewest facts and parameters show to fail; the law's first among equals."""
    if len(outcome.failed) < 2:  # noqa: PLR2004 - with one there is no choice
        return outcome.failed[0] if outcome.failed else None
    search = _Search(assessment)
    return min(outcome.failed, key=lambda condition: len(search.leaves(condition.rule, outcome.path)))


def _has_better(assessment: Assessment, outcome: Outcome) -> bool:
    """Whether the household is granted what it may not have beside this: then nobody seeks to turn the refusal."""
    granted = (each.programme for each in assessment.outcomes if each.status is Status.ELIGIBLE)
    mine = outcome.programme
    return any(each.id in mine.excludes or mine.id in each.excludes for each in granted)


@lru_cache(maxsize=DEPENDENTS_KEPT)
def _measures(law: Law, name: str) -> bool:
    """Whether a number is a family's own: a fact, or a result that rests on amounts and numbers among the facts.

    A count of people is nothing that could be a little more or less, and a standard is the law's.
    """
    known = law.computation.plan.names[name]
    if known.kind == "fact":
        return known.unit.kind not in NOT_MEASURED and known.name != ASSESSED_ON
    if known.rule is None or known.kind == "state" or known.rule.form is Form.COUNT:
        return False
    return any(_measures(law, read) for read in known.rule.reads)


class _Search:
    """Goes down from a truth to the values that decide it."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.names = assessment.law.computation.plan.names
        self.known: dict[Where, frozenset[Where]] = {}

    def ways(self, name: str, path: Path, *, want: bool) -> Iterator[Way]:
        """Yield what would make a truth, known to be the other one, the wanted one."""
        known = self.names[name]
        path = path[: known.entity.depth]
        if known.kind == "fact":
            yield (Change(name, path, int(not want), int(want), int(want)),)
        elif known.kind == "rule" and known.rule is not None:
            yield from self.of_rule(known.rule, path, want=want)

    def of_rule(self, rule: Rule, path: Path, *, want: bool) -> Iterator[Way]:
        if rule.form is Form.CALL:
            for name in dict.fromkeys(rule.reads):
                yield from self.of_argument(rule, self.names[name], path, want=want)
        elif rule.form is Form.NOT:
            yield from self.ways(rule.reads[0], path, want=not want)
        elif rule.form is Form.CHOOSE:
            yield from self.of_choice(rule, path, want=want)
        else:
            yield from self.of_parts(rule, path, want=want)

    def of_parts(self, rule: Rule, path: Path, *, want: bool) -> Iterator[Way]:
        """Turn one part where one decides, else every part that stands against it, together."""
        parts = [(rule.reads[0], child) for child in children(self.assessment, path) or ()]
        parts = parts if rule.form in OVER_CHILDREN else [(name, path) for name in rule.reads]
        if ALL_NEEDED[rule.form] is not want:
            for name, whose in parts:
                yield from self.ways(name, whose, want=want)
            return
        against = [(name, whose) for name, whose in parts if self.is_against(name, whose, want=want)]
        ways = [list(islice(self.ways(name, whose, want=want), TRIES)) for name, whose in against]
        yield from (way for way in map(self.joined, product(*ways)) if way)

    def of_choice(self, rule: Rule, path: Path, *, want: bool) -> Iterator[Way]:
        """Turn the branch that was taken, or take a branch that says so already."""
        by = self.names[rule.reads[0]]
        taken = self.value(by, path) or 0
        for key, branch in (rule.cases or {}).items():
            if key == taken:
                if isinstance(branch, str):
                    yield from self.ways(branch, path, want=want)
            elif self.says(branch, path) is want:
                if by.unit.kind is Kind.BOOL:
                    yield from self.ways(by.name, path, want=bool(key))
                elif by.kind == "fact":
                    yield (Change(by.name, path[: by.entity.depth], taken, key, key),)

    def of_argument(self, rule: Rule, known: Name, path: Path, *, want: bool) -> Iterator[Way]:
        """Yield what one argument of a function would have to be, the others as they are."""
        now, whose = self.value(known, path) or 0, path[: known.entity.depth]
        if known.kind in ("parameter", "state") or known.name == ASSESSED_ON:
            return
        test = self.test(rule, known.name, path, want=want)
        if known.unit.kind is Kind.BOOL:
            if test(int(not now)):
                yield from self.ways(known.name, path, want=not now)
        elif known.unit.kind is Kind.CHOICE:
            others = map(int, known.unit.vocabulary or ()) if known.kind == "fact" else ()
            yield from ((Change(known.name, whose, now, other, other),) for other in others if test(other))
        elif known.unit.kind not in NOT_MEASURED and _measures(self.assessment.law, known.name):
            found = thresholds(known.name, whose, now, self.span(known), test)
            yield from ((change,) for change in found if self.can_be_brought_about(change))

    def test(self, rule: Rule, name: str, path: Path, *, want: bool) -> Callable[[int], bool]:
        """Return what tells whether a rule, whose arguments are known, says what is wanted with another of one."""
        args = {read: self.value(self.names[read], path) or 0 for read in rule.reads}
        return lambda value: bool(rule(*(args | {name: value}).values())) is want

    def span(self, known: Name) -> tuple[int, int]:
        """Return between which values a fact may lie, or a result."""
        fact = self.assessment.snapshot.packs.facts.by_name.get(known.name)
        return (fact.least, fact.most) if fact is not None else bounds(known.unit)

    def can_be_brought_about(self, change: Change) -> bool:
        """Whether somebody could see to it, or wait for it: nobody gets younger."""
        fact = self.assessment.snapshot.packs.facts.by_name.get(change.name)
        return fact is None or not fact.only_rises or change.most is None

    def held(self, way: Way, outcome: Outcome) -> Turn | None:
        """Suppose the changes and conclude the programme again; narrow what does not hold all the way."""
        status = self.status({change.where: change.nearest for change in way}, outcome)
        if status is None:
            return None
        if len(way) == 1:
            return Turn((self.narrowed(way[0], outcome, status),), status)
        return Turn(way, status)

    def narrowed(self, change: Change, outcome: Outcome, status: Status) -> Change:
        """Bound a change where the outcome itself turns: nearer where less would do, and at the far end as well."""

        def same(value: int) -> bool:
            return self.status({change.where: value}, outcome) is status

        known = self.names[change.name]
        if change.least == change.most or known.unit.kind is Kind.CHOICE:
            return change
        change = nearer(change, same)
        far = self.span(known)[0 if change.least is None else 1]
        if all(same(value) for value in between(change.nearest, far)):
            return change
        end = last(change.nearest, next(v for v in between(change.nearest, far) if not same(v)), same)
        return replace(change, least=end) if change.least is None else replace(change, most=end)

    def status(self, given: Mapping[Where, int], outcome: Outcome) -> Status | None:
        """Return what the programme would conclude, None where it would still refuse or no longer concern them."""
        found = Supposition(self.assessment, given).outcome(outcome.programme, outcome.path)
        return None if found is None or found.status is Status.INELIGIBLE else found.status

    def leaves(self, name: str, path: Path) -> frozenset[Where]:
        """Return the facts and parameters that suffice to show how a value came about."""
        known = self.names[name]
        where = (name, path[: known.entity.depth])
        if where not in self.known:
            rule = known.rule if known.kind == "rule" else None
            self.known[where] = frozenset({where}) if rule is None else self.behind(rule, where[1])
        return self.known[where]

    def behind(self, rule: Rule, path: Path) -> frozenset[Where]:
        over = rule.form in OVER_CHILDREN
        parts = [(rule.reads[0], child) for child in children(self.assessment, path) or ()] if over else []
        parts = parts if over else [(name, path) for name in self.taken(rule, path)]
        found = self.value(self.names[rule.name], path)
        if rule.form in ALL_NEEDED and found is not None and bool(found) is not ALL_NEEDED[rule.form]:
            deciding = (part for part in parts if self.value(self.names[part[0]], part[1]) == found)
            return min((self.leaves(*part) for part in deciding), key=len)
        return frozenset[Where]().union(*(self.leaves(*part) for part in parts))

    def taken(self, rule: Rule, path: Path) -> Sequence[str]:
        """Return what a rule read; of a choice, what it went by and the branch it took."""
        if rule.form is not Form.CHOOSE:
            return rule.reads
        branch = (rule.cases or {}).get(self.value(self.names[rule.reads[0]], path) or 0)
        return [rule.reads[0], *([branch] if isinstance(branch, str) else [])]

    def joined(self, ways: Iterable[Way]) -> Way | None:
        """Join changes; of two of one value the narrower counts. None where they cannot be made by themselves.

        Two results rest on the same facts, more or less: nobody can say that one changes and the other does not.
        """
        found: dict[Where, Change] = {}
        for change in (change for way in ways for change in way):
            before = found.get(change.where)
            found[change.where] = change if before is None else narrower(before, change)
        results = [change for change in found.values() if self.names[change.name].kind == "rule"]
        return None if len(results) > 1 or any(map(is_empty, found.values())) else tuple(found.values())

    def is_against(self, name: str, path: Path, *, want: bool) -> bool:
        now = self.value(self.names[name], path)
        return now is not None and bool(now) is not want

    def says(self, branch: str | int, path: Path) -> bool | None:
        now = self.value(self.names[branch], path) if isinstance(branch, str) else branch
        return None if now is None else bool(now)

    def value(self, known: Name, path: Path) -> int | None:
        found = self.assessment.value(known.name, path[: known.entity.depth])
        return None if isinstance(found, Unknown) else int(found)
