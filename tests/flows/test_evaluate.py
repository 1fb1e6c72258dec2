"""Evaluating a family: by what counts, by somebody who may, once it was accepted."""

from __future__ import annotations

import pytest

from doudi.accounts.permissions import MayNot
from doudi.audit.actor import Actor, acting
from doudi.determination.models import Purpose
from doudi.flows.evaluate import NotYetAccepted, evaluate
from tests.fixtures.applications import Applications
from tests.fixtures.people import TODAY


def test_every_programme_is_determined_for_the_purpose(applications: Applications) -> None:
    application = applications.accepted()

    with acting(Actor.system("test"), on=TODAY):
        made = evaluate(application=application, purpose=Purpose.OPINION, by=applications.investigator, on=TODAY)

    assert "dibao" in {each.programme for each in made}
    assert {(each.purpose, each.on) for each in made} == {(Purpose.OPINION, TODAY)}


def test_before_acceptance_nothing_counts(applications: Applications) -> None:
    application = applications.complete()

    with acting(Actor.system("test"), on=TODAY), pytest.raises(NotYetAccepted):
        evaluate(application=application, purpose=Purpose.PROVISIONAL, by=applications.investigator, on=TODAY)


def test_the_acceptor_does_not_evaluate(applications: Applications) -> None:
    application = applications.accepted()

    with acting(Actor.system("test"), on=TODAY), pytest.raises(MayNot):
        evaluate(application=application, purpose=Purpose.PROVISIONAL, by=applications.acceptor, on=TODAY)
