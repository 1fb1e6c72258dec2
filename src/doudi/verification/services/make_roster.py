"""Write whom a source is asked about: those who have given leave, and nobody else."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

from django.db import transaction

from doudi.audit import actor
from doudi.audit.services.record import record
from doudi.kernel.errors import NotAllowed, NotNow
from doudi.verification.models import MemberToken, Roster
from doudi.verification.roster import live, mark_missing
from doudi.verification.sourceentries import OWNER, OWNER_NAME
from doudi.verification.sources import sourcebook

PRIVATE_FILE: Final = 0o600


class RosterSeesTooLittle(NotAllowed):
    """Who does not see every consent would leave people out."""

    code = "verification.roster_sees_too_little"
    sentence = "授权名单须由系统任务制作。"


class RosterNotWritten(NotNow):
    """The file could not be written."""

    code = "verification.roster_not_written"
    sentence = "授权名单没有写成 {path}（{reason}）。"


@transaction.atomic
def make_roster(*, source: str, place: str, into: Path, purpose: str, on: date) -> Roster:
    """Write numbers and names of members with leave in force to a new file of mode 0600 制作授权名单.

    The manifest of the answer names its key. Raises RosterSeesTooLittle, SourceUnknown, RosterNotWritten."""
    if actor.current().places != actor.EVERYWHERE:
        raise RosterSeesTooLittle
    sourcebook().require((source,), place, on)
    mark_missing()
    people = {each.token: each for each in live(source, place, on).select_related("member").order_by("token")}
    roster = Roster.objects.create(source=source, place=place, made_on=on, tokens=list(people))
    persons = [each.member.person_id for each in people.values() if each.member.person_id is not None]
    record("verification.roster_made", on=on, subject=roster, place=place, purpose=purpose, persons=persons)
    _write(into, people.values())
    return roster


def _write(into: Path, people: Iterable[MemberToken]) -> None:
    try:
        handle = os.open(into, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow([OWNER, OWNER_NAME])
            rows.writerows([each.member.number, each.member.name] for each in people)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise RosterNotWritten(path=into, reason=error.strerror) from None
