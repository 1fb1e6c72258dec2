"""A visit by two; each difference settled with ground and reason; the household file that counts, now and then."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection

from doudi.audit.actor import Actor, acting
from doudi.intake.models import Application
from doudi.policy.household import HouseholdReader
from doudi.standards import lawbook
from doudi.verification.facts import Entered, FactWrong, NotOfThisFamily
from doudi.verification.models import AdoptedFact, AnswerKind, Ground, HomeVisit, Visitor
from doudi.verification.queries import adopted_document, differences, open_differences, unsettled
from doudi.verification.services.adopt import AdoptionWrong, ChangedMeanwhile, Settlement, adopt
from doudi.verification.services.record_answer import Answer, record_answer
from doudi.verification.services.record_home_visit import TooFewVisitors, Visited, VisitWrong, record_home_visit
from doudi.verification.services.request_check import request_check
from tests.fixtures.applications import SOURCES, TOWNSHIP, Applications
from tests.fixtures.people import TODAY, MakeOfficer

pytestmark = pytest.mark.django_db
Visit = dict[str, Any]


@pytest.fixture
def application(applications: Applications) -> Any:
    """Acts as the system from here on."""
    made = applications.consented()
    with acting(Actor.system("test"), on=TODAY):
        yield made


@pytest.fixture
def colleague(officer: MakeOfficer) -> Any:
    return officer("investigator", TOWNSHIP)


def visited(application: Application, applications: Applications, colleague: Any, **given: Any) -> HomeVisit:
    usual: Visit = {
        "visited_on": TODAY, "findings": "土坯房三间", "opinion": "情况属实", "family_signer": "李某乙",
    }  # fmt: skip
    visitors = given.pop("visitors", (applications.investigator, colleague))
    return record_home_visit(
        application=application, visited=Visited(**(usual | given)), visitors=visitors,
        by=applications.investigator, on=TODAY,
    )  # fmt: skip


def found(application: Application, applications: Applications, amount: str, key: str = "a") -> None:
    request = request_check(application=application, sources=SOURCES, by=applications.investigator, on=TODAY)
    record_answer(
        request=request, member=application.members.get(key=key), by=applications.investigator, on=TODAY,
        answer=Answer(
            source="bank_deposits", outcome=AnswerKind.ANSWERED, facts=(Entered("financial_assets", amount),)
        ),
    )  # fmt: skip


def settled(application: Application, applications: Applications, **given: Any) -> AdoptedFact:
    usual = {"fact": "financial_assets", "ground": Ground.SOURCE, "reason": "银行的答复有凭据"}
    return adopt(
        application=application, settlement=Settlement(**(usual | given)), by=applications.investigator, on=TODAY
    )


def now() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchall()[0][0]


def assets(document: dict[str, Any]) -> Any:
    return document["household"]["assets"]["financial_assets"]


def test_two_visit_and_the_family_signs(application: Application, applications: Applications, colleague: Any) -> None:
    visit = visited(application, applications, colleague, facts=(Entered("dwellings", 1),))

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert Visitor.objects.filter(visit=visit).count() == 2


VISITS = {
    "one alone": ({"visitors": 1}, TooFewVisitors, "2 人"),
    "by others": ({"visitors": 0}, VisitWrong, "调查人员"),
    "tomorrow": ({"visited_on": date(2024, 3, 2)}, VisitWrong, "调查日期"),
    "before acceptance": ({"visited_on": date(2024, 2, 29)}, VisitWrong, "调查日期"),
    "in a way there is not": ({"way": "dream"}, VisitWrong, "方式"),
    "without findings": ({"findings": " "}, VisitWrong, "调查情况"),
    "neither signed nor said why": ({"family_signer": ""}, VisitWrong, "签字"),
    "both signed and said why not": ({"unsigned_reason": "拒签"}, VisitWrong, "签字"),
    "with a fact there is not": ({"facts": (Entered("gold", 1),)}, FactWrong, "gold"),
}


@pytest.mark.parametrize(("given", "error", "field"), VISITS.values(), ids=VISITS)
def test_a_wrong_visit_is_refused_by_field(
    given: Visit, error: type[Exception], field: str, application: Application, applications: Applications,
    colleague: Any, officer: MakeOfficer,
) -> None:  # fmt: skip
    teams = {0: (colleague, officer("investigator", TOWNSHIP)), 1: (applications.investigator,) * 2}
    if "visitors" in given:
        given = given | {"visitors": teams[given["visitors"]]}

    with pytest.raises(error) as refused:
        visited(application, applications, colleague, **given)

    assert field in str(refused.value)
    assert not HomeVisit.objects.exists()


def test_what_is_declared_and_on_no_record_is_settled_before_it_counts(
    application: Application, applications: Applications
) -> None:
    by, told = applications.investigator, application.members.get(key="a")
    request = request_check(application=application, sources=SOURCES, by=by, on=TODAY)
    nothing = Answer(source="bank_deposits", outcome=AnswerKind.NOTHING_FOUND)
    record_answer(request=request, member=told, answer=nothing, by=by, on=TODAY)

    [row] = unsettled(application)
    assert (row.fact, row.declared, row.found, row.is_off_record) == ("financial_assets", 200_000, 0, True)
    assert open_differences([application.pk]) == {application.pk: 1}
    assert assets(adopted_document(application)) is None
    settled(application, applications, ground=Ground.DECLARED, reason="存折原件已看过")
    assert unsettled(application) == []

    other = Answer(source="bank_deposits", outcome="answered", facts=(Entered("financial_assets", "2000.00"),))
    record_answer(request=request, member=application.members.get(key="b"), answer=other, by=by, on=TODAY)
    assert [each.differs for each in differences(application) if each.fact == "financial_assets"] == [False]


def test_what_agrees_needs_no_settling(application: Application, applications: Applications) -> None:
    found(application, applications, "2000.00")

    assert unsettled(application) == []
    assert assets(adopted_document(application)) == {"value": "2000.00", "from": "verified", "as_of": "2024-03-01"}


def test_what_differs_is_unknown_until_it_is_settled(application: Application, applications: Applications) -> None:
    found(application, applications, "2600.00")

    assert [row.fact for row in unsettled(application)] == ["financial_assets"]
    assert assets(adopted_document(application)) is None

    settled(application, applications)

    assert unsettled(application) == []
    assert assets(adopted_document(application)) == {"value": "2600.00", "from": "verified", "as_of": "2024-03-01"}


def test_the_household_file_that_counts_can_be_read(
    application: Application, applications: Applications, colleague: Any
) -> None:
    found(application, applications, "2600.00")
    mother = application.members.get(key="b")
    visited(application, applications, colleague, facts=(Entered("lives_together", True, member=mother),))
    settled(application, applications, ground=Ground.EVIDENCE, value="2500.00", reason="存折显示其中100元是代管的")

    document = adopted_document(application)
    household = HouseholdReader.of(lawbook.packs().facts).read(document, TODAY)

    assert household.facts["financial_assets"] == 250_000
    assert household.members[1].facts["lives_together"] == 1
    assert household.provenance["lives_together", (1,)].startswith("入户调查")
    assert household.provenance["wage", (0,)].startswith("本人申报")


def test_a_new_answer_unsettles_what_was_settled_before_it(
    application: Application, applications: Applications
) -> None:
    found(application, applications, "2600.00")
    first = settled(application, applications)
    found(application, applications, "900.00", key="b")

    assert [row.found for row in unsettled(application)] == [350_000]

    settled(application, applications, replaces=first.pk)
    assert unsettled(application) == []


def test_what_counted_at_an_earlier_moment_can_still_be_read(
    application: Application, applications: Applications
) -> None:
    found(application, applications, "2600.00")
    before = now()
    first = settled(application, applications)
    between = now()
    settled(application, applications, ground=Ground.DECLARED, reason="多出的600元是代收货款", replaces=first.pk)

    values = [assets(adopted_document(application, known_at=moment)) for moment in (before, between, None)]

    assert values[0] is None
    assert [value["value"] for value in values[1:]] == ["2600.00", "2000.00"]
    assert values[2]["from"] == "declared"
    assert AdoptedFact.objects.count() == 2


def test_a_visit_that_sees_something_else_makes_a_difference(
    application: Application, applications: Applications, colleague: Any
) -> None:
    visited(application, applications, colleague, facts=(Entered("dwellings", 2),))

    assert [(row.fact, row.declared, row.seen) for row in unsettled(application)] == [("dwellings", 0, 2)]
    settled(application, applications, fact="dwellings", ground=Ground.VISIT)
    assert adopted_document(application)["household"]["assets"]["dwellings"]["value"] == 2


def test_the_relation_is_a_fact_like_others_and_an_age_that_is_settled_takes_the_place_of_the_birthday(
    application: Application, applications: Applications
) -> None:
    child = application.members.get(key="c")
    given = {"ground": Ground.EVIDENCE, "reason": "出生医学证明", "member": child}

    settled(application, applications, fact="age", value=13, **given)
    settled(application, applications, fact="relation", value="other", **given)
    entry = adopted_document(application)["members"][2]

    assert "born_on" not in entry
    assert (entry["age"]["value"], entry["relation"]["value"]) == (13, "other")
    assert HouseholdReader.of(lawbook.packs().facts).read(adopted_document(application), TODAY)


def test_two_sources_that_contradict_each_other_are_settled_with_a_reason(
    application: Application, applications: Applications
) -> None:
    request = request_check(application=application, sources=SOURCES, by=applications.investigator, on=TODAY)
    for key, kind in (("a", "urban"), ("b", "rural")):
        said = Answer(source="household_register", outcome=AnswerKind.ANSWERED, facts=(Entered("register", kind),))
        record_answer(
            request=request, member=application.members.get(key=key), answer=said, by=applications.investigator,
            on=TODAY,
        )  # fmt: skip
    row = next(each for each in differences(application) if each.fact == "register")

    assert row.contested
    with pytest.raises(AdoptionWrong):
        settled(application, applications, fact="register", reason="")
    settled(application, applications, fact="register", reason="申请人已迁入农村户籍")
    assert unsettled(application) == []


SETTLEMENTS = {
    "a difference without a reason": ({"reason": " "}, AdoptionWrong, "理由"),
    "evidence without a reason": ({"ground": Ground.EVIDENCE, "value": "1.00", "reason": ""}, AdoptionWrong, "理由"),
    "evidence without a value": ({"ground": Ground.EVIDENCE, "reason": "x"}, FactWrong, "没有填写"),
    "a ground there is not": ({"ground": "rumour"}, AdoptionWrong, "依据"),
    "a visit that saw nothing of it": ({"ground": Ground.VISIT}, AdoptionWrong, "没有可以"),
    "a value the source did not give": ({"value": "1.00"}, AdoptionWrong, "不一致"),
    "an endless reason": ({"reason": "因" * 501}, AdoptionWrong, "理由"),
    "what another settled meanwhile": ({"replaces": 7}, ChangedMeanwhile, "刷新"),
}


@pytest.mark.parametrize(("given", "error", "field"), SETTLEMENTS.values(), ids=SETTLEMENTS)
def test_a_wrong_settlement_is_refused_by_reason(
    given: Visit, error: type[Exception], field: str, application: Application, applications: Applications
) -> None:
    found(application, applications, "2600.00")

    with pytest.raises(error) as refused:
        settled(application, applications, **given)

    assert field in str(refused.value)
    assert not AdoptedFact.objects.exists()


def test_a_fact_is_of_somebody_of_the_family(application: Application, applications: Applications) -> None:
    stranger = application.members.get(key="a")
    stranger.application_id += 1

    with pytest.raises(NotOfThisFamily):
        settled(
            application, applications, fact="wage", member=stranger, ground=Ground.EVIDENCE, value="1.00", reason="x"
        )
    with pytest.raises(FactWrong):
        settled(application, applications, fact="wage", ground=Ground.EVIDENCE, value="1.00", reason="x")
