"""A helper acts under a mandate: dated, confirmed by the principal, and over when it is ended."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from doudi.accounts.models import Citizen
from doudi.accounts.permissions import MayNot
from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.intake.models import Application, Mandate, MandateKind
from doudi.intake.queries import live_mandates
from doudi.intake.services.accept import NotConfirmed, accept
from doudi.intake.services.confirm_by_applicant import (
    AlreadyConfirmed,
    ConfirmationUnproved,
    FilerConfirms,
    confirm_by_applicant,
    open_to_applicant,
)
from doudi.intake.services.grant_mandate import (
    HelperConfirms,
    MandateOver,
    MandateWrong,
    Principal,
    confirm_mandate,
    end_mandate,
    grant_mandate,
)
from doudi.intake.services.submit import MandateNeeded, submit
from doudi.kernel.errors import NotAllowed
from doudi.kernel.spans import Span
from tests.fixtures.applications import ELSEWHERE, TOWNSHIP, VILLAGE, Applications
from tests.fixtures.people import TODAY, ActingAs, MakeCitizen, MakeOfficer

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 3, 1, 2, tzinfo=UTC)
YEAR = Span(TODAY, date(2025, 3, 1))


@pytest.fixture
def daughter(citizen: MakeCitizen) -> Citizen:
    return citizen(name="张某丙", phone="13900000009")


def grant(daughter: Citizen, applications: Applications, **given: Any) -> Mandate:
    usual: dict[str, Any] = {
        "helper": daughter.account, "kind": MandateKind.DAUGHTER, "span": YEAR, "on": TODAY, "by": daughter.account,
        "principal": Principal("张某甲", applications.number, VILLAGE),
    }  # fmt: skip
    with acting(Actor.citizen(daughter.account_id), on=TODAY):
        return grant_mandate(**(usual | given))


def filed_by(daughter: Citizen, applications: Applications) -> Application:
    mandate = grant(daughter, applications)
    with acting(Actor.citizen(daughter.account_id), on=TODAY):
        return submit(filing=applications.filing(mandate=mandate), by=daughter.account, on=TODAY)


def test_a_daughter_files_under_her_mandate_and_sees_what_she_filed(
    applications: Applications, daughter: Citizen, acting_as: ActingAs
) -> None:
    made = filed_by(daughter, applications)

    with acting_as(daughter):
        assert list(Application.objects.all()) == [made]


def test_a_mandate_of_another_applicant_is_no_authority(
    applications: Applications, daughter: Citizen, citizen: MakeCitizen, acting_as: ActingAs
) -> None:
    mandate = grant(daughter, applications)
    stranger = citizen(phone="13700000000")

    with acting_as(stranger), pytest.raises(MandateNeeded):
        submit(filing=applications.filing(mandate=mandate), by=stranger.account, on=TODAY)


def test_an_ended_mandate_shows_nothing_from_that_day(
    applications: Applications, daughter: Citizen, acting_as: ActingAs
) -> None:
    made = filed_by(daughter, applications)
    with acting_as(daughter):
        assert made.mandate is not None
        end_mandate(mandate=made.mandate, by=daughter.account, on=TODAY)

    with acting_as(daughter):
        assert not Application.objects.exists()
        assert not live_mandates(daughter.account, TODAY).exists()


def test_a_mandate_shows_nothing_after_its_last_day(
    applications: Applications, daughter: Citizen, acting_as: ActingAs
) -> None:
    filed_by(daughter, applications)

    with acting_as(daughter, on=date(2025, 3, 1)):
        assert not Application.objects.exists()


def test_it_is_accepted_only_when_the_applicant_confirmed(
    applications: Applications, daughter: Citizen, acting_as: ActingAs
) -> None:
    made = filed_by(daughter, applications)
    applications.hand_in(made)
    with acting_as(applications.acceptor), pytest.raises(NotConfirmed):
        accept(application=made, persons={}, by=applications.acceptor, on=TODAY)

    with acting_as(applications.acceptor):
        confirmed = confirm_by_applicant(application=made, how="当面签字", by=applications.acceptor, on=TODAY, at=NOW)

    assert confirmed.confirmed_on == TODAY
    assert confirmed.mandate is not None
    assert confirmed.mandate.confirmed_at == NOW


def test_the_helper_confirms_nothing(applications: Applications, daughter: Citizen, acting_as: ActingAs) -> None:
    made = filed_by(daughter, applications)

    with acting_as(daughter):
        assert made.mandate is not None
        with pytest.raises(HelperConfirms):
            confirm_mandate(mandate=made.mandate, evidence="短信", by=daughter.account, on=TODAY, at=NOW)
        with pytest.raises(FilerConfirms):
            confirm_by_applicant(application=made, how="短信", by=daughter.account, on=TODAY, at=NOW)


def test_it_is_confirmed_once_and_with_proof(
    applications: Applications, daughter: Citizen, acting_as: ActingAs
) -> None:
    made = filed_by(daughter, applications)

    with acting_as(applications.acceptor):
        with pytest.raises(ConfirmationUnproved):
            confirm_by_applicant(application=made, how=" ", by=applications.acceptor, on=TODAY, at=NOW)
        confirm_by_applicant(application=made, how="当面签字", by=applications.acceptor, on=TODAY, at=NOW)
        with pytest.raises(AlreadyConfirmed):
            confirm_by_applicant(application=made, how="再签", by=applications.acceptor, on=TODAY, at=NOW)
        assert made.mandate is not None
        with pytest.raises(MandateOver):
            confirm_mandate(mandate=made.mandate, evidence="再签", by=applications.acceptor, on=TODAY, at=NOW)


def test_the_applicant_sees_it_after_bringing_the_code(
    applications: Applications, daughter: Citizen, acting_as: ActingAs
) -> None:
    made = filed_by(daughter, applications)
    with acting_as(applications.citizen):
        assert not Application.objects.exists()

    with acting(Actor.system("redeem"), on=TODAY):
        account = applications.citizen.account
        opened = open_to_applicant(application=made, account=account, how="窗口打印的查询码", span=YEAR, on=TODAY)
        assert open_to_applicant(application=made, account=account, how="再次", span=YEAR, on=TODAY) == opened

    with acting_as(applications.citizen):
        assert list(Application.objects.all()) == [made]
        confirm_by_applicant(application=made, how="查询码", by=applications.citizen.account, on=TODAY, at=NOW)
    with acting_as(applications.citizen, on=date(2025, 3, 1)):
        assert not Application.objects.exists()


WRONG = {
    "a relation there is not": ({"kind": "friend"}, MandateWrong, "关系"),
    "no end": ({"span": Span(TODAY)}, MandateWrong, "期间"),
    "over already": ({"span": Span(date(2023, 1, 1), TODAY)}, MandateWrong, "期间"),
}


@pytest.mark.parametrize(("given", "error", "field"), WRONG.values(), ids=WRONG)
def test_a_wrong_mandate_is_refused_by_field(
    given: dict[str, Any], error: type[Exception], field: str, applications: Applications, daughter: Citizen
) -> None:
    with pytest.raises(error) as refused:
        grant(daughter, applications, **given)

    assert field in str(refused.value)


def test_nobody_is_their_own_helper_nor_grants_to_others(
    applications: Applications, daughter: Citizen, citizen: MakeCitizen
) -> None:
    with pytest.raises(MandateWrong):
        grant(applications.citizen, applications, by=applications.citizen.account)
    with pytest.raises(MandateWrong):
        grant(daughter, applications, principal=Principal(" ", applications.number, VILLAGE))
    with pytest.raises(MandateWrong):
        grant(daughter, applications, principal=Principal("张某甲", applications.number, "430971"))
    with pytest.raises(NotAllowed):
        grant(daughter, applications, by=citizen(phone="13700000001").account)


def test_an_officer_notes_a_mandate_where_they_are_posted(
    applications: Applications, daughter: Citizen, officer: MakeOfficer, acting_as: ActingAs
) -> None:
    given = {
        "helper": daughter.account, "kind": MandateKind.RELATIVE, "span": YEAR, "on": TODAY,
        "principal": Principal("张某甲", applications.number, TOWNSHIP),
    }  # fmt: skip
    stranger = officer(Role.ACCEPTOR, ELSEWHERE)

    with acting_as(applications.acceptor):
        mandate = grant_mandate(**given, by=applications.acceptor, evidence="委托书")
        confirm_mandate(mandate=mandate, evidence="委托书", by=applications.acceptor, on=TODAY, at=NOW)
    with acting_as(stranger):
        assert not Mandate.objects.exists()
        with pytest.raises(MayNot):
            grant_mandate(**given, by=stranger)
