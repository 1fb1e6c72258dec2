"""The worklist, its numbers, and the page of a case."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from doudi.accounts.roles import Role
from doudi.casework.models import Case
from doudi.casework.queries import Filters, Flag, case_page, summary, timeline, worklist
from doudi.casework.steps import Deed, Step
from doudi.casework.tallies import StepCount, tally
from tests.casework.given import DATONGHU, HEZE, LANZHOU, Walk

pytestmark = pytest.mark.usefixtures("as_system")
SPRING = date(2022, 4, 18)


def test_the_worklist_is_ordered_by_the_nearest_limit_and_turned_by_marks(
    django_assert_num_queries: object,
) -> None:
    walks = [Walk.of("dibao", LANZHOU, date(2022, 3, day)) for day in (9, 1, 4)]
    posts = list(walks[0].staff[Role.COUNTY_CONFIRMER].posts.select_related("office"))

    with django_assert_num_queries(2):  # type: ignore[operator]
        first = worklist(posts, Filters(), on=date(2022, 3, 7), size=2)
        second = worklist(posts, Filters(), on=date(2022, 3, 7), size=2, mark=first.next_mark or "")

    assert [case.pk for case in (*first.cases, *second.cases)] == [walks[index].case.pk for index in (1, 2, 0)]
    assert second.next_mark is None


def test_the_worklist_is_narrowed_by_what_is_looked_for() -> None:
    late, other = Walk.of("dibao", LANZHOU, date(2022, 3, 1)), Walk.of("tekun", LANZHOU, date(2022, 3, 9))
    Walk.of("dibao", HEZE, date(2022, 3, 1))
    posts = list(late.staff[Role.COUNTY_CONFIRMER].posts.select_related("office"))

    def found(**wanted: Any) -> list[Case]:
        return worklist(posts, Filters(**wanted), on=date(2022, 3, 7)).cases

    assert found(flag=Flag.OVERDUE) == [late.case]
    assert found(programme="tekun") == found(step=Step.SURVEY) == [other.case]
    assert found(text=late.case.number[:18]) == [late.case]
    assert found(due_by=date(2022, 3, 4)) == [late.case]
    assert found(village="620102002") == []
    counted = tally(posts, on=date(2022, 3, 7), soon_by=date(2022, 3, 10))
    assert counted.by_step == (StepCount(Step.START_SURVEY, 1, 1), StepCount(Step.SURVEY, 1, 0))


def test_who_looks_for_a_case_by_number_or_by_its_end_finds_it_when_it_is_over() -> None:
    over = Walk.of("dibao", LANZHOU, date(2022, 3, 1)).to(Step.CLOSED)
    posts = list(over.staff[Role.COUNTY_CONFIRMER].posts.select_related("office"))

    def found(**wanted: Any) -> list[Case]:
        return worklist(posts, Filters(**wanted), on=over.day).cases

    assert found(text=over.case.number) == found(step=Step.CLOSED) == [over.case]
    assert found() == []
    assert tally(posts, on=over.day, soon_by=over.day).by_step == ()


def test_the_page_of_a_case_takes_the_same_queries_whatever_happened(django_assert_max_num_queries: object) -> None:
    walk = Walk.of("dibao", DATONGHU, SPRING).to(Step.NOTICE)
    walk.do(Deed.RAISE_OBJECTION)
    walk.do(Deed.SETTLE_OBJECTION)
    walk.day = walk.case.notices.get().ends_on + timedelta(days=1)
    walk.to(Step.CLOSED)

    with django_assert_max_num_queries(9):  # type: ignore[operator]
        page = case_page(walk.case.number)
        assert page is not None
        lines = timeline(page)

    assert [line.what for line in lines][:2] == ["立件", "启动调查"]
    assert case_page("430971-2022-999999-1") is None


@pytest.mark.parametrize("role", [Role.INVESTIGATOR, Role.TOWNSHIP_HEAD, Role.COUNTY_CONFIRMER])
def test_what_the_frame_counts_as_ones_own_is_what_the_list_of_ones_own_shows(role: Role) -> None:
    walks = [Walk.of("dibao", DATONGHU, date(2022, 4, 18)) for _ in range(3)]
    walks[1].to(Step.OPINION)
    walks[2].to(Step.NOTICE)
    for day in (date(2022, 4, 19), walks[2].day, date(2022, 7, 1)):
        posts = [post for walk in walks for post in walk.staff[role].posts.select_related("office")]

        counted = tally(posts, on=day, soon_by=day + timedelta(days=3))

        assert counted.mine == summary(posts, Filters(mine=True), on=day, soon_by=day + timedelta(days=3))
        assert len(worklist(posts, Filters(mine=True), on=day).cases) == counted.mine.cases
