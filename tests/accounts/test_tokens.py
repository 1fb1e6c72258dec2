"""Tokens of offices: who issues them, who answers for them, and what the database refuses."""

from __future__ import annotations

import argparse
import re
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from psycopg.types.range import DateRange

from doudi.accounts.bearer import digest_of
from doudi.accounts.models import ApiToken, Officer, TokenScope
from doudi.accounts.permissions import MayNot
from doudi.accounts.roles import Role
from doudi.accounts.services.end_post import end_post
from doudi.accounts.services.issue_token import IssuesToSelf, NotOfTheOffice, TokenUnsound, issue_token
from doudi.accounts.services.revoke_token import TokenRevoked, revoke_token
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.project.cli import accounts as command
from tests.fixtures.people import TODAY, ActingAs, MakeOfficer, office_at

UNTIL = TODAY + timedelta(days=90)
pytestmark = pytest.mark.usefixtures("as_system")


@pytest.fixture
def acceptor(officer: MakeOfficer) -> Officer:
    return officer(Role.ACCEPTOR, "430971001")


def issued(acceptor: Officer, **given: object) -> tuple[ApiToken, str]:
    told = {
        "office": office_at("430971001", Role.ACCEPTOR), "officer": acceptor, "scopes": ["file"], "purpose": "政务大厅",
        "until": UNTIL, "by": None, "on": TODAY,
    }  # fmt: skip
    return issue_token(**{**told, **given})


def test_only_the_digest_of_a_token_is_kept_and_its_issue_leaves_an_event(acceptor: Officer) -> None:
    made, token = issued(acceptor)

    kept = ApiToken.objects.values().get(pk=made.pk)
    assert kept["digest"] == digest_of(token)
    assert token not in repr(kept)
    assert Event.objects.get(act="accounts.token_issued").subject_id == made.pk
    assert token not in repr(list(Event.objects.values()))


def test_an_administrator_issues_in_the_own_county_and_never_to_themselves(
    acceptor: Officer, officer: MakeOfficer, acting_as: ActingAs
) -> None:
    administrator, stranger = officer(Role.ADMINISTRATOR, "430971"), officer(Role.ADMINISTRATOR, "371702")

    with acting_as(administrator):
        made, _ = issued(acceptor, by=administrator)
        with pytest.raises(IssuesToSelf):
            issued(administrator, by=administrator, office=office_at("430971", Role.ADMINISTRATOR))
    with acting_as(stranger):
        assert not ApiToken.objects.exists()
        with pytest.raises(MayNot):
            revoke_token(token=made, by=stranger, on=TODAY)


@pytest.mark.parametrize("wrong", [{"scopes": []}, {"scopes": ["all"]}, {"purpose": " "}, {"until": TODAY}])
def test_a_token_needs_scopes_a_purpose_and_an_end(acceptor: Officer, wrong: dict[str, object]) -> None:
    with pytest.raises(TokenUnsound):
        issued(acceptor, **wrong)


def test_who_answers_for_a_token_has_a_post_at_the_office(acceptor: Officer) -> None:
    with pytest.raises(NotOfTheOffice):
        issued(acceptor, office=office_at("430971002", Role.ACCEPTOR))
    end_post(post=acceptor.posts.get(), by=None, on=TODAY)
    with pytest.raises(NotOfTheOffice):
        issued(acceptor)


def test_a_token_is_revoked_once(acceptor: Officer) -> None:
    made, _ = issued(acceptor)

    assert revoke_token(token=made, by=None, on=TODAY).revoked_on == TODAY
    with pytest.raises(TokenRevoked):
        revoke_token(token=made, by=None, on=TODAY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"digest": "doudi_secret"}, {"scopes": []}, {"scopes": ["all"]}, {"purpose": " "},
        {"valid": DateRange(TODAY, None)}, {"valid": DateRange(None, UNTIL)}, {"valid": DateRange(TODAY, TODAY)},
    ],
)  # fmt: skip
def test_the_database_refuses_an_unsound_token(acceptor: Officer, wrong: dict[str, object]) -> None:
    sound = {
        "office": office_at("430971001", Role.ACCEPTOR), "officer": acceptor, "place": "430971001", "purpose": "示例",
        "scopes": ["file"], "digest": "0" * 64, "valid": DateRange(TODAY, UNTIL),
    }  # fmt: skip

    with pytest.raises(DatabaseError), transaction.atomic():
        ApiToken.objects.create(**{**sound, **wrong})
    assert ApiToken.objects.create(**sound).pk


def test_the_database_keeps_what_a_token_is(acceptor: Officer) -> None:
    made, _ = issued(acceptor)
    revoke_token(token=made, by=None, on=TODAY)
    same = ApiToken.objects.filter(pk=made.pk)

    for change in ({"scopes": ["read_cases"]}, {"valid": DateRange(TODAY, date(2099, 1, 1))}, {"revoked_on": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            same.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        same.delete()


def test_nobody_and_no_citizen_sees_a_token(acceptor: Officer) -> None:
    issued(acceptor)

    with acting(Actor.citizen(acceptor.account_id), on=TODAY):
        assert not ApiToken.objects.exists()


def test_the_command_line_issues_and_revokes(acceptor: Officer, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    office = str(office_at("430971001", Role.ACCEPTOR).pk)
    line = ["issue-token", office, acceptor.account.login, "政务大厅", "--scope", "file", "--until", f"{UNTIL}"]
    options = parser.parse_args([*line, "--scope", "read_cases"])
    options.on = TODAY
    options.act(options)

    printed = capsys.readouterr().out
    made = ApiToken.objects.get(digest=digest_of(printed.splitlines()[-1]))
    assert re.search(r"doudi_[\w-]{40,}", printed)
    assert made.scopes == ["file", "read_cases"]
    options = parser.parse_args(["revoke-token", f"{made.pk}"])
    options.on = TODAY
    options.act(options)
    assert ApiToken.objects.get().revoked_on == TODAY


def test_the_command_line_knows_every_scope() -> None:
    assert list(command.SCOPES) == TokenScope.values
