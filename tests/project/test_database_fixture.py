"""The throw-away database of the tests is the product's own kind of database."""

from __future__ import annotations

import pytest
from django.db import connection

from doudi.project.postgres import Server


@pytest.mark.django_db
def test_a_test_database_has_every_table_and_the_encoding_of_the_product(server: Server) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = %s",
            [connection.settings_dict["NAME"]],
        )
        encoding_and_collation = cursor.fetchone()

    assert encoding_and_collation == ("UTF8", "C")
    assert "procrastinate_jobs" in connection.introspection.table_names()
