"""How a test breaks a constraint of the database: past every service, up to what is checked when a transaction ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, models, transaction

from doudi.intake.models import Application, FamilyMember


def refused(name: str, act: Callable[[], Any]) -> None:
    with pytest.raises(DatabaseError) as error:
        _to_the_end(act)
    assert name in str(error.value)


def _to_the_end(act: Callable[[], Any]) -> None:
    """Do it, up to what the database checks when a transaction ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        act()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def copy(row: models.Model, **changes: Any) -> models.Model:
    """Add a row like another, but for the changes."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and not field.has_db_default()
    }
    made = type(row)(**(values | changes))
    made.save(force_insert=True)
    return made


def member(application: Application, key: str = "a") -> FamilyMember:
    return application.members.get(key=key)


def stranger(application: Application) -> FamilyMember:
    other = copy(application, key=uuid4(), number="430971-2024-000009", applicant_index="1" * 64)
    return FamilyMember.objects.create(application_id=other.pk, position=0, key="a", name="王某戊")
