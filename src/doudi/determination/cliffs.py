"""Walks one income upwards and finds where an amount jumps: what the law does to somebody who earns a little more.

    walk = Walk.of(snapshot, document, place="371702", on=date(2024, 3, 1), fact="other_income")
    cliffs(walk, up_to=5_000_000)                       # fen a year

Between two incomes of one *route*, every truth and every choice that the rules found being the same, no amount may
rise, but for one that tops up another which falls, and none may jump. A *cliff* is a fen more of income that costs more
than rounding; a *reversal* one that brings more. Each lies where some truth turns. That truth, with its article and the
parameters it compares with, is the cause.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from doudi.determination.walking import TURNS, Key, Path, Point, Walk
from doudi.policy.assessment import Assessment
from doudi.policy.household import Household
from doudi.policy.plan import Name
from doudi.policy.rules import OVER_CHILDREN, Form, Rule
from doudi.policy.snapshot import Resolved
from doudi.policy.unknown import Unknown, Value

STEP = 240_000
"""How far apart the incomes are that are looked at first: fen a year."""
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Cliff:
    """A jump of a programme's amount, fen a year, between an income (fen a year) and one fen more.

    `cause` is what turned; `reads` the parameters it compares with; `instead` what counts from then on, where the cause
    chooses between two ways. A jump that no truth makes is of no text. An
    amount that nobody has published is None: something is granted, and how much is not known.
    """

    programme: str
    path: Path
    income: int
    before: int | None
    after: int | None
    cause: Name
    reads: tuple[Resolved, ...]
    instead: Name | None

    @property
    def is_reversal(self) -> bool:
        """Whether more income brings more."""
        return self.after is None or (self.before is not None and self.after > self.before)

    @property
    def is_of_the_law(self) -> bool:
        """Whether a condition of the law makes it, not the arithmetic."""
        return self.cause.unit.kind in TURNS and self.cause.rule is not None


def cliffs(walk: Walk, *, up_to: int, step: int = STEP) -> list[Cliff]:
    """Find every jump between no income and `up_to`, fen a year, in order of income."""
    found: list[Cliff] = []
    for low in range(0, up_to, step):
        for income in _turns(walk, low, low + step):
            found.extend(_jumps(walk, income))
    return found


def _turns(walk: Walk, low: int, high: int) -> Iterator[int]:
    """Give the incomes after which, with one fen more, the route is another or an amount jumps."""
    first, last = walk.at(low), walk.at(high)
    if first.route == last.route and not _is_steep(first, last, walk.tolerance):
        return
    if high - low == 1:
        yield low
        return
    middle = (low + high) // 2
    yield from _turns(walk, low, middle)
    yield from _turns(walk, middle, high)


def _is_steep(first: Point, last: Point, tolerance: int) -> bool:
    """Whether an amount changes by more than the income: what tops another up may rise as that one falls."""
    rise = last.income - first.income + tolerance
    return any(abs(has - had) > rise for had, has in _pairs(first, last) if had is not None and has is not None)


def _pairs(first: Point, last: Point) -> Iterator[tuple[int | None, int | None]]:
    yield from ((first.amounts[key], last.amounts[key]) for key in first.amounts.keys() & last.amounts.keys())


def _jumps(walk: Walk, income: int) -> Iterator[Cliff]:
    before, after = walk.at(income), walk.at(income + 1)
    for key in sorted(before.amounts.keys() & after.amounts.keys()):
        had, has = before.amounts[key], after.amounts[key]
        if _is_jump(had, has, walk.tolerance):
            trail = _trail(walk, key, before.found, after.found)
            cause, path = trail[-1]
            reads = tuple(_parameters(walk, walk.names[cause], path, before.found))
            instead = _instead(walk, trail, after.found)
            yield Cliff(key[0], key[1], income, had, has, walk.names[cause], reads, instead)


def _is_jump(had: int | None, has: int | None, tolerance: int) -> bool:
    """Whether the difference is more than rounding; from nothing to a sum nobody knows is a jump, too."""
    if had is None or has is None:
        return (had is None) != (has is None) and not (had or has)
    return abs(has - had) > tolerance


def _trail(walk: Walk, key: Key, before: Assessment, after: Assessment) -> list[tuple[str, Path]]:
    """Go down from the programme to the first thing that turns though nothing it reads does."""
    programme = next(each for each in before.law.programmes if each.id == key[0])
    conditions = [each.rule for each in programme.conditions]
    waiting = [(name, key[1]) for name in (programme.applies, *conditions, programme.amount) if name]
    trail: list[tuple[str, Path]] = []
    while turned := [each for each in waiting if _turned(walk, *each, before, after)]:
        trail.append(turned[0])
        waiting = list(_read(walk, *trail[-1], before))
    return trail or waiting[-1:]


def _instead(walk: Walk, trail: list[tuple[str, Path]], after: Assessment) -> Name | None:
    """Return the branch that the last choice of the trail takes afterwards."""
    rules = [(rule, path) for name, path in trail if (rule := walk.names[name].rule) and rule.form is Form.CHOOSE]
    if not rules:
        return None
    rule, path = rules[-1]
    taken = _taken(rule, _chosen_by(walk, rule, path, after))[1:]
    return walk.names[taken[0]] if taken else None


def _turned(walk: Walk, name: str, path: Path, before: Assessment, after: Assessment) -> bool:
    known = walk.names[name]
    if known.rule is None:
        return False
    was, now = before.value(name, path[: known.slot[0]]), after.value(name, path[: known.slot[0]])
    if isinstance(was, Unknown) or isinstance(now, Unknown) or known.unit.kind in TURNS:
        return was != now
    return abs(now - was) > walk.tolerance // MONTHS_A_YEAR


def _read(walk: Walk, name: str, path: Path, found: Assessment) -> Iterator[tuple[str, Path]]:
    """Give what a rule reads, and of whom: over its children for a sum, only the branch that was taken for a choice."""
    known = walk.names[name]
    if known.rule is None or known.rule.form is Form.STATE:
        return
    for read in _taken(known.rule, _chosen_by(walk, known.rule, path, found)):
        depth = walk.names[read].slot[0]
        if known.rule.form not in OVER_CHILDREN:
            yield read, path[:depth]
            continue
        for child in range(_children(walk.household, path)):
            yield read, (*path, child)


def _chosen_by(walk: Walk, rule: Rule, path: Path, found: Assessment) -> Value | None:
    """Return what a choice goes by, None for any other rule."""
    if rule.form is not Form.CHOOSE:
        return None
    return found.value(rule.reads[0], path[: walk.names[rule.reads[0]].slot[0]])


def _taken(rule: Rule, by: Value | None) -> tuple[str, ...]:
    if rule.cases is None or by is None or isinstance(by, Unknown):
        return rule.reads
    branch = rule.cases.get(int(by))
    return (rule.reads[0], branch) if isinstance(branch, str) else rule.reads[:1]


def _children(household: Household, path: Path) -> int:
    return len(household.members[path[0]].obligors or ()) if path else len(household.members)


def _parameters(walk: Walk, cause: Name, path: Path, found: Assessment) -> Iterator[Resolved]:
    """Give the parameters a cause compares with: those it reads, and those behind what does not follow the income."""
    seen: set[str] = set()
    waiting = [(cause.name, path)]
    while waiting:
        name, whom = waiting.pop()
        if name in seen or (name != cause.name and _follows(walk, name)):
            continue
        seen.add(name)
        if name in found.law.parameters and walk.names[name].parameter is not None:
            yield found.law.parameters[name]
        waiting.extend(_read(walk, name, whom, found))


@lru_cache(maxsize=4096)
def _follows(walk: Walk, name: str) -> bool:
    """Whether a name is the varied income, or computed from it."""
    known = walk.names[name]
    if known.rule is None:
        return name == walk.fact
    return known.rule.form is not Form.STATE and any(_follows(walk, each) for each in known.rule.reads)
