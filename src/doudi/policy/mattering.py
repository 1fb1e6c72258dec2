"""Which facts matter by themselves, when nothing else is there: the grade of a disability nobody has does not.

Asked of the rules that read a fact, and of nothing written down beside them. A rule that cannot say for want of
something else might still say otherwise: then the fact is taken to matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from doudi.policy.assessment import Assessment, Outcome, Status
from doudi.policy.entities import obligor
from doudi.policy.facts import Fact
from doudi.policy.supposing import Path, Supposition, Where, children
from doudi.policy.types import Kind
from doudi.policy.unknown import Unknown

A_LITTLE = 100


def matters_alone(assessment: Assessment, fact: Fact, path: Path) -> bool:
    """Whether some rule says otherwise with a fact than without it, all else that is not known being absent."""
    nothing = {**_nothing(assessment, path), (fact.name, path): fact.absent or 0}
    without, readers = Supposition(assessment, nothing), _readers(assessment, fact.name, path)
    for sample in _samples(fact):
        given = Supposition(assessment, {**nothing, (fact.name, path): sample})
        for name, whose in readers:
            before = without.value(name, whose)
            if isinstance(before, Unknown) or before != given.value(name, whose):
                return True
    return any(fact.name in each.names() for each in assessment.law.programmes)


def _nothing(assessment: Assessment, path: Path) -> dict[Where, int]:
    """Suppose of the household and of one person that there is nothing that nobody has told."""
    names, facts = assessment.law.computation.plan.names, assessment.snapshot.packs.facts.by_name.values()
    wheres = ((each, (each.name, path[: each.entity.depth])) for each in facts if each.absent is not None)
    return {
        where: each.absent or 0
        for each, where in wheres
        if each.entity.depth <= len(path) and each.name in names and _is_unknown(assessment, where)
    }


def _is_unknown(assessment: Assessment, where: Where) -> bool:
    return isinstance(assessment.value(*where), Unknown)


def _readers(assessment: Assessment, fact: str, path: Path) -> list[Where]:
    """Return the rules that read a fact, each with whom it speaks of: of a household's fact also every member."""
    order = assessment.law.computation.plan.order
    reading = [each for each in order if each.rule is not None and fact in each.rule.reads]
    return [(each.name, whose) for each in reading for whose in _below(assessment, path, each.entity.depth)]


def _below(assessment: Assessment, path: Path, depth: int) -> Sequence[Path]:
    if depth <= len(path):
        return [path]
    return [whose for child in children(assessment, path) or () for whose in _below(assessment, child, depth)]


def _samples(fact: Fact) -> Iterator[int]:
    """Yield values that a fact could have instead of its absence."""
    if fact.unit.kind is Kind.BOOL:
        yield int(not fact.absent)
    elif fact.unit.vocabulary is not None:
        yield from (code for each in fact.unit.vocabulary if (code := int(each)) != fact.absent)
    else:
        yield from (
            value for value in (fact.least + A_LITTLE, fact.least + 1, fact.most) if fact.least <= value <= fact.most
        )


def fails_somewhere(assessment: Assessment, outcome: Outcome) -> bool:
    """Whether an open outcome would be a refusal by a method the place may choose, or if relatives are as most are.

    Amounts are not tried: of what a limit may be the law says nothing.
    """
    found = (
        Supposition(assessment, given).outcome(outcome.programme, outcome.path) for given in _cases(assessment, outcome)
    )
    return any(each is None or each.status is Status.INELIGIBLE for each in found)


def _cases(assessment: Assessment, outcome: Outcome) -> Iterator[dict[Where, int]]:
    packs = assessment.snapshot.packs
    for cause in outcome.waits_for:
        parameter = packs.parameters.get(cause.name)
        if parameter is not None and parameter.unit.kind in (Kind.BOOL, Kind.CHOICE):
            values = (0, 1) if parameter.unit.kind is Kind.BOOL else map(int, parameter.unit.vocabulary or ())
            yield from ({(parameter.argument, ()): value} for value in values)
    of_relatives = (cause for cause in outcome.waits_for if len(cause.path) == obligor.depth)
    nothing = {
        (cause.name, cause.path): fact.absent
        for cause in of_relatives
        if (fact := packs.facts.by_name.get(cause.name)) and fact.absent is not None
    }
    if nothing:
        yield nothing
