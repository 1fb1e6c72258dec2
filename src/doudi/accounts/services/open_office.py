"""Open an office at a place."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from psycopg.types.range import DateRange

from doudi.accounts.models import Office, Officer
from doudi.accounts.queries import require_place
from doudi.accounts.refusals import said
from doudi.accounts.roles import OfficeKind
from doudi.accounts.services.administration import require_administrator
from doudi.audit.services.record import record
from doudi.kernel.errors import Refused


class OfficeElsewhere(Refused):
    """An office of this kind stands at another level of place."""

    code = "accounts.office_elsewhere"
    sentence = "{kind}不设在这一级：村设在 12 位区划，乡镇设在 9 位区划，部门设在 6 位区划；填写的是 {place}。"


class OfficeNameless(Refused):
    """An office without a name."""

    code = "accounts.office_nameless"
    sentence = "请填写单位名称。"


@transaction.atomic
def open_office(
    *, kind: str, name: str, place: str, by: Officer | None, on: date, phone: str = "", address: str = ""
) -> Office:
    """Open an office from a day on. `by` is None on the command line.

    Raises PlaceNotListed, OfficeElsewhere, OfficeNameless, and what `require_administrator` raises."""
    require_administrator(by, at=place, on=on)
    require_place(place, on)
    office = Office(
        kind=OfficeKind(kind), name=name.strip(), place=place, phone=phone, address=address, valid=DateRange(on, None)
    )
    with said(
        {
            "office_stands_at_its_level": OfficeElsewhere(kind=office.get_kind_display(), place=place),
            "office_has_a_name": OfficeNameless(),
        }
    ):
        office.save()
    record("accounts.office_opened", on=on, subject=office, place=place)
    return office
