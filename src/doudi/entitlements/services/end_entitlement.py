"""End what is paid, by a later decision."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import connection, transaction

from doudi.accounts.models import Officer
from doudi.accounts.permissions import require
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework.models import Decision
from doudi.casework.steps import Kind
from doudi.entitlements.models import Entitlement, EntitlementEnd
from doudi.kernel.errors import NotNow, Refused
from doudi.kernel.months import Month

ENDS: Final = (Kind.ADJUST, Kind.SUSPEND, Kind.STOP)
SHORTEN: Final = """
UPDATE entitlements_beneficiary b SET months = months * daterange(NULL, e.until)
FROM (SELECT (min(last_month) + interval '1 month')::date AS until
      FROM entitlements_entitlementend WHERE entitlement_id = %(entitlement)s) e
WHERE b.entitlement_id = %(entitlement)s
"""


class EndsNothing(NotNow):
    """The decision grants or refuses: it ends no entitlement."""

    code = "entitlements.ends_nothing"
    sentence = "这是“{kind}”的决定，不能终止待遇。"


class OtherCase(Refused):
    """The decision is about another application or programme, or no later than the one that granted."""

    code = "entitlements.other_case"
    sentence = "这份决定不是关于这项待遇的后续决定，不能据此终止。"


@transaction.atomic
def end_entitlement(*, entitlement: Entitlement, decision: Decision, by: Officer, on: date) -> EntitlementEnd:
    """End an entitlement with the month before the decision's first month 终止待遇. A second time returns the first.

    The months of its beneficiaries end with it, so that they can be granted the programme anew.
    Raises MayNot, EndsNothing, OtherCase.
    """
    require(by, Act.CONFIRM, at=entitlement.place, on=on)
    if decision.kind not in ENDS or decision.first_month is None:
        raise EndsNothing(kind=Kind(decision.kind).label)
    _require_about(entitlement, decision)
    ended, is_new = EntitlementEnd.objects.get_or_create(
        entitlement=entitlement,
        decision=decision,
        defaults={
            "place": entitlement.place,
            "last_month": Month.of(decision.first_month).previous.first_day,
            "ended_on": on,
            "ended_by": by,
        },
    )
    if is_new:
        with connection.cursor() as cursor:
            cursor.execute(SHORTEN, {"entitlement": entitlement.pk})
        persons = entitlement.beneficiaries.order_by("pk").values_list("person_id", flat=True)
        record("entitlements.ended", on=on, subject=entitlement, place=entitlement.place, persons=persons)
    return ended


def _require_about(entitlement: Entitlement, decision: Decision) -> None:
    granted = entitlement.decision
    about = decision.case.application_id == entitlement.application_id and (
        decision.case.programme == entitlement.programme
    )
    if not about or decision.pk <= granted.pk or decision.made_on < granted.made_on:
        raise OtherCase
