"""What row-level security asks of another table is asked of the row it protects, and not of that table's own row."""

from __future__ import annotations

import pytest
from django.db import connection


@pytest.mark.django_db
def test_no_policy_takes_a_column_of_the_other_table_for_one_of_its_own() -> None:
    with connection.cursor() as cursor:
        cursor.execute(r"SELECT tablename FROM pg_policies WHERE concat(qual, with_check) ~ '\mp\.id = p\.'")
        astray = [name for (name,) in cursor.fetchall()]

    assert astray == []
