"""Document → declared facts → document is the identity, for whatever household somebody may describe."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doudi.audit.actor import Actor, acting
from doudi.determination.services.assess import assess
from doudi.intake.filing import Filing, read_family
from doudi.intake.household import plain
from doudi.intake.models import Application
from doudi.intake.numbering import next_number
from doudi.intake.queries import household_document
from doudi.intake.services.submit import _write_family
from doudi.policy.entities import Entity, household, member, obligor
from doudi.policy.facts import Fact
from doudi.policy.household import HouseholdReader
from doudi.policy.types import Kind
from doudi.standards import lawbook
from doudi.standards.queries import current_snapshot
from tests.fixtures.applications import Applications, family
from tests.fixtures.people import TODAY

pytestmark = pytest.mark.django_db
FACTS = lawbook.packs().facts
NAMES = st.sampled_from(["张某甲", "李某乙", "王某丙", "赵某丁"])
DAYS = st.dates(date(2000, 1, 1), TODAY).map(date.isoformat)


def values(fact: Fact) -> st.SearchStrategy[Any]:
    if fact.unit.kind is Kind.CHOICE:
        return st.sampled_from(FACTS.vocabulary.of(fact.unit).codes())
    numbers = st.booleans() if fact.unit.kind is Kind.BOOL else st.integers(fact.least, min(fact.most, 10**9))
    told = numbers.map(lambda value: plain(fact, int(value)))
    return told | st.builds(lambda value, day: {"value": value, "as_of": day}, told, DAYS)


@st.composite
def facts_of(draw: st.DrawFn, entity: Entity, leave_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Any facts of an entity, as `household_document` writes them: a group is whole, unknown ones in it are null."""
    found: dict[str, Any] = {}
    groups = {group for owner, group in FACTS.groups if owner == entity.name and draw(st.booleans())}
    for fact in FACTS.of(entity):
        if fact.name in leave_out:
            continue
        if fact.group is None and draw(st.booleans()):
            found[fact.name] = draw(values(fact))
        elif fact.group in groups:
            found.setdefault(fact.group, {})[fact.name] = draw(st.none() | values(fact))
    return {key: told for key, told in found.items() if not _is_empty(told)}


def _is_empty(told: Any) -> bool:
    return isinstance(told, dict) and "value" not in told and all(value is None for value in told.values())


@st.composite
def born(draw: st.DrawFn, age: str) -> dict[str, Any]:
    day = draw(st.none() | st.dates(TODAY - timedelta(days=40_000), TODAY))
    if day is not None:
        return {"born_on": day.isoformat()}
    return {} if draw(st.booleans()) else {age: draw(st.integers(0, 110))}


@st.composite
def households(draw: st.DrawFn) -> dict[str, Any]:
    number = draw(st.integers(1, 4))
    relations = ["applicant", *draw(st.lists(st.sampled_from(["child", "parent", "other"]), max_size=3))]
    members: list[dict[str, Any]] = []
    for index in range(number):
        entry = {"id": f"m{index}", "name": draw(NAMES), **draw(born("age"))}
        if index < len(relations):
            entry["relation"] = relations[index]
        if index and draw(st.booleans()):
            entry["child_of"] = [f"m{index - 1}"]
        entry |= draw(facts_of(member, frozenset({"relation", "age"})))
        if draw(st.booleans()):
            entry["obligors"] = [
                {
                    "name": draw(NAMES),
                    **draw(born("obligor_age")),
                    **draw(facts_of(obligor, frozenset({"obligor_age"}))),
                }
                for _ in range(draw(st.integers(0, 2)))
            ]
        members.append(entry)
    _let_kin_be_possible(members)
    own = draw(facts_of(household))
    return {"household": own, "members": members} if own else {"members": members}


def _let_kin_be_possible(members: list[dict[str, Any]]) -> None:
    """Tell the ages of all only where nobody is said to be another's parent or child: a parent is older."""
    if any("child_of" in member or member.get("relation") in ("child", "parent") for member in members):
        for member in members[1:]:
            member.pop("born_on", None)
            member.pop("age", None)


def through_the_tables(document: dict[str, Any], template: Application) -> dict[str, Any]:
    """Keep a household as declared facts and write it again."""
    application = Application.objects.create(
        key=uuid4(), number=next_number(template.place, TODAY), place=template.place,
        township=template.township, channel=template.channel, applicant_name="张某甲", filed_by=template.filed_by,
        submitted_on=TODAY,
    )  # fmt: skip
    _write_family(application, read_family(Filing(key=uuid4(), place=template.place, household=document), TODAY))
    return household_document(application)


@settings(
    max_examples=20, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(document=households())
def test_what_was_declared_is_written_as_it_was_said(document: dict[str, Any], applications: Applications) -> None:
    with acting(Actor.system("test"), on=TODAY):
        template = Application.objects.first() or applications.submitted()
        written = through_the_tables(document, template)

    assert written == document


def test_facts_left_out_of_a_group_are_written_out_and_mean_the_same(applications: Applications) -> None:
    reader = HouseholdReader.of(FACTS)
    application = applications.submitted()

    with acting(Actor.system("test"), on=TODAY):
        document = household_document(application)

    assert document != family()
    assert reader.read(document, TODAY).members == reader.read(family(), TODAY).members
    assert reader.read(document, TODAY).facts == reader.read(family(), TODAY).facts


def test_the_engine_computes_the_same_from_both(applications: Applications) -> None:
    application = applications.submitted()
    with acting(Actor.system("test"), on=TODAY):
        document = household_document(application)

    given, kept = (
        assess(document=each, place="430971", on=TODAY, snapshot=current_snapshot()) for each in (family(), document)
    )

    assert [(each.programme.id, each.status, each.amount) for each in given.outcomes] == [
        (each.programme.id, each.status, each.amount) for each in kept.outcomes
    ]
