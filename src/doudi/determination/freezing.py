"""From a household that was read to rows of columns, and back: what a determination was given, for ever.

Nothing of a name is kept: members go by the key of the record (`m1`), and who that is stands with the application.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import models

from doudi.determination.models import InputHousehold, InputMember, InputObligor
from doudi.intake.models import Application, FamilyMember
from doudi.policy.household import Household, Person, Supporter

Row = TypeVar("Row", bound=models.Model)
UNNAMED_SUPPORTER = "法定义务人"


def freeze(
    household: Household, *, application: Application, place: str, on: date, members: Mapping[str, FamilyMember]
) -> InputHousehold:
    """Write a household as rows; `members` are the people of the application by key."""
    frozen = InputHousehold.objects.create(
        application=application,
        place=place,
        on=on,
        provenance=_provenance(household, ()),
        carried={name: value for (name, owner), value in household.before.items() if owner is None},
        **household.facts,
    )
    for position, person in enumerate(household.members):
        _freeze_member(household, frozen, position, person, members.get(person.id))
    return frozen


def thaw(frozen: InputHousehold) -> Household:
    """Read back the household that `freeze` wrote; names are keys."""
    rows = list(InputMember.objects.filter(household=frozen).prefetch_related("obligors").order_by("position"))
    before: dict[tuple[str, str | None], Any] = {(name, None): value for name, value in frozen.carried.items()}
    provenance = {(name, ()): said for name, said in frozen.provenance.items()}
    for row in rows:
        before |= {(name, row.key): value for name, value in row.carried.items()}
        provenance |= {(name, (row.position,)): said for name, said in row.provenance.items()}
        for other in _obligors(row):
            provenance |= {(name, (row.position, other.position)): said for name, said in other.provenance.items()}
    return Household(facts_of(frozen), [_person(row) for row in rows], provenance, before)


def _freeze_member(
    household: Household, frozen: InputHousehold, position: int, person: Person, member: FamilyMember | None
) -> None:
    row = InputMember.objects.create(
        household=frozen,
        member=member,
        position=position,
        key=person.id,
        obligors_known=person.obligors is not None,
        provenance=_provenance(household, (position,)),
        carried={name: value for (name, owner), value in household.before.items() if owner == person.id},
        **person.facts,
    )
    InputObligor.objects.bulk_create(
        InputObligor(
            member=row, position=index, provenance=_provenance(household, (position, index)), **supporter.facts
        )
        for index, supporter in enumerate(person.obligors or ())
    )


def _provenance(household: Household, path: tuple[int, ...]) -> dict[str, str]:
    return {name: said for (name, where), said in household.provenance.items() if where == path}


def _person(row: InputMember) -> Person:
    supporters = [Supporter(f"{UNNAMED_SUPPORTER}{other.position + 1}", facts_of(other)) for other in _obligors(row)]
    return Person(row.key, row.key, facts_of(row), supporters if row.obligors_known else None)


def people_of(frozen: InputHousehold) -> list[tuple[int, Person]]:
    """Return the members of a frozen household with the keys of their rows, as they were read; fetched before."""
    fetched: models.Manager[InputMember] = getattr(frozen, "members")  # noqa: B009 - Django's reverse name
    return [(row.pk, _person(row)) for row in sorted(fetched.all(), key=lambda each: each.position)]


def _obligors(row: InputMember) -> list[InputObligor]:
    fetched: models.Manager[InputObligor] = getattr(row, "obligors")  # noqa: B009 - Django's reverse name
    return sorted(fetched.all(), key=lambda other: other.position)


def facts_of(row: models.Model) -> dict[str, int]:
    """Return the facts that are known, as the engine stores them: whole numbers."""
    columns = row.__class__.__mro__[1]._meta.get_fields()  # noqa: SLF001 - the abstract class of the facts
    values = {column.name: getattr(row, column.name) for column in columns}
    return {name: int(value) for name, value in values.items() if value is not None}
