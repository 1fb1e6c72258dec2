"""What the rows of a delivery say of one member, as an officer would have entered it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from doudi.intake.models import FamilyMember
from doudi.kernel.errors import Refused
from doudi.kernel.money import plain_yuan
from doudi.policy.entities import member as a_member
from doudi.standards import lawbook
from doudi.verification.facts import Entered
from doudi.verification.sourceentries import FieldType, Source, SourceField


class RowsContradict(Refused):
    """Rows of one person say different things where only one can be so."""

    code = "verification.rows_contradict"
    sentence = "同一人的几条记录“{field}”说法不一"


def entered(source: Source, rows: Iterable[Mapping[str, Any]], whose: FamilyMember) -> tuple[Entered, ...]:
    """Add amounts and numbers of the rows up; of anything else they must say the same. Raises RowsContradict.

    What no row says is not among them."""
    facts, rows = lawbook.packs().facts.by_name, list(rows)
    found = []
    for each in source.fields:
        told = [row[each.name] for row in rows if row.get(each.name) is not None]
        if each.fact is not None and told:
            owner = whose if facts[each.fact].entity is a_member else None
            found.append(Entered(each.fact, _value(each, told), owner))
    return tuple(found)


def _value(field: SourceField, told: list[Any]) -> Any:
    if field.type is FieldType.MONEY:
        return plain_yuan(sum(told))
    if field.type is FieldType.COUNT:
        return sum(told)
    if field.type is FieldType.FLAG:
        return any(told)
    if len(set(told)) > 1:
        raise RowsContradict(field=field.label)
    return told[0]
