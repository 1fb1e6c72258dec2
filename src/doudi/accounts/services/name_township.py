"""Enter a township or a village: they are looked after in the product, not in the packs."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from psycopg.types.range import DateRange

from doudi.accounts.models import Officer, Place
from doudi.accounts.pinyin import sort_key
from doudi.accounts.queries import place_of, require_place
from doudi.accounts.services.administration import require_administrator
from doudi.audit.services.record import record
from doudi.kernel.divisions import Level, level, parent
from doudi.kernel.errors import Refused


class NotATownship(Refused):
    """Counties and above come with the packs; a name is not empty."""

    code = "accounts.not_a_township"
    sentence = "只能录入乡镇（9 位代码）和村（12 位代码），并且要有名称。县以上的区划随政策包更新。"


@transaction.atomic
def name_township(*, code: str, name: str, by: Officer | None, on: date) -> Place:
    """Enter a township 乡镇 or village 村 that has this name from a day on; one of that code before ends then.

    Raises NotATownship, DivisionUnreadable, PlaceNotListed where the place above is not known."""
    if level(code) < Level.TOWNSHIP or not name.strip():
        raise NotATownship
    require_administrator(by, at=code, on=on)
    require_place(parent(code) or "", on)
    before = place_of(code, on)
    place = _renamed(before, name.strip(), on) if before else _named(code, name.strip(), on)
    record("accounts.township_named", on=on, subject=place, place=code)
    return place


def _named(code: str, name: str, on: date) -> Place:
    return Place.objects.create(code=code, name=name, sort_key=sort_key(name), valid=DateRange(on, None))


def _renamed(before: Place, name: str, on: date) -> Place:
    """Correct a name given the same day; otherwise the earlier row ends and is followed by a new one."""
    if before.valid.lower == on:
        before.name, before.sort_key = name, sort_key(name)
        before.save(update_fields=["name", "sort_key"])
        return before
    before.valid = DateRange(before.valid.lower, on)
    before.save(update_fields=["valid"])
    after = _named(before.code, name, on)
    before.followed_by = after  # type: ignore[assignment]  a key to its own table
    before.save(update_fields=["followed_by"])
    return after
