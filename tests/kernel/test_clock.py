"""The day of business: real in production, movable in demonstration and test."""

from datetime import UTC, date, datetime

import pytest

from doudi.kernel import clock
from doudi.kernel.clock import ClockFixed, TodayUnreadable

MOVED = {"DOUDI_TODAY": "2024-03-01", "DOUDI_MODE": "demonstration"}


class LateEveningInLondon(datetime):
    """Half past five in the afternoon in London, past midnight in Shanghai."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # noqa: ARG003  as datetime has it
        return datetime(2026, 11, 20, 17, 30, tzinfo=UTC)


def test_the_day_is_the_one_in_shanghai(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "datetime", LateEveningInLondon)

    moment = clock.read({})

    assert moment.today == date(2026, 11, 21)
    assert moment.at == datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
    assert not moment.is_moved


@pytest.mark.parametrize("mode", ["demonstration", "test"])
def test_the_day_moves_in_demonstration_and_test_while_time_stays_real(
    monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    environ = MOVED | {"DOUDI_MODE": mode}

    moment = clock.read(environ)

    assert moment.today == clock.today(environ) == date(2024, 3, 1)
    assert moment.at.year > 2024
    assert moment.is_moved
    assert clock.is_moved(environ)


@pytest.mark.parametrize("environ", [{"DOUDI_TODAY": "2024-03-01"}, MOVED | {"DOUDI_MODE": "production"}])
def test_the_day_never_moves_where_real_cases_are_decided(environ: dict[str, str]) -> None:
    with pytest.raises(ClockFixed, match="DOUDI_TODAY"):
        clock.today(environ)


def test_an_empty_setting_moves_nothing() -> None:
    assert not clock.is_moved({"DOUDI_TODAY": ""})


@pytest.mark.parametrize("given", ["1 March", "2024-02-30", "2024/03/01"])
def test_an_unreadable_day_is_refused(given: str) -> None:
    with pytest.raises(TodayUnreadable, match="DOUDI_TODAY"):
        clock.today(MOVED | {"DOUDI_TODAY": given})
