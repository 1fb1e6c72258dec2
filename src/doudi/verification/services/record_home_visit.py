"""Note a visit to a family's home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.intake.models import Application
from doudi.intake.state import locked
from doudi.kernel.errors import Refused
from doudi.verification.facts import Entered, read_facts
from doudi.verification.models import HomeVisit, VisitFact, Visitor, VisitWay
from doudi.verification.recounting import recount
from doudi.verification.services.request_check import require_reviewable
from doudi.verification.sources import sourcebook


class VisitWrong(Refused):
    """Something about the visit is wrong: which field, and why."""

    code = "verification.visit_wrong"
    sentence = "入户调查的“{field}”有误：{reason}。"


class TooFewVisitors(Refused):
    """Fewer people visited than the law asks for."""

    code = "verification.too_few_visitors"
    sentence = "入户调查每组不得少于 {least} 人（{cites}），这里只有 {number} 人。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What a visit came to. A family member signs, or it is said why none did."""

    visited_on: date
    findings: str
    opinion: str
    family_signer: str = ""
    unsigned_reason: str = ""
    place_note: str = ""
    way: str = VisitWay.HOME
    facts: tuple[Entered, ...] = ()


@transaction.atomic
def record_home_visit(
    *, application: Application, visited: Visited, visitors: Sequence[Officer], by: Officer, on: date
) -> HomeVisit:
    """Note a home visit 入户调查 (minfa-2021-57#16) by those who made it, of whom `by` is one.

    Raises NoSuchApplication, MayNot, NotAcceptedYet, AlreadyWithdrawn, TooFewVisitors, VisitWrong,
    FactWrong, NotOfThisFamily.
    """
    found = locked(application)
    permissions.require(by, Act.INVESTIGATE, at=found.place, on=on)
    require_reviewable(found, "登记入户调查")
    team = {officer.pk: officer for officer in visitors}
    _require_team(team, by, visited.visited_on)
    _require_sound(found, visited, on)
    facts = read_facts(visited.facts, found, on)
    visit = HomeVisit.objects.create(
        application=found, visited_on=visited.visited_on, way=visited.way, place_note=visited.place_note.strip(),
        family_signer=visited.family_signer.strip(), unsigned_reason=visited.unsigned_reason.strip(),
        findings=visited.findings.strip(), opinion=visited.opinion.strip(),
    )  # fmt: skip
    Visitor.objects.bulk_create(Visitor(visit=visit, officer=officer) for officer in team.values())
    VisitFact.objects.bulk_create(
        VisitFact(visit=visit, member=each.member, supporter=each.supporter, fact=each.fact, value=each.value)
        for each in facts
    )
    recount(found, on=on)
    persons = [key for key in found.members.values_list("person", flat=True) if key]
    record("verification.visited", on=on, subject=visit, place=found.place, persons=persons)
    return visit


def _require_team(team: dict[int, Officer], by: Officer, visited_on: date) -> None:
    rule = sourcebook().least_visitors(visited_on)
    if rule is not None and len(team) < rule.number:
        raise TooFewVisitors(least=rule.number, cites=rule.cites, number=len(team))
    if by.pk not in team:
        raise VisitWrong(field="调查人员", reason="登记的人应是调查人员之一")


def _require_sound(application: Application, visited: Visited, on: date) -> None:
    if visited.visited_on > on:
        raise VisitWrong(field="调查日期", reason=f"晚于今天 {on}")
    if application.accepted_on is not None and visited.visited_on < application.accepted_on:
        raise VisitWrong(field="调查日期", reason=f"早于受理日 {application.accepted_on}")
    if visited.way not in VisitWay.values:
        raise VisitWrong(field="方式", reason="应是入户，或者电话、视频")
    if not visited.findings.strip() or not visited.opinion.strip():
        raise VisitWrong(field="调查情况、意见", reason="没有填写")
    if bool(visited.family_signer.strip()) == bool(visited.unsigned_reason.strip()):
        raise VisitWrong(field="家庭成员签字", reason="须由在场的家庭成员签字；没有签字的，写明原因")
