"""What the stand-in has on record of a person: made up from the seed and the number, source by source."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

from doudi.exchange.messages import Answer, Element, Outcome, Query
from doudi.kernel.divisions import county_of
from doudi.kernel.residentid import ResidentNumber, age_on

TOWNS: Final = frozenset({"620102", "532901"})
"""Counties whose demonstration families are registered in town."""
GROWN, OLD, AT_SCHOOL, LEAVES_SCHOOL = 18, 60, 6, 15
YUAN: Final = 100

Said = Iterator[tuple[str, "str | int"]]


@dataclass(frozen=True)
class Person:
    """Who is asked about, as far as a stand-in can tell, and the dice that always fall the same for them."""

    age: int
    in_town: bool
    dice: Random

    def happens(self, per_cent: int) -> bool:
        """Tell whether something is so, for so many of a hundred persons."""
        return self.dice.randrange(100) < per_cent

    def yuan(self, least: int, most: int) -> str:
        """Make up an amount, in yuan with fen."""
        return f"{self.dice.randrange(least, most)}.{self.dice.randrange(YUAN):02}"

    @property
    def is_grown(self) -> bool:
        """Whether they are of age."""
        return self.age >= GROWN


def answer(query: Query, *, seed: int) -> Answer:
    """Return what is on record of a person as of the day before; the same every time."""
    number = ResidentNumber.parse(query.number)
    digest = hashlib.sha256(f"{seed}\0{query.source}\0{number.full}".encode()).digest()
    person = Person(
        age=age_on(number.born_on, max(query.day, number.born_on)), in_town=_in_town(query.place),
        dice=Random(int.from_bytes(digest)),  # noqa: S311 - made-up records, no secret
    )  # fmt: skip
    elements = tuple(Element(name=name, value=value) for name, value in RECORDS[query.source](person))
    has_record = bool(elements) or (query.source in WITHOUT_ELEMENTS and person.happens(WITHOUT_ELEMENTS[query.source]))
    return Answer(
        query=query.query, source=query.source, outcome=Outcome.FOUND if has_record else Outcome.NOTHING_ON_RECORD,
        as_of=query.day - timedelta(days=1), reference=f"SL-{digest.hex()[:10].upper()}", elements=elements,
    )  # fmt: skip


def _in_town(place: str) -> bool:
    return county_of(place) in TOWNS


def _register(person: Person) -> Said:
    yield "register", "urban" if person.in_town else "rural"


def _tax(person: Person) -> Said:
    if person.is_grown and person.age < OLD and person.happens(10):
        yield "wage", person.yuan(9_000, 38_000)


def _insured(person: Person) -> Said:
    if person.age >= OLD and person.happens(30):
        yield "pension", person.yuan(14_000, 30_000)
    elif person.age >= OLD:
        yield "base_pension", person.yuan(1_300, 2_000)


def _houses(person: Person) -> Said:
    if person.is_grown and person.happens(15):
        yield "dwellings", 1
    if person.is_grown and person.happens(3):
        yield "shops", 1


def _companies(person: Person) -> Said:
    if person.is_grown and person.happens(6):
        yield "companies", 1


def _paid_into_the_fund(person: Person) -> Said:
    if person.is_grown and person.age < OLD and person.happens(6):
        yield "wage", person.yuan(12_000, 42_000)


def _vehicles(person: Person) -> Said:
    if person.is_grown and person.happens(8):
        yield "vehicles", 1
        yield "vehicle_value", person.yuan(6_000, 90_000)


def _machines(person: Person) -> Said:
    if person.is_grown and not person.in_town and person.happens(5):
        yield "vehicles", 1
        yield "vehicle_value", person.yuan(8_000, 60_000)


def _deposits(person: Person) -> Said:
    if person.is_grown and person.happens(70):
        yield "financial_assets", person.yuan(50, 6_000) if person.happens(85) else person.yuan(40_000, 260_000)


def _policies(person: Person) -> Said:
    if person.is_grown and person.happens(10):
        yield "financial_assets", person.yuan(500, 20_000)


def _shares(person: Person) -> Said:
    if person.is_grown and person.happens(4):
        yield "financial_assets", person.yuan(200, 50_000)


def _wallet(person: Person) -> Said:
    if person.is_grown and person.age < OLD and person.happens(60):
        yield "financial_assets", person.yuan(1, 900)


def _on_the_payroll(person: Person) -> Said:
    if person.is_grown and person.age < OLD and person.happens(2):
        yield "wage", person.yuan(40_000, 90_000)


def _disabled(person: Person) -> Said:
    if person.happens(12):
        yield "disability", person.dice.choice(("visual", "hearing", "limb", "mental"))
        yield "disability_grade", person.dice.randrange(1, 5)


def _employed(person: Person) -> Said:
    if person.is_grown and person.age < OLD and person.happens(12):
        yield "wage", person.yuan(8_000, 30_000)


def _treated(person: Person) -> Said:
    if person.happens(25):
        yield "medical_spending", person.yuan(200, 9_000)


def _at_school(person: Person) -> Said:
    if AT_SCHOOL <= person.age <= LEAVES_SCHOOL:
        yield "schooling", "compulsory"


def _no_elements(person: Person) -> Said:  # noqa: ARG001 - as the others
    """Such a source has a record or none, and no facts that count."""
    yield from ()


RECORDS: Final[dict[str, Callable[[Person], Said]]] = {
    "household_register": _register, "death_register": _no_elements, "tax_record": _tax, "social_insurance": _insured,
    "real_estate": _houses, "market_entity": _companies, "housing_fund": _paid_into_the_fund, "vehicles": _vehicles,
    "farm_machines": _machines, "bank_deposits": _deposits, "bank_loans": _no_elements,
    "commercial_insurance": _policies, "securities": _shares, "internet_finance": _wallet,
    "fiscal_payroll": _on_the_payroll, "disability_register": _disabled, "employment_register": _employed,
    "medical": _treated, "education": _at_school, "utilities": _no_elements, "rural_revitalisation": _no_elements,
    "marriages": _no_elements, "housing_support": _no_elements, "disaster_relief": _no_elements,
    "prisons": _no_elements, "funeral": _no_elements, "other_rolls": _no_elements,
}  # fmt: skip
"""Every source that packs/cn/verification.yaml names, and others that the five documents list."""
WITHOUT_ELEMENTS: Final = {"bank_loans": 15, "utilities": 80, "rural_revitalisation": 30}
"""Of so many in a hundred such a source has a record; nobody who applies is on the register of deaths."""
