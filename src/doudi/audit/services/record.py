"""Record what was done, or who was seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import models

from doudi.audit import actor
from doudi.audit.models import Event


def record(
    act: str,
    *,
    on: date,
    subject: models.Model | None = None,
    place: str = "",
    purpose: str = "",
    persons: Iterable[int] = (),
    details: Mapping[str, object] | None = None,
) -> Event:
    """Add an event in the name of who acts now, in the same transaction as the deed. Raises NobodyActs.

    `act` is `stage.deed` (`intake.accepted`); `persons` are registry keys, each once; `details` holds ids and codes.
    What an officer does at no place of its own (a password, a sign-in) lies at their office, for its auditor to see.
    """
    by = actor.current()
    return Event.objects.create(
        business_on=on,
        actor_kind=by.kind.value,
        account_id=by.account,
        actor_name=by.name if by.account is None else "",
        office_id=by.office,
        act=act,
        subject_kind=subject._meta.label_lower if subject is not None else "",  # noqa: SLF001 - Django's public Meta
        subject_id=subject.pk if subject is not None else None,
        place=place or by.at,
        purpose=purpose,
        persons=sorted(set(persons)),
        details=dict(details or {}),
    )
