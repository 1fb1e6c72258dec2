"""Note what a source answered about a member."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Model, QuerySet

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.intake.models import FamilyMember
from doudi.kernel.errors import NotKnown, NotNow, Refused
from doudi.verification.facts import Entered, NotOfThisFamily, Stored, label_of, read_facts
from doudi.verification.models import AnswerKind, CheckRequest, Delivery, FoundFact, SourceAnswer
from doudi.verification.queries import consents_of
from doudi.verification.recounting import recount
from doudi.verification.services.request_check import require_accepted
from doudi.verification.sources import sourcebook

LONGEST_REFERENCE = 200
PURPOSE = "社会救助家庭经济状况核对"
"""Of what is asked and read without an officer typing it."""


class NoSuchRequest(NotKnown):
    """There is none, or none that the actor may see."""

    code = "verification.no_such_request"
    sentence = "没有这次核对，或者不在您的办理范围内。"


class AnswerWrong(Refused):
    """Something about the answer is wrong: which field, and why."""

    code = "verification.answer_wrong"
    sentence = "核对结果的“{field}”有误：{reason}。"


class NoLongerConsented(NotNow):
    """The member's consent does not cover the source on that day."""

    code = "verification.no_longerconsented"
    sentence = "{name}没有授权向“{source}”查询，或者授权已到期、撤回，不能录入结果。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a source said: `facts` only with a result, a `reference` (the reason) always with a failure.

    `delivery` is where it says so, if nobody noted it and no query was answered."""

    source: str
    outcome: str
    reference: str = ""
    facts: tuple[Entered, ...] = ()
    delivery: Delivery | None = None


@transaction.atomic
def record_answer(
    *, request: CheckRequest, member: FamilyMember, answer: Answer, by: Officer, on: date
) -> SourceAnswer:
    """Note a source's answer 录入核对结果: a result, nothing on record, or a failure, which says nothing at all.

    Noted again, it is a new attempt. Raises NoSuchRequest, MayNot, NotOfThisFamily, AnswerWrong, NoLongerConsented,
    FactWrong, and what `require_accepted` raises.
    """
    found = locked_check(request)
    require_authority(by, found.application.place, on)
    return keep_answer(request=found, member=member, answer=answer, by=by, on=on)


def keep_answer(
    *, request: CheckRequest, member: FamilyMember, answer: Answer, by: Officer, on: date, query: str = "",
    purpose: str = "",
) -> SourceAnswer:  # fmt: skip
    """Keep what a source answered to a check that is locked; `by` noted it, or asked the `query` it is the answer to.

    Raises NotOfThisFamily, AnswerWrong, NoLongerConsented, FactWrong, and what `require_accepted` raises."""
    row = _kept(request, [(member, answer)], by, on)[0]
    details = {"query": query, "source": answer.source, "outcome": answer.outcome} if query else None
    _note(request, row, [member], on, purpose=purpose, details=details)
    return row


def keep_answers(
    *, request: CheckRequest, answers: Sequence[tuple[FamilyMember, Answer]], by: Officer, on: date, purpose: str
) -> list[SourceAnswer]:
    """Keep what several sources answered at once, all of it or nothing; as many statements as for one.

    Raises what `keep_answer` raises."""
    rows = _kept(request, answers, by, on)
    told = {f"{row.member_id} {row.source}": row.outcome for row in rows}
    _note(request, request, [member for member, _ in answers], on, purpose=purpose, details={"answers": told})
    return rows


def _kept(
    request: CheckRequest, answers: Sequence[tuple[FamilyMember, Answer]], by: Officer, on: date
) -> list[SourceAnswer]:
    application = request.application
    require_accepted(application, "录入核对结果")
    if any(member.application_id != application.pk for member, _ in answers):
        raise NotOfThisFamily
    for _, answer in answers:
        require_sound(request, answer, on)
    _require_all_consented(request, answers, on)
    facts = [_read(request, member, answer, on) for member, answer in answers]
    earlier = Counter(SourceAnswer.objects.filter(request=request).values_list("member", "source"))
    rows = SourceAnswer.objects.bulk_create(
        SourceAnswer(
            request=request, member=member, source=answer.source, outcome=answer.outcome, answered_on=on,
            attempt=earlier[member.pk, answer.source] + 1, reference=answer.reference.strip(), recorded_by=by,
            delivery=answer.delivery, as_of_on=answer.delivery.as_of if answer.delivery else None,
        )
        for member, answer in answers
    )  # fmt: skip
    FoundFact.objects.bulk_create(
        FoundFact(answer=row, member=each.member, fact=each.fact, value=each.value)
        for row, found in zip(rows, facts, strict=True) for each in found
    )  # fmt: skip
    if any(row.outcome in (AnswerKind.ANSWERED, AnswerKind.NOTHING_FOUND) or row.attempt > 1 for row in rows):
        recount(application, on=on)  # a first failure makes no difference
    return rows


def _read(request: CheckRequest, member: FamilyMember, answer: Answer, on: date) -> list[Stored]:
    facts = read_facts(answer.facts, request.application, on)
    if any(each.supporter is not None or (each.member or member) != member for each in facts):
        raise NotOfThisFamily
    return facts


def _note(
    request: CheckRequest, subject: Model, members: Sequence[FamilyMember], on: date, *, purpose: str,
    details: Mapping[str, object] | None,
) -> None:  # fmt: skip
    persons = {member.person_id for member in members if member.person_id}
    record(
        "verification.answered", on=on, subject=subject, place=request.application.place, persons=persons,
        purpose=purpose, details=details,
    )  # fmt: skip


def locked_check(request: CheckRequest) -> CheckRequest:
    """Return a check with its row locked, so that its answers come one after the other. Raises NoSuchRequest."""
    found = locked(CheckRequest.objects.filter(pk=request.pk))
    if found is None:
        raise NoSuchRequest
    return found


def locked(chosen: QuerySet[CheckRequest]) -> CheckRequest | None:
    """Return the one check that is chosen, locked and with its application; None where there is none."""
    return chosen.select_for_update(of=("self",)).select_related("application").first()


def require_authority(by: Officer, place: str, on: date) -> None:
    """Hold an officer to the right to note answers. Raises MayNot."""
    permissions.require_any(by, (Act.INVESTIGATE, Act.VERIFY), at=place, on=on)


def require_consented(request: CheckRequest, member: FamilyMember, sources: set[str], on: date) -> None:
    """Hold sources against what a member has given leave to. Raises NoLongerConsented for the first."""
    given = consents_of(request.application, on).filter(member=member)
    missing = sources - {source for consent in given for source in consent.sources}
    if missing:
        label = sourcebook().sources[min(missing)].label
        raise NoLongerConsented(name=member.name, source=label)


def _require_all_consented(request: CheckRequest, answers: Sequence[tuple[FamilyMember, Answer]], on: date) -> None:
    given = {
        (consent.member_id, source) for consent in consents_of(request.application, on) for source in consent.sources
    }
    for member, answer in answers:
        if (member.pk, answer.source) not in given:
            raise NoLongerConsented(name=member.name, source=sourcebook().sources[answer.source].label)


def require_sound(request: CheckRequest, answer: Answer, on: date) -> None:
    """Hold an answer against what was asked. Raises AnswerWrong."""
    if answer.source not in request.sources:
        raise AnswerWrong(field="来源", reason="这次核对没有向它查询")
    if answer.outcome not in AnswerKind.values:
        raise AnswerWrong(field="结果", reason="应是有结果、查无记录或者查询失败")
    if (answer.outcome == AnswerKind.REVIEW) > (answer.delivery is not None):
        raise AnswerWrong(field="结果", reason="应是有结果、查无记录或者查询失败")
    if answer.outcome != AnswerKind.ANSWERED and answer.facts:
        raise AnswerWrong(field="结果", reason="查无记录或者查询失败的，不能填写查到的内容")
    if answer.outcome == AnswerKind.ANSWERED and not answer.facts and not answer.reference.strip():
        raise AnswerWrong(field="结果", reason="有结果的，须填写查到的内容或者凭据编号")
    if answer.outcome == AnswerKind.FAILED and not answer.reference.strip():
        raise AnswerWrong(field="失败原因", reason="查询失败须写明原因；失败不等于查无记录")
    if len(answer.reference) > LONGEST_REFERENCE:
        raise AnswerWrong(field="凭据", reason=f"最多 {LONGEST_REFERENCE} 字")
    if on < request.requested_on:
        raise AnswerWrong(field="答复日期", reason=f"早于提请日 {request.requested_on}")
    covers = sourcebook().sources[answer.source].covers
    strange = [label_of(each.fact) for each in answer.facts if covers and each.fact not in covers]
    if strange:
        label = sourcebook().sources[answer.source].label
        raise AnswerWrong(field="、".join(strange), reason=f"“{label}”说明不了这一项")
