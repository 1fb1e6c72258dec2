"""Recompute the months of a case: what was decided beside what comes out now, as differences and never as debts.

A difference becomes back-pay or a recovery only by a decision of its own, which names its ground; nothing is stored.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.utils.timezone import get_default_timezone

from doudi.casework.models import Case
from doudi.determination.models import Determination
from doudi.determination.queries import called_by_names
from doudi.determination.services.refold import Known, Redone, moved_since, refold
from doudi.entitlements.models import Entitlement, EntitlementEnd
from doudi.flows.evaluate import living, of_the_living
from doudi.intake.models import FamilyMember
from doudi.kernel.errors import Refused
from doudi.kernel.months import Month
from doudi.policy.assessment import STATUS_LABELS
from doudi.standards.queries import snapshot_known_at
from doudi.verification.queries import adopted_document

LONGEST: Final = 120
"""Ten years of months at a time: what anybody asks for at once."""


class MonthsWrong(Refused):
    """The months end before they begin, or are more than anybody asks for at once."""

    code = "flows.months_wrong"
    sentence = "从 {first} 到 {last}：起止月份有误，一次最多 {most} 个月。"


@dataclass(frozen=True, slots=True)
class MonthRedone:
    """One month: what was decided, what comes out now, and what moved it. Amounts are fen; None: not to be said yet.

    What was decided is None as long as the case has no decision. `moved` is the difference from the determination
    behind the decision, as JSON; None where nothing was decided, or where nothing differs.
    """

    month: Month
    decided_fen: int | None
    determination: int | None
    status_label: str
    now_fen: int | None
    moved: dict[str, Any] | None

    @property
    def difference_fen(self) -> int | None:
        """Now less decided: what a later decision may make good, or may not; None where one of them is not there."""
        return None if self.now_fen is None or self.decided_fen is None else self.now_fen - self.decided_fen


def recompute(
    *, case: Case, first: Month, last: Month, known_at: datetime | None = None, as_known_then: bool = False
) -> Iterator[MonthRedone]:
    """Yield the months from the first to the last, inclusive, under the law in force on the first day of each.

    Facts and published standards are those known now, or at `known_at`, or with `as_known_then` at each month's end.
    Raises MonthsWrong, HouseholdRefused, NoLawYet.
    """
    if last < first or last - first >= LONGEST:
        raise MonthsWrong(first=first.first_day, last=last.first_day, most=LONGEST)
    family = list(FamilyMember.objects.filter(application=case.application_id).order_by("position"))
    months = (_known(case, month, _end_of(month) if as_known_then else known_at) for month in first.until(last.next))
    for redone in refold(application=case.application, programme=case.programme, member=case.member, months=months):
        yield _beside(case, redone, family)


def _known(case: Case, month: Month, known_at: datetime | None) -> Known:
    application, day = case.application, month.first_day
    document = adopted_document(application, known_at=known_at)
    return Known(month, of_the_living(document, living(application, day, known_at)), snapshot_known_at(known_at))


def _beside(case: Case, redone: Redone, family: list[FamilyMember]) -> MonthRedone:
    decided = _decided(case, redone.month)
    given = sum(each.amount_fen for each in decided)
    determination = decided[-1].decision.determination if decided else None
    moved = None
    if determination is not None and redone.due != given:
        moved = _by_name(moved_since(determination, redone), family)
    label = STATUS_LABELS[redone.status] if redone.status else "不涉及"
    number = determination.pk if isinstance(determination, Determination) else None
    is_decided = bool(decided) or case.decisions.exists()
    return MonthRedone(redone.month, given if is_decided else None, number, label, redone.due, moved)


def _decided(case: Case, month: Month) -> list[Entitlement]:
    """List what the decisions of a case give in a month, oldest first."""
    over = EntitlementEnd.objects.filter(last_month__lt=month.first_day).values("entitlement")
    rows = Entitlement.objects.filter(decision__case=case, first_month__lte=month.first_day).exclude(pk__in=over)
    return list(
        rows.select_related("decision__determination__inputs", "decision__determination__law__packs").order_by("pk")
    )


def _by_name(found: dict[str, Any], family: list[FamilyMember]) -> dict[str, Any]:
    return json.loads(called_by_names(json.dumps(found, ensure_ascii=False), family))


def _end_of(month: Month) -> datetime:
    """Return the moment at which a month is over."""
    return datetime.combine(month.last_day + timedelta(days=1), time(), get_default_timezone())
