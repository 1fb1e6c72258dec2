"""What the packs hold: the law as data, before it is asked for a place and a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from doudi.kernel.divisions import Level
from doudi.policy.evaluate import Computation
from doudi.policy.facts import Facts
from doudi.policy.parameters import DatedValue, Parameter
from doudi.policy.places import Places
from doudi.policy.programmes import Programme
from doudi.policy.rulebook import RuleBook
from doudi.policy.sources import Sources

NATIONAL = "cn"


@dataclass(frozen=True, slots=True)
class Pack:
    """One folder: the place whose law it holds, and that place's level."""

    id: str
    place: str
    level: Level
    label: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Packs:
    """Everything the packs say. `digest` is over the text of all files.

    `computations` keeps the plans made so far, `spans` between which days each rule is in force: whatever is published
    over the packs, the rules stay the same.
    """

    by_id: Mapping[str, Pack]
    sources: Sources
    places: Places
    facts: Facts
    parameters: Mapping[str, Parameter]
    values: tuple[DatedValue, ...]
    programmes: tuple[Programme, ...]
    departments: Mapping[str, str]
    book: RuleBook
    digest: str
    computations: dict[tuple[int, ...], Computation] = field(
        default_factory=dict[tuple[int, ...], Computation], compare=False, repr=False
    )
    spans: dict[int, tuple[date | None, date | None]] = field(
        default_factory=dict[int, tuple[date | None, date | None]], compare=False, repr=False
    )

    @cached_property
    def handled(self) -> frozenset[str]:
        """The programmes that cases are opened for here; the others are assessed, and decided elsewhere."""
        return frozenset(programme.id for programme in self.programmes if programme.handled)

    @cached_property
    def checked_on(self) -> date | None:
        """The last day on which somebody looked whether a value is still so; later the packs know nothing."""
        return max((value.checked for value in self.values if value.checked), default=None)

    @cached_property
    def by_argument(self) -> Mapping[str, Parameter]:
        """Return the parameters by the name under which rules read them."""
        return {parameter.argument: parameter for parameter in self.parameters.values()}
