"""Events about the figures of the law: which standard or simulation it was, with its figure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from doudi.desk.policy.home import label_of, value_of
from doudi.determination.models import PolicySimulation
from doudi.policy.packs import Packs
from doudi.standards import lawbook
from doudi.standards.models import Proposal

PROPOSAL: Final = "standards.proposal"
SIMULATION: Final = "determination.policysimulation"
Named = tuple[tuple[str, int], str]


def policies(kinds: Mapping[str, Collection[int]]) -> dict[tuple[str, int], str]:
    """Say each standard and each simulation among the subjects of events, with a query for each kind."""
    return dict([*_standards(kinds.get(PROPOSAL, ())), *_simulations(kinds.get(SIMULATION, ()))])


def _standards(keys: Collection[int]) -> Iterator[Named]:
    if not keys:
        return
    packs = lawbook.packs()
    for each in Proposal.objects.filter(pk__in=keys):
        what = f"{_place(each.place, packs)}{label_of(each.parameter, packs)} {value_of(each)}"
        yield (PROPOSAL, each.pk), f"第 {each.pk} 号标准：{what}"


def _simulations(keys: Collection[int]) -> Iterator[Named]:
    if not keys:
        return
    packs = lawbook.packs()
    for each in PolicySimulation.objects.filter(pk__in=keys).defer("result"):
        changes = "；".join(f"{label_of(name, packs)} {change}" for name, change in each.changes)
        yield (SIMULATION, each.pk), f"第 {each.pk} 号政策影响测算：{_place(each.place, packs)}{changes}"


def _place(code: str, packs: Packs) -> str:
    known = packs.places.by_code.get(code)
    return known.name if known else code
