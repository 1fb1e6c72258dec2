"""Handing a draft in is one act: all of it or nothing, and once."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from doudi.audit.actor import Actor, acting
from doudi.documents import vault
from doudi.flows.apply import Handed, Helping, Paper, apply
from doudi.intake.models import Application, Document, Draft, Mandate
from doudi.intake.services.save_draft import NoSuchDraft, save_draft
from doudi.kernel.clock import read
from doudi.verification.models import Consent, ConsentSigner
from doudi.verification.services.sign_consent import ConsentWrong, Signature
from tests.fixtures.applications import PDF, SOURCES, Applications
from tests.fixtures.people import TODAY, MakeCitizen


def signature(name: str, signer: str = ConsentSigner.SELF) -> Signature:
    """A signature under the leave to ask."""
    return Signature(signer=signer, signer_name=name, sources=SOURCES, purpose="申请社会救助")


def draft(applications: Applications) -> int:
    """A draft of the citizen."""
    account = applications.citizen.account
    with acting(Actor.citizen(account.pk), on=TODAY):
        return save_draft(content={}, step="check", by=account, at=read({}).at).pk


def test_application_papers_and_signatures_come_in_together(applications: Applications) -> None:
    key, paper = draft(applications), Paper("diagnosis", vault.keep(PDF), "诊断.pdf", "a")
    handed = Handed(filing=applications.filing(), papers=(paper,), signatures=(("a", signature("张某甲")),))

    with acting(Actor.citizen(applications.citizen.account_id), on=TODAY):
        application = apply(handed=handed, draft=key, by=applications.citizen.account, on=TODAY)

        assert application.documents.get().title == "诊断.pdf"
        assert Consent.objects.get().member.name == "张某甲"
        assert not Draft.objects.exists()


def test_what_cannot_be_taken_leaves_nothing_behind_and_the_draft_where_it_was(applications: Applications) -> None:
    key = draft(applications)
    handed = Handed(filing=applications.filing(), signatures=(("c", signature("张某丙")),))

    with acting(Actor.citizen(applications.citizen.account_id), on=TODAY):
        with pytest.raises(ConsentWrong, match="监护人"):
            apply(handed=handed, draft=key, by=applications.citizen.account, on=TODAY)

        assert not Application.objects.exists()
        assert not Document.objects.exists()
        assert Draft.objects.filter(pk=key).exists()


def test_sent_again_it_is_the_same_application(applications: Applications) -> None:
    key, handed = draft(applications), Handed(filing=applications.filing(key=uuid4()))

    with acting(Actor.citizen(applications.citizen.account_id), on=TODAY):
        first = apply(handed=handed, draft=key, by=applications.citizen.account, on=TODAY)
        again = apply(handed=handed, draft=key, by=applications.citizen.account, on=TODAY)

        assert again == first
        assert Application.objects.count() == 1


def test_a_draft_that_is_gone_hands_nothing_in(applications: Applications) -> None:
    with acting(Actor.citizen(applications.citizen.account_id), on=TODAY), pytest.raises(NoSuchDraft):
        apply(handed=Handed(filing=applications.filing()), draft=999, by=applications.citizen.account, on=TODAY)


def test_a_helper_files_under_a_mandate_that_waits_to_be_confirmed(
    applications: Applications, citizen: MakeCitizen
) -> None:
    helper = citizen(name="李某己", phone="13800000008")
    with acting(Actor.citizen(helper.account_id), on=TODAY):
        key = save_draft(content={}, step="check", by=helper.account, at=read({}).at).pk
        helping = Helping("relative", "张某甲", applications.number, date(2024, 9, 1))

        application = apply(
            handed=Handed(filing=applications.filing(), helping=helping), draft=key, by=helper.account, on=TODAY
        )

        assert application.mandate == Mandate.objects.get()
        assert application.confirmed_on is None
