"""The level of response that the losses of a disaster call for: each bound belongs to the graver level."""

from __future__ import annotations

import pytest

from doudi.policy.rules import Rule
from doudi.rules.disaster import response
from doudi.rules.disaster.words import ResponseLevel

BOUNDS = (40, 30, 20, 10)
MEASURES = (
    response.response_by_deaths, response.response_by_resettled, response.response_by_rooms,
    response.response_by_households, response.response_by_drought_people, response.response_by_drought_share,
)  # fmt: skip


@pytest.mark.parametrize("measure", MEASURES, ids=lambda each: each.name)
@pytest.mark.parametrize(
    ("loss", "level"),
    [
        (40, ResponseLevel.FIRST), (39, ResponseLevel.SECOND), (30, ResponseLevel.SECOND), (20, ResponseLevel.THIRD),
        (10, ResponseLevel.FOURTH), (9, ResponseLevel.NONE),
    ],
)  # fmt: skip
def test_a_loss_at_a_bound_is_of_the_graver_level(measure: Rule, loss: int, level: ResponseLevel) -> None:
    assert measure(loss, *BOUNDS) == level
