"""Accepting an application: everybody is registered and every case opened, or nothing is."""

from __future__ import annotations

import pytest

from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.flows.accept_application import NoProgramme, NotThePersons, Wanted, accept_application
from doudi.intake.models import Application, FamilyMember
from doudi.intake.services.accept import FileIncomplete
from doudi.kernel.errors import DoudiError
from doudi.registry.models import Person
from tests.fixtures.applications import Applications
from tests.fixtures.people import TODAY


def accepted(applications: Applications, application: Application, *wanted: Wanted) -> list[Case]:
    """Accept as the acceptor."""
    return accept_application(application=application, wanted=wanted, by=applications.acceptor, on=TODAY)


def test_members_become_persons_and_programmes_become_cases(applications: Applications) -> None:
    application = applications.complete()

    with acting(Actor.system("test"), on=TODAY):
        applicant = FamilyMember.objects.get(application=application, relation="applicant")
        cases = accepted(applications, application, Wanted("dibao"), Wanted("tekun", applicant))

        assert [(case.programme, case.member_id) for case in cases] == [("dibao", None), ("tekun", applicant.pk)]
        assert {case.opened_on for case in cases} == {TODAY}
        assert Person.objects.count() == 3
        assert not FamilyMember.objects.filter(application=application, person=None).exists()


@pytest.mark.parametrize(
    ("wanted", "error"),
    [((), NoProgramme), ((Wanted("tekun"),), NotThePersons), ((Wanted("nonsense"),), NotThePersons)],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(
    applications: Applications, wanted: tuple[Wanted, ...], error: type[DoudiError]
) -> None:
    application = applications.complete()

    with acting(Actor.system("test"), on=TODAY):
        with pytest.raises(error):
            accepted(applications, application, *wanted)

        assert (Person.objects.count(), Case.objects.count()) == (0, 0)
        assert Application.objects.get(pk=application.pk).accepted_on is None


def test_an_incomplete_file_registers_nobody(applications: Applications) -> None:
    application = applications.submitted()

    with acting(Actor.system("test"), on=TODAY):
        with pytest.raises(FileIncomplete):
            accepted(applications, application, Wanted("dibao"))

        assert Person.objects.count() == 0
