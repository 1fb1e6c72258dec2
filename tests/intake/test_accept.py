"""What is missing is told once and whole; a complete file is accepted; from then on nothing declared changes."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.accounts.permissions import MayNot
from doudi.audit.actor import Actor, acting
from doudi.intake.models import Application, DeclaredFact
from doudi.intake.queries import missing_papers
from doudi.intake.services.accept import FileIncomplete, MemberUnregistered, OpenElsewhere, SamePersonTwice, accept
from doudi.intake.services.submit import submit
from doudi.intake.services.supply_papers import Upload, supply_papers
from doudi.intake.services.tell_missing import AlreadyTold, DueTooEarly, NothingMissing, tell_missing
from doudi.intake.services.withdraw import NotAcceptedYet, close, withdraw
from doudi.intake.state import AlreadyAccepted, AlreadyClosed, AlreadyWithdrawn, NoSuchApplication
from doudi.intake.statements import StatementWrong
from doudi.policy.household import HouseholdRefused
from tests.fixtures.applications import PDF, Applications, family, new_person
from tests.fixtures.people import TODAY, ActingAs, MakeCitizen

pytestmark = pytest.mark.django_db


def silent() -> dict[str, object]:
    """A family that has not said what it owns, nor what the daughter has."""
    file = family()
    del file["household"]["assets"]
    del file["members"][2]["incomes"]
    return file


def test_everything_missing_is_told_at_once_with_its_article(applications: Applications, acting_as: ActingAs) -> None:
    application = applications.submitted(household=silent())

    with acting_as(applications.acceptor):
        told = tell_missing(application=application, by=applications.acceptor, on=TODAY, due_on=date(2024, 3, 15))

    assert [(item["item"], item["is_paper"], item["cites"]) for item in told.items] == [
        ("authorisation", True, "minfa-2021-57#9.3"),
        ("assets", False, "minfa-2012-220#12.1"),
        ("incomes", False, "minfa-2012-220#12.1"),
    ]


def test_what_an_officer_can_look_up_is_not_asked_for_since_2021(applications: Applications) -> None:
    application = applications.submitted()

    with acting(Actor.system("test"), on=TODAY):
        now = {each.item for each in missing_papers(application)}
        before = {each.item for each in missing_papers(application, on=date(2020, 6, 1))}

    assert now == {"authorisation"}
    assert before == {"authorisation", "identity_card", "household_register", "disability_certificate"}


def test_a_sick_member_needs_a_diagnosis(applications: Applications) -> None:
    file = family()
    file["members"][0]["situation"]["disease"] = "uremia"
    application = applications.submitted(household=file)

    with acting(Actor.system("test"), on=TODAY):
        missing = missing_papers(application)

    assert "疾病诊断证明（张某甲）" in [str(each) for each in missing]


def test_the_family_is_told_once(applications: Applications, acting_as: ActingAs) -> None:
    application = applications.submitted()

    with acting_as(applications.acceptor):
        with pytest.raises(DueTooEarly):
            tell_missing(application=application, by=applications.acceptor, on=TODAY, due_on=TODAY)
        tell_missing(application=application, by=applications.acceptor, on=TODAY)
        with pytest.raises(AlreadyTold):
            tell_missing(application=application, by=applications.acceptor, on=TODAY)


def test_nothing_can_be_asked_of_a_complete_file(applications: Applications, acting_as: ActingAs) -> None:
    application = applications.complete()

    with acting_as(applications.acceptor), pytest.raises(NothingMissing):
        tell_missing(application=application, by=applications.acceptor, on=TODAY)


def test_papers_and_statements_are_supplied_together(applications: Applications, acting_as: ActingAs) -> None:
    application = applications.submitted(household=silent())

    with acting_as(applications.citizen):
        supply_papers(
            application=application, by=applications.citizen.account, on=TODAY,
            papers=(Upload("authorisation", PDF, "授权书.pdf"),),
            statements={"household": {"assets": {}}, "members": {"c": {"incomes": {}}}},
        )  # fmt: skip

        assert missing_papers(application) == []
        assert DeclaredFact.objects.get(application=application, fact="financial_assets").value == 0


STATEMENTS = {
    "what was said before": ({"household": {"register": "urban"}}, StatementWrong, "household.register"),
    "somebody else": ({"members": {"z": {}}}, StatementWrong, "members.z"),
    "another name": ({"members": {"a": {"name": "王某"}}}, StatementWrong, "members.a.name"),
    "no object": ({"household": []}, StatementWrong, "household"),
    "something else": ({"before": {}}, StatementWrong, "before"),
    "a fact there is not": ({"household": {"boats": 1}}, HouseholdRefused, "$.household.boats"),
}


@pytest.mark.parametrize(("given", "error", "field"), STATEMENTS.values(), ids=STATEMENTS)
def test_a_wrong_statement_is_refused_with_everything_beside_it(
    given: dict[str, object], error: type[Exception], field: str, applications: Applications, acting_as: ActingAs
) -> None:
    application = applications.submitted(household=silent())

    with acting_as(applications.citizen):
        with pytest.raises(error) as refused:
            supply_papers(
                application=application, by=applications.citizen.account, on=TODAY, statements=given,
                papers=(Upload("authorisation", PDF, "授权书.pdf"),),
            )  # fmt: skip
        assert not application.documents.exists()

    assert field in str(refused.value)


def test_acceptance_names_the_day_the_officer_and_the_persons(applications: Applications) -> None:
    application = applications.complete()

    with acting(Actor.system("test"), on=TODAY):
        persons = applications.persons(application)
        accepted = accept(
            application=application, persons=persons, by=applications.acceptor, on=TODAY, near_relative_of="村主任王某"
        )

        assert (accepted.accepted_on, accepted.accepted_by) == (TODAY, applications.acceptor)
        assert (accepted.near_relative, accepted.near_relative_of) == (True, "村主任王某")
        assert {member.pk: member.person_id for member in accepted.members.all()} == persons


def test_an_incomplete_file_is_not_accepted_and_says_what_is_missing(
    applications: Applications, acting_as: ActingAs
) -> None:
    application = applications.submitted()

    with acting_as(applications.acceptor), pytest.raises(FileIncomplete) as refused:
        accept(application=application, persons={}, by=applications.acceptor, on=TODAY)

    assert "家庭经济状况核对授权书" in str(refused.value)


def test_each_member_is_a_person_of_its_own(applications: Applications) -> None:
    application = applications.complete()

    with acting(Actor.system("test"), on=TODAY):
        keys = [member.pk for member in application.members.order_by("position")]
        with pytest.raises(MemberUnregistered):
            accept(application=application, persons={}, by=applications.acceptor, on=TODAY)
        same = new_person()
        with pytest.raises(SamePersonTwice):
            accept(application=application, persons=dict.fromkeys(keys, same), by=applications.acceptor, on=TODAY)


def test_only_an_acceptor_of_the_place_accepts(applications: Applications, acting_as: ActingAs) -> None:
    application = applications.complete()

    with acting_as(applications.investigator), pytest.raises(MayNot):
        accept(application=application, persons={}, by=applications.investigator, on=TODAY)


def test_who_comes_second_is_told_who_accepted(applications: Applications, acting_as: ActingAs) -> None:
    application = applications.accepted()

    with acting_as(applications.acceptor), pytest.raises(AlreadyAccepted) as refused:
        accept(application=application, persons={}, by=applications.acceptor, on=TODAY)

    assert applications.acceptor.name in str(refused.value)


def test_a_second_application_of_one_applicant_is_not_accepted_beside_the_first(
    applications: Applications, citizen: MakeCitizen, acting_as: ActingAs
) -> None:
    other_phone = citizen(number=applications.number, phone="13900000002")
    with acting_as(other_phone):
        second = submit(filing=applications.filing(), by=other_phone.account, on=TODAY)
    applications.hand_in(second)
    first = applications.accepted_beside()

    with acting(Actor.system("test"), on=TODAY), pytest.raises(OpenElsewhere) as refused:
        accept(application=second, persons=applications.persons(second), by=applications.acceptor, on=TODAY)

    assert first.number in str(refused.value)


def test_what_is_withdrawn_or_closed_stays_so(applications: Applications, acting_as: ActingAs) -> None:
    application = applications.submitted()
    account = applications.citizen.account

    with acting_as(applications.citizen):
        with pytest.raises(NotAcceptedYet):
            close(application=application, on=TODAY)
        withdraw(application=application, by=account, on=TODAY)
        with pytest.raises(AlreadyWithdrawn):
            withdraw(application=application, by=account, on=TODAY)
    accepted = applications.accepted()
    with acting(Actor.system("test"), on=TODAY):
        close(application=accepted, on=TODAY)
        with pytest.raises(AlreadyClosed):
            withdraw(application=accepted, by=applications.acceptor, on=TODAY)


def test_nothing_is_declared_after_acceptance(applications: Applications) -> None:
    application = applications.accepted()

    with acting(Actor.system("test"), on=TODAY), pytest.raises(AlreadyAccepted):
        supply_papers(application=application, by=applications.acceptor, on=TODAY, statements={"household": {}})


def test_who_cannot_see_an_application_cannot_do_anything_to_it(
    applications: Applications, citizen: MakeCitizen, acting_as: ActingAs
) -> None:
    application = applications.submitted()
    stranger = citizen()

    with acting_as(stranger):
        assert not Application.objects.exists()
        with pytest.raises(NoSuchApplication):
            withdraw(application=application, by=stranger.account, on=TODAY)
