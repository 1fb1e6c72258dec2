"""The database refuses what must not be of visits and of what was settled: each constraint is broken once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from doudi.intake.models import Application, Supporter
from doudi.verification.models import AdoptedFact, Ground, HomeVisit, VisitFact, Visitor
from tests.fixtures.applications import Applications
from tests.fixtures.breaking import copy, refused
from tests.fixtures.people import TODAY
from tests.verification.breaking import member, stranger

pytestmark = pytest.mark.django_db
NOW, THEN = datetime(2024, 3, 1, 2, tzinfo=UTC), datetime(2024, 3, 2, 2, tzinfo=UTC)


def visit(application: Application, applications: Applications, **given: Any) -> HomeVisit:
    usual = {
        "visited_on": TODAY, "way": "home", "family_signer": "李某乙", "findings": "土坯房", "opinion": "属实",
    }  # fmt: skip
    made = HomeVisit.objects.create(application=application, **(usual | given))
    Visitor.objects.create(visit=made, officer=applications.investigator)
    Visitor.objects.create(visit=made, officer=applications.acceptor)
    return made


VISIT = {
    "visit_has_a_way": {"way": "dream"},
    "visit_signed_or_says_why_not": {"family_signer": ""},
    "visit_says_what_was_seen": {"findings": ""},
}


@pytest.mark.parametrize(("name", "changes"), VISIT.items(), ids=VISIT)
def test_a_visit_is_whole(
    name: str, changes: dict[str, Any], application: Application, applications: Applications
) -> None:
    refused(name, lambda: visit(application, applications, **changes))


def test_fewer_than_two_made_no_visit(application: Application, applications: Applications) -> None:
    def alone() -> None:
        made = copy(visit(application, applications))
        Visitor.objects.create(visit_id=made.pk, officer=applications.investigator)

    refused("visit_by_two", alone)


def test_a_visit_and_what_was_seen_stay(application: Application, applications: Applications) -> None:
    made = visit(application, applications)
    fact = VisitFact.objects.create(visit=made, fact="dwellings", value=1)
    supporter = Supporter.objects.create(member=member(application, "c"), position=0, name="张某丁")

    refused("append-only", lambda: HomeVisit.objects.filter(pk=made.pk).update(opinion="不属实"))
    refused("append-only", lambda: Visitor.objects.filter(visit=made).delete())
    refused("visitor_counts_once", lambda: copy(Visitor.objects.filter(visit=made)[0]))
    refused("visit_fact_once", lambda: copy(fact))
    refused("visit_fact_is_a_name", lambda: copy(fact, fact="A B"))
    refused("visit_supporter_has_a_member", lambda: copy(fact, supporter_id=supporter.pk))
    refused("visit_of_the_same_family", lambda: copy(fact, member_id=stranger(application).pk))
    refused(
        "visit_of_the_members_supporter",
        lambda: copy(fact, member_id=member(application).pk, supporter_id=supporter.pk),
    )
    refused("append-only", fact.delete)


def adopted(application: Application, applications: Applications, **given: Any) -> AdoptedFact:
    usual = {
        "fact": "financial_assets", "declared": 1, "found": 2, "adopted": 2, "ground": Ground.SOURCE,
        "settled_by": applications.investigator, "settled_on": TODAY, "known": (NOW, None),
    }  # fmt: skip
    return AdoptedFact.objects.create(application=application, **(usual | given))


ADOPTED = {
    "adopted_has_a_ground": {"ground": "rumour"},
    "adopted_fact_is_a_name": {"fact": "A B"},
    "adopted_rests_on_its_ground": {"adopted": 3, "reason": "x"},
    "adopted_against_a_source_says_why": {"ground": Ground.DECLARED, "adopted": 1},
    "adopted_known_since": {"known": (None, None)},
}


@pytest.mark.parametrize(("name", "changes"), ADOPTED.items(), ids=ADOPTED)
def test_what_is_settled_is_whole(
    name: str, changes: dict[str, Any], application: Application, applications: Applications
) -> None:
    refused(name, lambda: adopted(application, applications, **changes))


def test_one_thing_is_settled_one_way_at_a_time_and_closed_once(
    application: Application, applications: Applications
) -> None:
    first = adopted(application, applications)
    rows = AdoptedFact.objects.filter(pk=first.pk)
    refused("adopted_one_at_a_time", lambda: adopted(application, applications))
    refused("append-only", lambda: rows.update(adopted=1))
    refused("append-only", lambda: rows.update(known=(THEN, None)))
    rows.update(known=(NOW, THEN))

    refused("append-only", lambda: rows.update(known=(NOW, None)))
    refused("adopted_one_at_a_time", lambda: adopted(application, applications))
    assert adopted(application, applications, known=(THEN, None)).pk
    assert adopted(application, applications, fact="vehicles").pk


def test_what_is_settled_is_of_the_same_family(application: Application, applications: Applications) -> None:
    supporter = Supporter.objects.create(member=member(application, "c"), position=0, name="张某丁")

    refused("adopted_of_the_same_family", lambda: adopted(application, applications, member=stranger(application)))
    refused("adopted_supporter_has_a_member", lambda: adopted(application, applications, supporter=supporter))
    refused(
        "adopted_of_the_members_supporter",
        lambda: adopted(application, applications, member=member(application), supporter=supporter),
    )
