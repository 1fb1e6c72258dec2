"""What deliveries that are held here say of one family: a few rows among millions, of all its sources at once.

Like `held`, this is a way to rows, and opens none but of members who have given leave for that source on that day and
whom the actor sees: leave is looked up here, whoever asks. Two statements, however many sources there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from doudi.audit.services.record import record
from doudi.intake.models import FamilyMember
from doudi.kernel.residentid import ResidentNumber
from doudi.registry.names import folded
from doudi.verification.deliveries import near, pages
from doudi.verification.holding import key_of, pages_of
from doudi.verification.models import CheckRequest, Delivery
from doudi.verification.roster import live_in
from doudi.verification.sourceentries import OWNER_NAME

TOKEN, STATUS, NUMBER = "token", "number_status", "number"
"""Columns of what is kept (`deliveries.checking`, which needs the libraries of columns)."""
NOTHING: Final = 255
Row = Mapping[str, Any]


class Doubt(StrEnum):
    """Why nobody but a person can say whose a row is 待核实."""

    OTHER_NAME = "other-name"
    NEAR_NUMBER = "near-number"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {"other-name": "证件号相同、姓名不同", "near-number": "证件号有误、姓名相近"}[self.value]


@dataclass(slots=True)
class Told:
    """What a delivery says of a member: rows that are theirs, rows that may be, and whether it can speak of them.

    One who was not asked about is neither found nor on no record."""

    delivery: Delivery
    was_asked: bool
    rows: list[Row] = field(default_factory=list[Row])
    doubtful: list[tuple[Doubt, Row]] = field(default_factory=list[tuple[Doubt, Row]])


@dataclass(frozen=True, slots=True)
class Reading:
    """What the deliveries say, by member and source, and which could not be opened, with the reason."""

    told: dict[tuple[int, str], Told]
    unreadable: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Sought:
    """A member as rows are held against them."""

    member: int
    token: int
    number: str
    name: str
    blocks: tuple[int, ...]
    sources: frozenset[str]


def read_family(
    check: CheckRequest, members: Iterable[FamilyMember], deliveries: Mapping[str, Delivery], *, on: date, purpose: str
) -> Reading:
    """Read what deliveries, by source, say of members of the family of a check, as far as they have given leave."""
    sought = _sought(check, members, on)
    reading = Reading({}, {})
    for source, delivery in deliveries.items():
        concerned = [each for each in sought if source in each.sources]
        if concerned:
            _read(source, delivery, concerned, reading)
    persons = {each.person_id for each in members if each.person_id is not None}
    details = {"sources": sorted(deliveries), "deliveries": sorted(each.pk for each in deliveries.values())}
    record(
        "verification.rows_read", on=on, subject=check, place=check.application.place, purpose=purpose,
        persons=persons, details=details | {"with_leave": len(sought)},
    )  # fmt: skip
    return reading


def _sought(check: CheckRequest, members: Iterable[FamilyMember], on: date) -> list[_Sought]:
    """List the members who have given leave for anything, with all that they have."""
    sources: dict[tuple[int, int], set[str]] = defaultdict(set)
    for member, token, given in live_in(check.application, on):
        sources[member, token].update(given)
    by_key = {each.pk: each for each in members}
    return [_as_sought(by_key[member], token, given) for (member, token), given in sources.items() if member in by_key]


def _as_sought(member: FamilyMember, token: int, sources: set[str]) -> _Sought:
    number = ResidentNumber.parse(str(member.number)).full
    return _Sought(member.pk, token, number, folded(member.name), tuple(near.keys(number)), frozenset(sources))


def _read(source: str, delivery: Delivery, concerned: list[_Sought], reading: Reading) -> None:
    """Look everybody up in one delivery."""
    key = key_of(delivery)
    wanted = {each.token for each in concerned}
    if delivery.remainder:
        wanted |= {block for each in concerned for block in each.blocks}
    try:
        rows = pages.read(pages_of(delivery), key, wanted=wanted)
    except pages.RowsMissing as error:
        reading.unreadable[source] = str(error)
        return
    exact: dict[int, list[Row]] = defaultdict(list)
    wrong: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        if row[NUMBER] is None:
            exact[row[TOKEN]].append(row)
        else:  # once for each block that it shares
            wrong[tuple(value for name, value in row.items() if name != TOKEN)] = row
    for each in concerned:
        reading.told[each.member, source] = _told(each, delivery, exact[each.token], wrong.values())


def _told(sought: _Sought, delivery: Delivery, exact: list[Row], wrong: Iterable[Row]) -> Told:
    """Hold rows against a member: the same right number and name is theirs, anything near it a person must look at."""
    found = Told(delivery, was_asked=delivery.whole or bool(exact))
    for row in exact:
        if row[STATUS] == NOTHING:
            continue
        if sought.name and folded(row[OWNER_NAME] or "") == sought.name:
            found.rows.append(row)
        else:
            found.doubtful.append((Doubt.OTHER_NAME, row))
    found.doubtful += [(Doubt.NEAR_NUMBER, row) for row in wrong if _may_be(sought, row)]
    return found


def _may_be(sought: _Sought, row: Row) -> bool:
    is_near = near.is_within(row[NUMBER], sought.number, near.MOST_EDITS)
    return is_near and near.is_half_alike(folded(row[OWNER_NAME] or ""), sought.name)
