"""录入核对结果: of whom, and which source; then, on one page, every fact that this source can speak of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from doudi.desk.case.opened import Opened
from doudi.desk.doing.deeds import AnswerNeeded, needed
from doudi.desk.verifying.forms import MEMBER, Sent, last_check, member_of, value_of
from doudi.faces.draft import Draft
from doudi.faces.fields import Field, Group, Option
from doudi.faces.questions import unit_field
from doudi.intake.models import FamilyMember
from doudi.policy.facts import Fact
from doudi.policy.types import Kind
from doudi.standards import lawbook
from doudi.verification.facts import Entered
from doudi.verification.models import AnswerKind, CheckRequest
from doudi.verification.services.record_answer import Answer
from doudi.verification.sources import Source, sourcebook

SOURCE, OUTCOME, REFERENCE, FACT = "source", "outcome", "reference", "fact."
ENTERED = (AnswerKind.ANSWERED, AnswerKind.NOTHING_FOUND, AnswerKind.FAILED)
"""What an officer may say; that something waits for review they never say."""


def is_chosen(found: Opened, given: Sent) -> bool:
    """Whether it is said who was asked about and which source answers."""
    return _member(found, given) is not None and _source(last_check(found), given) is not None


def choosing(found: Opened, given: Sent) -> list[Field]:
    """Ask of whom, and which source. Raises NoCheck."""
    named, whom = str(given.get(SOURCE, "")), str(given.get(MEMBER, ""))
    sources = (Option(each.name, f"{each.label}（{each.holder}）", each.name == named) for each in _sources(found))
    people = (Option(str(each.pk), each.name, str(each.pk) == whom) for each in found.members)
    return [
        Field(name=MEMBER, label="家庭成员", shape="select", groups=(Group("", tuple(people)),)),
        Field(name=SOURCE, label="来源", shape="select", groups=(Group("", tuple(sources)),)),
    ]


def asked(found: Opened, given: Sent) -> list[Field]:
    """Ask what the source said: of every fact that it covers, as many as it knows. Raises NoCheck."""
    member, source = _member(found, given), _source(last_check(found), given)
    if member is None or source is None:
        return choosing(found, given)
    outcomes = tuple(Option(each.value, each.label, each == given.get(OUTCOME)) for each in ENTERED)
    return [
        Field(name=MEMBER, label="", shape="hidden", value=str(member.pk)),
        Field(name=SOURCE, label="", shape="hidden", value=source.name),
        Field(name="", label="家庭成员", value=member.name, read_only=True),
        Field(name="", label="来源", value=f"{source.label}（{source.holder}）", read_only=True),
        Field(name=OUTCOME, is_needed=True, label="结果", shape="choices", options=outcomes),
        Field(name=REFERENCE, label="凭据编号，或者失败原因", value=given.get(REFERENCE, "")),
        *_fact_fields(source, given),
    ]


def _fact_fields(source: Source, given: Sent) -> Iterator[Field]:
    facts = lawbook.packs().facts
    for fact in _facts(source):
        name = f"{FACT}{fact.name}"
        whose = "" if fact.entity.name == MEMBER else "（全家的）"
        bare = Field(name=name, label=f"{fact.label}{whose}", hint="没有查到的不填")
        yield unit_field(fact.unit, bare, Draft({name: given.get(f"{name}[]", [])}), facts.vocabulary)


def answer(found: Opened, given: Sent) -> tuple[CheckRequest, FamilyMember, Answer]:
    """Read an answer. Raises AnswerNeeded, NoCheck."""
    check, member = last_check(found), _member(found, given)
    if member is None:
        raise AnswerNeeded(field=MEMBER, label="家庭成员", reason="没有选择")
    source = _source(check, given)
    if source is None:
        raise AnswerNeeded(field=SOURCE, label="来源", reason="没有选择，或者这次核对没有向它查询")
    told = Answer(
        source=source.name, outcome=needed(given, OUTCOME, "结果"), reference=given.get(REFERENCE, ""),
        facts=tuple(_entered(source, given, member)),
    )  # fmt: skip
    return check, member, told


def _entered(source: Source, given: Sent, member: FamilyMember) -> Iterator[Entered]:
    for fact in _facts(source):
        value = _value(fact, [each for each in given.get(f"{FACT}{fact.name}[]", []) if each.strip()])
        if value is not None:
            yield Entered(fact.name, value, member if fact.entity.name == MEMBER else None)


def _value(fact: Fact, texts: list[str]) -> Any:
    if not texts:
        return None
    return texts if fact.unit.kind is Kind.CODES else value_of(fact, texts[-1])


def _facts(source: Source) -> list[Fact]:
    known = lawbook.packs().facts.by_name
    return [known[name] for name in source.covers if name in known]


def _sources(found: Opened) -> list[Source]:
    known = sourcebook().sources
    return [known[name] for name in last_check(found).sources if name in known]


def _source(check: CheckRequest, given: Sent) -> Source | None:
    name = str(given.get(SOURCE, ""))
    return sourcebook().sources.get(name) if name in check.sources else None


def _member(found: Opened, given: Sent) -> FamilyMember | None:
    return member_of(found, str(given.get(MEMBER, "")))
