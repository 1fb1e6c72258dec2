"""Whose rows the tests of constraints break."""

from __future__ import annotations

from uuid import uuid4

from doudi.intake.models import Application, FamilyMember
from tests.fixtures.breaking import copy


def member(application: Application, key: str = "a") -> FamilyMember:
    return application.members.get(key=key)


def stranger(application: Application) -> FamilyMember:
    other = copy(application, key=uuid4(), number="430971-2024-000009", applicant_index="1" * 64)
    return FamilyMember.objects.create(application_id=other.pk, position=0, key="a", name="王某戊")
