"""A row without leave in force never comes out, whatever way is tried."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from doudi.accounts.roles import Role
from doudi.audit.models import Event
from doudi.intake.models import FamilyMember
from doudi.kernel.residentid import ResidentNumber, Sex
from doudi.verification.held import Held, rows_of
from doudi.verification.matching import numbers
from doudi.verification.matching.tokens import tokens
from doudi.verification.models import Consent, MemberToken, Roster
from doudi.verification.roster import mark_missing, secret, token_of
from doudi.verification.services.make_roster import RosterNotWritten, RosterSeesTooLittle, make_roster
from doudi.verification.services.sign_consent import withdraw_consent
from doudi.verification.sources import Grant, Sourcebook, SourceUnknown, sourcebook
from tests.architecture.repository import ROOT, imported, python_files
from tests.fixtures.applications import COUNTY, ELSEWHERE, OTHER_TOWNSHIP, VILLAGE, Applications
from tests.fixtures.people import TODAY, ActingAs, MakeOfficer
from tests.verification.deliveries.conftest import Department, Family, load, stranger, system

pytestmark = pytest.mark.django_db
LATER = date(2024, 3, 5)


def asked(family: Family, on: date = TODAY, place: str = VILLAGE, source: str = "vehicles") -> Held:
    return rows_of(family.tokens, source=source, place=place, on=on, purpose="测试")


def count(held: Held) -> int:
    return sum(len(batch) for batch in held.rows)


def test_who_was_asked_about_and_has_nothing_is_told_apart_from_who_was_not_asked(
    department: Department, family: Family
) -> None:
    load(department.csv(family.rows))

    with system():
        held = rows_of([*family.tokens, 12345], source="vehicles", place=VILLAGE, on=TODAY, purpose="测试")

    assert held.answered == set(family.tokens)
    assert {row["token"] for batch in held.rows for row in batch.to_pylist()} == {family.tokens[0]}


def test_leave_taken_back_takes_the_rows_away_from_that_day_on(
    department: Department, family: Family, applications: Applications
) -> None:
    load(department.csv(family.rows))
    with system(LATER):
        consent = Consent.objects.get(member__token__token=family.tokens[0])
        withdraw_consent(consent=consent, by=applications.acceptor, on=LATER)
        gone = asked(family, LATER)

    assert count(gone) == 0
    assert family.tokens[0] not in gone.answered


def test_leave_for_another_source_or_at_another_place_opens_nothing(department: Department, family: Family) -> None:
    load(department.csv(family.rows))

    with system():
        assert asked(family, place=OTHER_TOWNSHIP).answered == set()
        with pytest.raises(SourceUnknown):
            asked(family, source="prisons")


def test_an_officer_reads_of_those_alone_whom_they_see(
    department: Department, family: Family, applications: Applications, officer: MakeOfficer, acting_as: ActingAs
) -> None:
    load(department.csv(family.rows))
    stranger_here = officer(Role.INVESTIGATOR, ELSEWHERE)

    with acting_as(applications.investigator):
        assert count(asked(family)) == 2
    with acting_as(stranger_here):
        assert asked(family).answered == set()
    with acting_as(applications.citizen), pytest.raises(Exception, match="未回复"):
        asked(family)


def test_a_whole_register_gives_out_no_more_than_a_roster(
    department: Department, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = sourcebook()
    ground = Grant("000000", book.grants[0].during, "minfa-2021-57#17", ("vehicles",))
    wide = Sourcebook(book.sources, book.grants, book.visitors, (ground,))
    monkeypatch.setattr("doudi.verification.services.load_delivery.sourcebook", lambda: wide)
    other = stranger()
    made = load(department.csv([*family.rows, other], roster="whole")).delivery

    with system():
        tried = [*family.tokens, token_of(str(other[0])) or 0, 0]
        held = rows_of(tried, source="vehicles", place=VILLAGE, on=TODAY, purpose="测试")

    assert (made.kept, made.unasked) == (3, 0)
    assert {row["token"] for batch in held.rows for row in batch.to_pylist()} == {family.tokens[0]}


def test_leave_taken_back_between_roster_and_answer_keeps_the_row_out_of_the_file(
    department: Department, family: Family, applications: Applications
) -> None:
    with system(LATER):
        consent = Consent.objects.get(member__token__token=family.tokens[0])
        withdraw_consent(consent=consent, by=applications.acceptor, on=LATER)

    made = load(department.csv(family.rows), LATER).delivery

    assert (made.kept, made.unasked) == (0, 2)


def test_each_reading_is_an_event_with_its_purpose_and_the_persons(department: Department, family: Family) -> None:
    load(department.csv(family.rows))
    with system():
        asked(family)
        event = Event.objects.filter(act="verification.rows_read").latest("pk")

    assert (event.purpose, len(event.persons), event.details["with_leave"]) == ("测试", 3, 3)


def test_a_roster_names_those_with_leave_in_a_file_of_its_owner_alone(
    department: Department, family: Family, applications: Applications, acting_as: ActingAs, tmp_path: Path
) -> None:
    into = tmp_path / "roster.csv"
    with system():
        made = make_roster(source="vehicles", place=COUNTY, into=into, purpose="测试", on=TODAY)
        with pytest.raises(RosterNotWritten):
            make_roster(source="vehicles", place=COUNTY, into=into, purpose="测试", on=TODAY)
    with acting_as(applications.investigator), pytest.raises(RosterSeesTooLittle):
        make_roster(source="vehicles", place=COUNTY, into=tmp_path / "other", purpose="测试", on=TODAY)

    assert set(made.tokens) == set(family.tokens)
    assert len(into.read_text("utf-8").splitlines()) == 4
    assert into.stat().st_mode & 0o777 == 0o600
    with system():
        assert Roster.objects.filter(pk=made.pk).exists()


def test_a_member_without_token_gets_one_before_a_roster_is_made(applications: Applications, family: Family) -> None:
    with system():
        assert MemberToken.objects.count() == 3
        assert mark_missing() == 0
        member = FamilyMember.objects.get(application=family.application, key="a")
        assert token_of(str(member.number)) == member.token.token  # pyright: ignore[reportAttributeAccessIssue]


def test_one_token_is_that_of_a_column() -> None:
    made = [ResidentNumber.reserved(born=date(1980, 1, day), sex=Sex.MALE, serial=day).full for day in range(1, 29)]

    read = numbers.read(pa.array(made))

    assert [token_of(each) for each in made] == tokens(read.keys, secret()).tolist()
    assert token_of("不是") is None


HELD = "src/doudi/verification/held.py"
OPENERS = {HELD: "store", "src/doudi/verification/held_of_family.py": "pages"}
WRITERS = {"src/doudi/verification/services/load_delivery.py", "src/doudi/verification/services/forget_deliveries.py"}
DELIVERIES = "src/doudi/verification/deliveries/"


def test_no_other_module_opens_what_is_stored() -> None:
    """`store` and `pages` read, and the key's table opens: who has neither has nothing."""
    reading = {
        str(path.relative_to(ROOT)): ast.unparse(node.value)
        for path in python_files("src")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "read" and ast.unparse(node.value) in ("store", "pages")
    }
    importing = {
        str(path.relative_to(ROOT))
        for path in python_files("src")
        if {"doudi.verification.deliveries.store", "doudi.verification.deliveries.pages.read"} & set(imported(path))
    }

    assert reading == OPENERS
    assert {each for each in importing if not each.startswith(DELIVERIES)} == {
        "src/doudi/verification/held.py",
        *WRITERS,
    }
