"""Months are recomputed beside what was decided: differences with what moved them, and nothing is stored."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from doudi.audit.actor import Actor, acting
from doudi.casework import queries
from doudi.casework.models import Case
from doudi.determination.models import Determination
from doudi.flows.recompute import MonthRedone, MonthsWrong, recompute
from doudi.kernel.months import Month
from doudi.project import cli
from doudi.project.cli import published
from doudi.standards.drafts import Document, Draft, Signer
from doudi.standards.services.propose import propose
from doudi.standards.services.sign import sign
from tests.fixtures.desks import Desk

APRIL, JULY = Month(2022, 4), Month(2022, 7)
RAISED = date(2022, 6, 1)


def redone(case: Case, *, last: Month = JULY, **known: Any) -> list[MonthRedone]:
    with acting(Actor.system("test"), on=RAISED):
        return list(recompute(case=case, first=APRIL, last=last, **known))


def publishes_a_higher_standard(place: str) -> None:
    document = Document("关于提高农村低保标准的通知", date(2022, 5, 20))
    draft = Draft(
        place=place, parameter="dibao.standard.rural", value="6000.00", per="year", document=document,
        in_force_on=RAISED,
    )  # fmt: skip
    with acting(Actor.system("test"), on=RAISED):
        waits = propose(draft=draft, by=Signer("张某甲", "示例民政局"), on=RAISED)
        sign(proposal_id=waits.pk, by=Signer("李某乙", "示例民政局"), on=RAISED, original_seen=True)


@pytest.fixture
def case(desk: Desk) -> Case:
    """A case granted from May on, after which the standard was raised from June on."""
    granted = desk.granted()
    publishes_a_higher_standard(granted.place[:4] + "00")
    return granted


def test_a_month_under_a_standard_published_later_differs_and_the_standard_is_named(case: Case) -> None:
    with acting(Actor.system("test"), on=RAISED):
        before = Determination.objects.count()

    april, may, june, july = redone(case)

    with acting(Actor.system("test"), on=RAISED):
        assert Determination.objects.count() == before, "nothing is stored"
    assert (april.decided_fen, may.difference_fen, may.moved) == (0, 0, None)
    assert may.decided_fen == may.now_fen
    assert june.difference_fen == july.difference_fen == 3 * 10000
    assert june.moved is not None
    assert [(step["kind"], step["name"]) for step in june.moved["steps"]] == [("parameter", "dibao.standard.rural")]


def test_as_known_at_the_end_of_each_month_nothing_was_checked_yet(case: Case) -> None:
    """What the tests record, they record today: years after the months asked for."""
    months = redone(case, as_known_then=True)

    assert [month.now_fen for month in months] == [None] * 4
    assert {month.status_label for month in months} == {"还不能判断"}


def test_months_that_end_before_they_begin_are_refused(case: Case) -> None:
    with pytest.raises(MonthsWrong):
        redone(case, last=Month(2022, 3))


def test_a_case_that_waits_for_its_decision_differs_from_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting = desk.accepted()
    monkeypatch.setattr(published, "connect", lambda: None)

    assert cli.main(["recompute", "--case", waiting.number, "--from", "2022-05", "--to", "2022-05"]) == 0

    told = capsys.readouterr().out
    assert "还没有作出决定" in told
    assert "已定" not in told
    assert "相差" not in told


def test_an_application_of_one_case_stands_for_it_and_of_several_names_them(
    case: Case, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(published, "connect", lambda: None)
    with acting(Actor.system("test"), on=RAISED):
        application = case.application.number
    months = ["--from", "2022-05", "--to", "2022-05"]

    assert cli.main(["recompute", "--case", application, *months]) == 0
    one = capsys.readouterr().out
    monkeypatch.setattr(queries, "cases_called", lambda _number: [case, case])
    assert cli.main(["recompute", "--case", application, *months]) == 2

    assert one.startswith("2022-05\t已定")
    assert f"申请 {application} 有 2 个办件，请用其中一个的编号：{case.number}（dibao）" in capsys.readouterr().err


def test_the_command_lists_the_months_and_says_that_they_are_no_debts(
    case: Case, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(published, "connect", lambda: None)
    months = ["recompute", "--case", case.number, "--from", "2022-05", "--to", "2022-06"]

    assert cli.main(months) == 0
    told = capsys.readouterr().out.splitlines()
    assert cli.main([*months, "--json", "--known-at", "2100-01-01"]) == 0
    plain = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert cli.main([*months[:2], "none", *months[3:]]) == 2

    assert told[0].endswith("没有差异")
    assert "相差 +¥300.00" in told[1]
    assert "农村低保标准" in told[2]
    assert told[-1].startswith("以上是差异，不是欠款")
    assert [each["difference_fen"] for each in plain] == [0, 30000]
