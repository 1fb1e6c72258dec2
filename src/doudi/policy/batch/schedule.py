"""Arranges the rules of a batch into loops: once a place, once a household, over its members, over their supporters.

A sum or a condition over children is gathered in the children's loop, and known when that loop is over. Loops are cut
into segments of bounded size, each a function of its own: what a compiler takes grows with the square of a function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from doudi.policy.batch.work import Work, roots, rule_of
from doudi.policy.plan import ASSESSED_ON, Name
from doudi.policy.rules import OVER_CHILDREN, Form

ONCE_A_PLACE = -1
PASSES = (ONCE_A_PLACE, 0, 1, 2)
SEGMENT = 120
"""Rules a segment; smaller ones are compiled sooner, and pass more between them."""
STATES = -1
"""Stands for next month's states where programmes are numbered."""


@dataclass(slots=True)
class Loop:
    """Rules computed in one pass at a depth; `gathered` are combined over what the pass goes through."""

    depth: int
    computed: list[Name] = field(default_factory=list[Name])
    gathered: list[Name] = field(default_factory=list[Name])

    def reads(self) -> Iterator[str]:
        """Yield the names that the loop reads."""
        for name in (*self.computed, *self.gathered):
            yield from rule_of(name).reads


@dataclass(slots=True)
class Segment:
    """Loops that make one function, and the programmes that it reports: each with its depth."""

    loops: list[Loop] = field(default_factory=list[Loop])
    reports: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    weight: int = 0

    def own(self) -> Iterator[str]:
        """Yield the names of households that the segment computes."""
        for loop in self.loops:
            yield from (name.name for name in (*loop.computed, *loop.gathered) if name.entity.depth == 0)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The segments in their order, and the names that only hang on the place, in theirs."""

    segments: tuple[Segment, ...]
    of_place: frozenset[str]
    place_order: tuple[Name, ...]

    def needed_of_place(self, work: Work, read: Iterable[str]) -> set[str]:
        """Name what hangs on the place alone and is read, or is read by what is."""
        waiting = [name for name in read if name in self.of_place]
        needed: set[str] = set()
        while waiting:
            name = waiting.pop()
            rule = None if name == ASSESSED_ON or name in needed else work.plan.names[name].rule
            needed.add(name)
            waiting += rule.reads if rule else ()
        return needed


def reported(work: Work, depth: int, number: int) -> list[str]:
    """List the names that a programme's outcome, or next month's states and what is told beside them, are made of."""
    if number == STATES:
        return [*(of.name for _, of in work.carried(depth)), *(name.name for name in work.told[depth])]
    return roots(work.programmes_of(depth)[number])


def scheduled(work: Work) -> Schedule:
    """Put every rule into the first loop in which all it reads is known."""
    of_place = _of_place(work)
    known = {name.name for name in work.plan.names.values() if name.rule is None or rule_of(name).form is Form.STATE}
    waiting: Sequence[Name] = work.order
    loops: list[Loop] = []
    while waiting:
        for depth in PASSES:
            loop = Loop(depth)
            _fill(loop, waiting, known, of_place)
            if loop.computed or loop.gathered:
                loops.append(loop)
        waiting = [name for name in waiting if name.name not in known]
    cut = _cut(loop for loop in loops if loop.depth != ONCE_A_PLACE)
    return Schedule(_with_reports(work, cut), of_place, tuple(name for name in work.order if name.name in of_place))


def _cut(loops: Iterable[Loop]) -> list[Segment]:
    """Put loops into segments, a long one into several; what it gathers comes with its last piece."""
    found = [Segment()]
    for loop in loops:
        rest = loop.computed
        while True:
            room = SEGMENT - found[-1].weight
            if found[-1].weight and room < (len(rest) if loop.depth > 1 else min(SEGMENT // 4, len(rest))):
                found.append(Segment())
                room = SEGMENT
            piece = Loop(loop.depth, rest if loop.depth > 1 else rest[:room])
            rest = rest[len(piece.computed) :]
            piece.gathered = [] if rest else loop.gathered
            found[-1].loops.append(piece)
            found[-1].weight += len(piece.computed) + len(piece.gathered)
            if not rest:
                break
    return found


def _with_reports(work: Work, segments: list[Segment]) -> tuple[Segment, ...]:
    """Let the last segments tell what came of each programme, and what next month looks back on."""
    for depth in (0, 1):
        numbers = [
            *range(len(work.programmes_of(depth))),
            *([STATES] if work.states[depth] or work.told[depth] else []),
        ]
        for number in numbers:
            _report(segments, (depth, number), len(set(reported(work, depth, number))))
    return tuple(segments)


def _report(segments: list[Segment], what: tuple[int, int], weight: int) -> None:
    if segments[-1].weight + weight > SEGMENT:
        segments.append(Segment())
    segments[-1].reports.append(what)
    segments[-1].weight += weight


def _fill(loop: Loop, waiting: Sequence[Name], known: set[str], of_place: frozenset[str]) -> None:
    for name in waiting:
        if name.name in known or _depth(name, of_place) != loop.depth or not known.issuperset(rule_of(name).reads):
            continue
        if rule_of(name).form in OVER_CHILDREN:
            loop.gathered.append(name)
        else:
            loop.computed.append(name)
            known.add(name.name)
    known.update(name.name for name in loop.gathered)


def _depth(name: Name, of_place: frozenset[str]) -> int:
    if name.name in of_place:
        return ONCE_A_PLACE
    return name.entity.depth + (rule_of(name).form in OVER_CHILDREN)


def _of_place(work: Work) -> frozenset[str]:
    """Find what is the same for everybody in a place: parameters, and rules that read nothing else."""
    found = {name.name for name in work.parameters} | {ASSESSED_ON}
    for name in work.order:
        if rule_of(name).form not in OVER_CHILDREN and found.issuperset(rule_of(name).reads):
            found.add(name.name)
    return frozenset(found)
