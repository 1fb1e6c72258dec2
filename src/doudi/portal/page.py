"""One rendering of 政策测算: reads what was sent, does what was asked, and says everything the template shows.

Nothing is kept between two renderings: the form carries its own state.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from doudi.determination.services.assess import assess
from doudi.faces import filing
from doudi.faces.contradictions import contradictions
from doudi.faces.draft import HOUSEHOLD, Draft
from doudi.faces.fields import Field, FieldError, in_chinese
from doudi.faces.people import People, errors_by_field, summary_of
from doudi.faces.questions import Asking, unit_field
from doudi.kernel.errors import DoudiError
from doudi.policy.doubts import beyond, doubts
from doudi.policy.entities import household
from doudi.policy.household import HouseholdRefused
from doudi.policy.packs import Packs
from doudi.policy.report import as_json
from doudi.policy.snapshot import LawSnapshot, NoLawYet
from doudi.policy.types import DAY, MEMBER_LIMIT
from doudi.portal import examples
from doudi.portal.assumptions import Assumption, assumption_fields, named, read_assumptions
from doudi.portal.places import is_place_in_use, place_groups
from doudi.portal.result import Result, result_of

PLACE, ON, BEFORE = "place", "on", "before"


@dataclass(slots=True)
class Page:
    """What stands in the form, what is wrong in it by field name, and what came out."""

    snapshot: LawSnapshot
    draft: Draft
    today: date
    errors: dict[str, str] = field(default_factory=dict[str, str])
    result: Result | None = None
    new: str = ""
    said: str = ""

    @property
    def packs(self) -> Packs:
        """The packs of the snapshot."""
        return self.snapshot.packs

    @property
    def day(self) -> date | None:
        """The day in the form; None where it cannot be read."""
        try:
            return date.fromisoformat(self.draft.text(ON))
        except ValueError:
            return None

    def compute(self, *, full: bool = False) -> None:
        """Determine what the household is owed, or note everything that is wrong; `full` lists every row."""
        self.errors = self._errors_before() | contradictions(self.draft, self.packs.facts)
        assumed, wrong = read_assumptions(self.draft, self.packs)
        self.errors |= wrong
        document = filing.household_file(self.draft, self.packs.facts)
        before = self._before()
        if before:
            document[BEFORE] = before
        if self.day is None or self.errors:
            return
        try:
            place = self.draft.text(PLACE)
            done = assess(document=document, place=place, on=self.day, assume=assumed, snapshot=self.snapshot)
        except DoudiError as error:
            self.errors |= self._errors_of(error)
        else:
            self.result = result_of(
                as_json(done), self.draft, self.packs, doubts=[*beyond(done), *doubts(done)], full=full
            )

    def load_example(self) -> None:
        """Put the example household of the place into the form, with the place and the day it is told of."""
        chosen = self.draft.text(PLACE)
        example = examples.example_of(self.packs, chosen)
        if example is None:
            self.errors[PLACE] = "这个地方还没有示例家庭" if chosen else "请先选择地方"
            return
        document = example.document()
        self.draft = filing.draft_of(document, self.packs.facts)
        place = chosen if is_place_in_use(self.packs, chosen, example.day) else example.place
        self.draft.values |= {PLACE: [place], ON: [example.day.isoformat()]}
        if BEFORE in document:
            self.draft.values[BEFORE] = [json.dumps(document[BEFORE], ensure_ascii=False)]
        told = f"{self.packs.places.path(place)}，{in_chinese(example.day)}"
        other = (
            "" if place == example.place else f"这家人编在{self.packs.places.path(example.place)}，按您选的地方测算。"
        )
        self.said = f"已载入示例家庭：{told}。{other}人和事都是编的，可以改。"

    def context(self) -> dict[str, Any]:
        """Return everything the template shows."""
        wanted = self.result.wanted if self.result else frozenset[str]()
        asking = Asking(self.packs, self.draft, self.errors, wanted, self.day or self.today)
        assumptions = self._assumptions()
        return {
            "errors": self._summary(), "result": self.result, "example": self.said, "place": self._place(),
            "day": self._day(), "before": self.draft.text(BEFORE), "carried": self._carried(),
            "household": {
                "first": asking.first(household, HOUSEHOLD),
                "sections": asking.sections(household, HOUSEHOLD),
            },
            "members": People(asking, self.new).everybody(),
            "is_only": len(self.draft.members) == 1, "may_add": len(self.draft.members) < MEMBER_LIMIT,
            "assumptions": assumptions, "assumptions_open": self._needs(assumptions),
        }  # fmt: skip

    def _errors_before(self) -> dict[str, str]:
        errors: dict[str, str] = {}
        if not self.draft.text(PLACE):
            errors[PLACE] = "请选择地方"
        if self.day is None:
            errors[ON] = "请填写日期，例如 2024年3月1日"
        return errors

    def _before(self) -> Any:
        text = self.draft.text(BEFORE)
        try:
            return json.loads(text) if text else None
        except ValueError:
            return None

    def _errors_of(self, error: DoudiError) -> dict[str, str]:
        if isinstance(error, HouseholdRefused):
            return errors_by_field(error, self.draft)
        return {ON if isinstance(error, NoLawYet) else PLACE: str(error)}

    def _summary(self) -> list[FieldError]:
        return summary_of(self.errors, self.draft, self.packs.facts)

    def _place(self) -> Field:
        """Offer the places of the day; of a day that was refused, those of today."""
        on = self.today if ON in self.errors else self.day or self.today
        groups = place_groups(self.packs, on=on, chosen=self.draft.text(PLACE))
        return Field(
            name=PLACE, label="哪个县（区、市）？", shape="select", hint="户口所在地或者常住地",
            value=self.draft.text(PLACE), groups=groups, error=self.errors.get(PLACE, ""),
        )  # fmt: skip

    def _day(self) -> Field:
        bare = Field(
            name=ON, label="按哪一天的规定？", hint="一般就是今天；也可以查过去的日子", error=self.errors.get(ON, "")
        )
        return unit_field(DAY, bare, self.draft, self.packs.facts.vocabulary)

    def _needs(self, assumptions: list[Assumption]) -> bool:
        """Whether figures that may be assumed stand open: one was written, or nothing else is missing somewhere."""
        written = any(each.value.is_filled or each.value.error for each in assumptions)
        cards = self.result.cards if self.result else ()
        return written or any(card.parameters and not card.questions for card in cards)

    def _assumptions(self) -> list[Assumption]:
        missing = self.result.missing if self.result else ()
        return list(assumption_fields((*named(self.draft, self.packs), *missing), self.draft, self.packs, self.errors))

    def _carried(self) -> list[str]:
        """Name what was carried over from the month before, so that it is not there unseen."""
        before = self._before()
        owners = before.values() if isinstance(before, dict) else ()
        names = {name for states in owners if isinstance(states, dict) for name in _names(states)}
        versions = self.packs.book.versions
        return sorted(versions[name][0].label for name in names if name in versions)


def _names(states: dict[str, Any]) -> set[str]:
    """Return the names of states, whether of the household or by person."""
    inner = [value for value in states.values() if isinstance(value, dict)]
    return set().union(*inner) if inner else set(states)
