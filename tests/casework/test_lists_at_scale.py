"""The worklist with a register behind it: an index serves it under row-level security, whatever the number."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.casework.queries import Filters, worklist
from doudi.casework.tallies import tally
from tests.casework.given import LANZHOU, staff_of
from tests.fixtures.people import actor_of

CASES = 20_000
ON = date(2022, 3, 1)
APPLICATIONS = """
INSERT INTO intake_application (key, number, place, township, channel, applicant_name, applicant_index, reason,
    filed_by_id, submitted_on, confirmed_how, accepted_on, accepted_by_id, near_relative, near_relative_of,
    withdrawn_reason)
SELECT gen_random_uuid(), '620102-2021-' || lpad(i::text, 6, '0'), town || '001', town, 'window', '张某', '', '',
    %(account)s, '2022-02-01', '', '2022-02-01', %(officer)s, false, '', ''
FROM generate_series(1, %(cases)s) i, LATERAL (SELECT '6201020' || lpad((i %% 20 + 1)::text, 2, '0') AS town) t
"""
CASE_ROWS = """
INSERT INTO casework_case (application_id, programme, place, number, procedure, procedure_digest, step, round,
    step_due_on, due_on, provisional, paused, disputed, opened_on, version)
SELECT a.id, 'dibao', a.place, a.number || '-1', 'cn-dibao-2021', repeat('a', 64), 'survey', 0, null,
    date '2022-02-20' + (a.id % 60)::int, false, false, false, '2022-02-01', 0
FROM intake_application a WHERE a.number LIKE '620102-2021-%'
"""


@pytest.mark.usefixtures("db")
def test_a_page_is_read_from_an_index_and_costs_one_query(django_assert_num_queries: object) -> None:
    staff = staff_of(LANZHOU)
    with acting(Actor.system("test"), on=ON), connection.cursor() as cursor:
        acceptor = staff[Role.ACCEPTOR]
        cursor.execute(APPLICATIONS, {"account": acceptor.account_id, "officer": acceptor.pk, "cases": CASES})
        cursor.execute(CASE_ROWS)
        cursor.execute("ANALYZE casework_case; ANALYZE intake_application")

    with acting(actor_of(staff[Role.COUNTY_CONFIRMER]), on=ON):
        posts = list(staff[Role.COUNTY_CONFIRMER].posts.select_related("office"))
        with django_assert_num_queries(2):  # type: ignore[operator]
            page = worklist(posts, Filters(), on=ON)
            following = worklist(posts, Filters(), on=ON, mark=page.next_mark or "")
        plan = Case.objects.filter(place__gte="620102", place__lt="620102~", closed_on=None).order_by("sort_on", "pk")
        explained = plan[:51].explain()

        assert len(page.cases) == len(following.cases) == 50
        assert {case.pk for case in page.cases}.isdisjoint({case.pk for case in following.cases})
        assert page.cases == sorted(page.cases, key=lambda case: (case.sort_on, case.pk))
        assert "case_open_by_" in explained, explained
        assert "Sort" not in explained.split("\n")[1], explained
        assert sum(count.cases for count in tally(posts, on=ON, soon_by=ON).by_step) == CASES


@pytest.mark.usefixtures("db")
def test_an_officer_of_another_county_sees_nothing_of_it() -> None:
    staff, elsewhere = staff_of(LANZHOU), staff_of("371702001001")
    with acting(Actor.system("test"), on=ON), connection.cursor() as cursor:
        acceptor = staff[Role.ACCEPTOR]
        cursor.execute(APPLICATIONS, {"account": acceptor.account_id, "officer": acceptor.pk, "cases": 3})
        cursor.execute(CASE_ROWS)

    with acting(actor_of(elsewhere[Role.COUNTY_CONFIRMER]), on=ON):
        assert not Case.objects.exists()
    with acting(actor_of(staff[Role.COUNTY_CONFIRMER]), on=ON):
        assert Case.objects.count() == 3
