"""Settle one fact on which declaration, check and visit differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.intake.household import Whom
from doudi.intake.models import Application, FamilyMember, Supporter
from doudi.intake.state import locked
from doudi.kernel.errors import NotNow, Refused
from doudi.verification.facts import Entered, Stored, label_of, read_fact
from doudi.verification.models import AdoptedFact, Ground
from doudi.verification.queries import Difference, differences
from doudi.verification.recounting import recount
from doudi.verification.services.request_check import require_reviewable

LONGEST_REASON = 500


class AdoptionWrong(Refused):
    """Something about what is settled on is wrong: which field, and why."""

    code = "verification.adoption_wrong"
    sentence = "“{fact}”的采信有误：{reason}。"


class ChangedMeanwhile(NotNow):
    """What the officer had before them is no longer all there is; somebody else settled it, or an answer came."""

    code = "verification.changed_meanwhile"
    sentence = "“{fact}”刚刚有了新的结果或者采信，请刷新后重新认定。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What is to count and on what ground. `value` is needed with the ground evidence only.

    `replaces` is the key of the adopted row that the officer saw, None where there was none.
    """

    fact: str
    ground: str
    reason: str = ""
    value: Any = None
    member: FamilyMember | None = None
    supporter: Supporter | None = None
    replaces: int | None = None


@transaction.atomic
def adopt(*, application: Application, settlement: Settlement, by: Officer, on: date) -> AdoptedFact:
    """Settle one difference 认定采信, with its ground, and its reason wherever two told different values.

    Raises NoSuchApplication, MayNot, NotAcceptedYet, AlreadyWithdrawn, AdoptionWrong, FactWrong,
    NotOfThisFamily, ChangedMeanwhile.
    """
    found = locked(application)
    permissions.require(by, Act.INVESTIGATE, at=found.place, on=on)
    require_reviewable(found, "认定采信")
    row = _told(found, settlement)
    before = row.adopted
    if (before.pk if before else None) != settlement.replaces:
        raise ChangedMeanwhile(fact=label_of(settlement.fact))
    stored = _value(found, settlement, row, on)
    _require_reason(settlement, row, stored.value)
    moment = database_time()
    if before is not None:
        before.known = (before.known.lower, moment)
        before.save(update_fields=["known"])
    adopted = AdoptedFact.objects.create(
        application=found, member=settlement.member, supporter=settlement.supporter, fact=settlement.fact,
        declared=row.declared, found=row.found, seen=row.seen, adopted=stored.value, ground=settlement.ground,
        reason=settlement.reason.strip(), settled_by=by, settled_on=on, known=(moment, None),
    )  # fmt: skip
    recount(found, on=on)
    person = settlement.member.person_id if settlement.member else None
    record(
        "verification.adopted", on=on, subject=found, place=found.place, persons=[person] if person else [],
        details={"adopted": adopted.pk, "fact": adopted.fact},
    )  # fmt: skip
    return adopted


def _told(application: Application, settlement: Settlement) -> Difference:
    whom: Whom = (
        settlement.member.pk if settlement.member else None, settlement.supporter.pk if settlement.supporter else None
    )  # fmt: skip
    rows = {(row.whom, row.fact): row for row in differences(application)}
    return rows.get((whom, settlement.fact), Difference(whom, settlement.fact))


def _value(application: Application, settlement: Settlement, row: Difference, on: date) -> Stored:
    given = {Ground.DECLARED: row.declared, Ground.SOURCE: row.found, Ground.VISIT: row.seen}
    label = label_of(settlement.fact)
    if settlement.ground not in Ground.values:
        raise AdoptionWrong(fact=label, reason="依据应是申报、核对结果、入户调查或者佐证材料")
    entered = Entered(settlement.fact, settlement.value, settlement.member, settlement.supporter)
    if settlement.ground == Ground.EVIDENCE:
        return read_fact(entered, application, on)
    value = given[Ground(settlement.ground)]
    if value is None:
        raise AdoptionWrong(fact=label, reason=f"没有可以{Ground(settlement.ground).label}的值")
    if settlement.value is not None and read_fact(entered, application, on).value != value:
        raise AdoptionWrong(fact=label, reason="采信值与所选依据的值不一致")
    return Stored(settlement.fact, value, settlement.member, settlement.supporter)


def _require_reason(settlement: Settlement, row: Difference, value: int) -> None:
    label, reason = label_of(settlement.fact), settlement.reason.strip()
    if len(reason) > LONGEST_REASON:
        raise AdoptionWrong(fact=label, reason=f"理由最多 {LONGEST_REASON} 字")
    if reason:
        return
    if settlement.ground == Ground.EVIDENCE:
        raise AdoptionWrong(fact=label, reason="采信佐证材料的，须写明理由")
    if row.differs or any(told not in (None, value) for told in (row.found, row.seen)):
        raise AdoptionWrong(fact=label, reason="申报、核对、入户不一致的，须写明采信这一个的理由")


def database_time() -> datetime:
    """Return the time of the database: later than every moment given out before in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchall()[0][0]
