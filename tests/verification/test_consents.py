"""Leave to ask: who signs for whom, for what, on which paper."""

from __future__ import annotations

from typing import Any

import pytest

from doudi.audit.actor import Actor, acting
from doudi.intake.models import Application
from doudi.verification.services.sign_consent import ConsentWrong, NoSuchMember
from doudi.verification.sources import SourceUnknown
from tests.fixtures.applications import Applications
from tests.fixtures.people import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(applications: Applications) -> Application:
    return applications.accepted()


def _members(application: Application, *keys: str) -> list[Any]:
    with acting(Actor.system("test"), on=TODAY):
        return list(application.members.filter(key__in=keys))


CONSENTS = {
    "a minor alone": ("c", {"signer": "self"}, "监护人"),
    "no name": ("a", {"signer_name": " "}, "签署人"),
    "no source": ("a", {"sources": ()}, "来源"),
    "a signer there is not": ("a", {"signer": "friend"}, "签署人身份"),
    "over already": ("a", {"until": TODAY}, "期限"),
}


@pytest.mark.parametrize(("key", "given", "field"), CONSENTS.values(), ids=CONSENTS)
def test_a_wrong_consent_is_refused_by_field(
    key: str, given: dict[str, Any], field: str, application: Application, applications: Applications
) -> None:
    (member,) = _members(application, key)

    with pytest.raises(ConsentWrong) as refused:
        applications.consent(member, **given)

    assert field in str(refused.value)


def test_a_consent_refers_to_an_authorisation_of_the_same_family(
    application: Application, applications: Applications
) -> None:
    (member,) = _members(application, "a")
    with acting(Actor.system("test"), on=TODAY):
        paper = application.documents.get(kind="authorisation")
        assert applications.consent(member, document=paper).document == paper
        paper.kind = "diagnosis"
        with pytest.raises(ConsentWrong):
            applications.consent(member, document=paper)
        with pytest.raises(SourceUnknown):
            applications.consent(member, sources=("astrology",))
        member.pk = 0
        with pytest.raises(NoSuchMember):
            applications.consent(member)
