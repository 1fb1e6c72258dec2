"""All that was determined is replayed, a few at a time, and what no longer comes out the same is listed."""

from __future__ import annotations

import json
import zlib
from datetime import date, timedelta

import pytest

from doudi.determination.models import Determination, Purpose
from doudi.determination.services import replay_all as replaying
from doudi.determination.services.determine import determine, outcomes_of
from doudi.determination.services.replay_all import replay_all
from doudi.project import cli
from doudi.project.cli import published
from tests.determination.families import application_of, example
from tests.fixtures.people import MakeCitizen

PLACE, ON = "371703001", date(2024, 3, 1)


@pytest.fixture
def kept(as_system: None, citizen: MakeCitizen) -> list[Determination]:
    """What was determined, and a copy of which the record says another amount."""
    document = example("heze-2024.json")
    application = application_of(document, place=PLACE, account=citizen().account, on=ON)
    made = determine(application=application, document=document, on=ON, purpose=Purpose.OPINION)
    wrong = Determination.objects.get(pk=made[0].pk)
    record = outcomes_of(wrong)
    record["outcomes"][0]["amount"] = "1.00"
    wrong.pk, wrong.trace = None, zlib.compress(json.dumps(record).encode())
    wrong.save(force_insert=True)
    return [*made, wrong]


def test_what_differs_is_found_among_all_a_few_at_a_time(
    kept: list[Determination], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "AT_ONCE", 1)

    found = list(replay_all())

    assert [again.number for again in found] == [each.pk for each in kept]
    assert [again.found.differences for again in found if not again.found.is_same] == [("amount",)]
    assert list(replay_all(since=kept[-1].made_at.date() + timedelta(days=2))) == []


def test_the_command_lists_them_and_says_so_by_its_status(
    kept: list[Determination], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(published, "connect", lambda: None)

    good, bad = cli.main(["replay", f"{kept[0].pk}"]), cli.main(["replay", "--all", "--json"])
    told = capsys.readouterr()
    unknown, nothing = cli.main(["replay", "999999"]), cli.main(["replay"])

    assert (good, bad, unknown, nothing) == (0, 1, 2, 2)
    assert [json.loads(line)["number"] for line in told.out.splitlines()] == [kept[-1].pk]
    assert f"重算 {len(kept)} 个测算，1 个与当时不同" in told.err


def test_the_numbers_are_listed_without_replaying_them(
    kept: list[Determination], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(published, "connect", lambda: None)
    monkeypatch.setattr(replaying, "replay", lambda _: pytest.fail("it is only listed"))
    day = str(kept[-1].made_at.date() + timedelta(days=2))

    everything = cli.main(["replay", "--list", "--json"])
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    plain, later = cli.main(["replay", "--list"]), cli.main(["replay", "--list", "--since", day])
    said = capsys.readouterr().out
    unknown, alone = cli.main(["replay", "--list", "--case", "none"]), cli.main(["replay", "--case", "none"])

    assert (everything, plain, later, unknown, alone) == (0, 0, 0, 2, 2)
    assert [each["number"] for each in told] == [each.pk for each in kept]
    assert said.count("\n") == len(kept)
    assert f"第 {kept[0].pk} 号\t" in said
    assert f"申请 {told[0]['application']}" in said


def test_the_command_tells_two_kept_ones_apart(
    kept: list[Determination], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(published, "connect", lambda: None)

    same = cli.main(["explain", "--difference", f"{kept[0].pk}", f"{kept[-1].pk}"])
    missing = cli.main(["explain", "--difference", "999998", "999999"])

    assert (same, missing) == (0, 2)
    assert "结果没有变化" in capsys.readouterr().out
