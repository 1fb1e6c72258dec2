"""Who sees which application: the database decides, whatever a query asks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from doudi.accounts.models import Share
from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.intake.models import Application, DeclaredFact, Document, Draft, FamilyMember, Supplement
from doudi.intake.queries import applications_of, drafts_of
from doudi.intake.services.save_draft import (
    MOST_CHARACTERS,
    DraftTooLong,
    NoSuchDraft,
    content_of,
    discard_draft,
    save_draft,
)
from tests.fixtures.applications import ELSEWHERE, OTHER_TOWNSHIP, TOWNSHIP, VILLAGE, Applications
from tests.fixtures.people import TODAY, ActingAs, MakeCitizen, MakeOfficer

pytestmark = pytest.mark.django_db
CHILDREN = (FamilyMember, DeclaredFact, Document)
NOW = datetime(2024, 3, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.ACCEPTOR, TOWNSHIP),
        (Role.COUNTY_REVIEWER, "430971"),
        (Role.VILLAGE_ASSISTANT, VILLAGE),
        (Role.AUDITOR, "430000"),
    ],
)
def test_an_officer_of_the_place_sees_the_application_and_all_of_it(
    role: str, place: str, applications: Applications, officer: MakeOfficer, acting_as: ActingAs
) -> None:
    application = applications.complete()

    with acting_as(officer(role, place)):
        assert list(Application.objects.all()) == [application]
        assert all(model.objects.exists() for model in CHILDREN)


@pytest.mark.parametrize(
    ("role", "place"),
    [(Role.ACCEPTOR, OTHER_TOWNSHIP), (Role.ACCEPTOR, ELSEWHERE), (Role.COUNTY_REVIEWER, "371702")],
)
def test_an_officer_of_another_place_sees_nothing(
    role: str, place: str, applications: Applications, officer: MakeOfficer, acting_as: ActingAs
) -> None:
    applications.complete()

    with acting_as(officer(role, place)):
        assert not Application.objects.exists()
        assert not any(model.objects.exists() for model in CHILDREN)


def test_a_citizen_sees_only_their_own(applications: Applications, citizen: MakeCitizen, acting_as: ActingAs) -> None:
    application = applications.complete()
    other = citizen(phone="13900000002")

    with acting_as(applications.citizen):
        assert list(applications_of(applications.citizen.account)) == [application]
        assert all(model.objects.exists() for model in CHILDREN)
    with acting_as(other):
        assert not applications_of(applications.citizen.account).exists()
        assert not any(model.objects.exists() for model in CHILDREN)


def test_nobody_sees_anything(applications: Applications) -> None:
    applications.complete()

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('doudi.actor_kind', '', true), set_config('doudi.account', '', true)")
        assert not Application.objects.exists()
        assert not any(model.objects.exists() for model in CHILDREN)


def test_a_share_opens_one_application_to_one_office_for_a_time(
    applications: Applications, officer: MakeOfficer, acting_as: ActingAs
) -> None:
    application = applications.complete()
    there = officer(Role.ACCEPTOR, ELSEWHERE)
    with acting(Actor.system("test"), on=TODAY):
        Share.objects.create(
            office=there.posts.get().office, kind="application", subject_id=application.pk, purpose="协助调查",
            valid=(TODAY, date(2024, 4, 1)),
        )  # fmt: skip

    with acting_as(there):
        assert list(Application.objects.all()) == [application]
        assert FamilyMember.objects.count() == 3
    with acting_as(there, on=date(2024, 4, 1)):
        assert not Application.objects.exists()


def test_a_row_cannot_be_put_where_its_actor_sees_nothing(
    applications: Applications, officer: MakeOfficer, acting_as: ActingAs
) -> None:
    application = applications.submitted()

    with acting_as(applications.acceptor), pytest.raises(DatabaseError), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(place=ELSEWHERE, township=ELSEWHERE)
    with acting_as(officer(Role.ACCEPTOR, ELSEWHERE)), pytest.raises(DatabaseError), transaction.atomic():
        Supplement.objects.create(application=application, told_on=TODAY, told_by=applications.acceptor, items=["x"])


def test_a_draft_is_its_accounts_alone(applications: Applications, citizen: MakeCitizen, acting_as: ActingAs) -> None:
    owner, other = applications.citizen, citizen(phone="13900000002")
    with acting_as(owner):
        draft = save_draft(content={"name": "张某甲"}, step="family", by=owner.account, at=NOW)
        again = save_draft(content={"name": "张某乙"}, step="income", by=owner.account, at=NOW, draft=draft.pk)
        assert (again.pk, content_of(again), again.step) == (draft.pk, {"name": "张某乙"}, "income")
        assert list(drafts_of(owner.account)) == [draft]

    with acting_as(applications.acceptor):
        assert not Draft.objects.exists()
    with acting_as(other):
        assert not drafts_of(owner.account).exists()
        with pytest.raises(NoSuchDraft):
            save_draft(content={}, step="family", by=other.account, at=NOW, draft=draft.pk)
        with pytest.raises(NoSuchDraft):
            discard_draft(draft=draft.pk, by=other.account)
    with acting_as(owner):
        discard_draft(draft=draft.pk, by=owner.account)
        assert not Draft.objects.exists()


def test_an_endless_draft_is_refused(applications: Applications, acting_as: ActingAs) -> None:
    with acting_as(applications.citizen), pytest.raises(DraftTooLong):
        save_draft(content={"x": "啊" * MOST_CHARACTERS}, step="family", by=applications.citizen.account, at=NOW)
