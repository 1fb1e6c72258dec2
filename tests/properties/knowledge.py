"""What knowing more may change, and what it may not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from doudi.policy.assessment import Assessment, Outcome, Status
from doudi.policy.report import as_json
from doudi.policy.unknown import Unknown, Value

Found = dict[tuple[str, tuple[int, ...]], Value]


def values(found: Assessment) -> Found:
    """Return every value of an assessment by name and path."""
    plan, frames = found.law.computation.plan, found.frames
    return {
        (name.name, path): frames.at(name.slot, path)
        for name in plan.names.values()
        for path in paths(found, name.entity.depth)
    }


def paths(found: Assessment, depth: int) -> Iterator[tuple[int, ...]]:
    """Yield the paths of everybody on a depth."""
    if depth == 0:
        yield ()
    for index, person in enumerate(found.household.members) if depth else ():
        if depth == 1:
            yield (index,)
        else:
            yield from ((index, number) for number in range(len(person.obligors or ())))


def expect_kept(less: Assessment, more: Assessment) -> None:
    """Expect that whatever was certain with less knowledge is the same with more."""
    later = values(more)
    for key, value in values(less).items():
        if not isinstance(value, Unknown):
            assert later[key] == value, f"{key} was {value} and became {later[key]}"
    statuses = {(each.programme.id, each.path): each for each in more.outcomes}
    for each in less.outcomes:
        again = statuses.pop((each.programme.id, each.path), None)
        if each.status is Status.ELIGIBLE:
            assert again is not None
            assert again.status is Status.ELIGIBLE
            assert each.amount in (None, again.amount)
        elif each.status is Status.INELIGIBLE:
            assert again is None or again.status is Status.INELIGIBLE, "it may still turn out not to apply at all"
    assert statuses == {}, "a programme that certainly did not apply came to apply"


def _is_open(granted: Outcome) -> bool:
    """Whether a sum that the programme has, a part of it or a row beside it is not known yet."""
    has_open_amount = granted.programme.amount is not None and granted.amount is None
    return has_open_amount or None in (value for _, value in (*granted.components, *granted.told))


def expect_whole(found: Assessment) -> None:
    """Expect of any assessment what must hold of all."""
    for each in found.outcomes:
        assert bool(each.failed) == (each.status is Status.INELIGIBLE)
        assert bool(each.waits_for) == (
            each.status is Status.UNDETERMINED or (each.status is Status.ELIGIBLE and _is_open(each))
        )
        assert each.amount is None or each.amount >= 0
        assert (
            each.amount is None or not each.components or sum(part or 0 for _, part in each.components) == each.amount
        )
    told = as_json(found)
    assert json.dumps(told, ensure_ascii=False, allow_nan=False)
    expect_choices(found, told["choices"])


def expect_choices(found: Assessment, told: list[dict[str, Any]]) -> None:
    """Expect a choice, of both and by the article, wherever somebody was granted what excludes each other; no other."""
    opened = {
        (frozenset(each["programme"] for each in choice["programmes"]), person["id"]): choice
        for choice in told
        for person in choice["persons"]
    }
    for first, second, person, article in excluding_grants(found):
        choice = opened.pop((frozenset((first.programme.id, second.programme.id)), person))
        for outcome in (first, second):
            given = next(each for each in choice["programmes"] if each["programme"] == outcome.programme.id)
            assert (given["amount"] is None) == (outcome.amount is None)
            assert given["amount"] or given["service"] or outcome.amount == 0 or _is_open(outcome)
        assert [cited["id"] for cited in choice["cites"]] == [article]
    assert opened == {}


def excluding_grants(found: Assessment) -> Iterator[tuple[Outcome, Outcome, str, str]]:
    """Yield two grants of which one excludes the other, for each person whom both are for, with the article."""
    granted = [each for each in found.outcomes if each.status is Status.ELIGIBLE]
    for first, second in combinations(granted, 2):
        article = first.programme.excludes.get(second.programme.id, second.programme.excludes.get(first.programme.id))
        if article is not None:
            yield from ((first, second, each, article) for each in {*found.persons(first)} & {*found.persons(second)})
