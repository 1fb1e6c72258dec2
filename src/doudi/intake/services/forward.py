"""Send an application on to the township where it belongs."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer, Post, Share
from doudi.accounts.queries import require_place
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.intake.models import Application, Forwarding
from doudi.intake.services.submit import TOWNSHIP_DIGITS
from doudi.intake.state import locked, require_not_accepted
from doudi.kernel.divisions import Level, level
from doudi.kernel.errors import Refused

ONE_DAY = timedelta(days=1)


class ForwardingWrong(Refused):
    """The application cannot go there: which field, and why."""

    code = "intake.forwarding_wrong"
    sentence = "转办的“{field}”有误：{reason}。"


@transaction.atomic
def forward(
    *, application: Application, to: str, reason: str, by: Officer, on: date, seen_until: date | None = None
) -> Forwarding:
    """Send an application on 转办 (guoling-649#60): nobody is told to go elsewhere. Its number stays.

    The office that forwards goes on seeing it until `seen_until`, otherwise for this day. Raises NoSuchApplication,
    MayNot, AlreadyAccepted, AlreadyWithdrawn, AlreadyClosed, ForwardingWrong, PlaceNotListed.
    """
    found = locked(application)
    post = permissions.require(by, Act.REGISTER, at=found.place, on=on)
    require_not_accepted(found)
    _require_sound(found, to, reason, on, seen_until)
    _share(found, post, on, seen_until or on + ONE_DAY)
    row = Forwarding.objects.create(
        application=found, from_place=found.place, to_place=to, reason=reason.strip(), forwarded_on=on, forwarded_by=by
    )
    record("intake.forwarded", on=on, subject=found, place=found.place, details={"to": to})
    found.place, found.township = to, to[:TOWNSHIP_DIGITS]
    found.save(update_fields=["place", "township"])
    if found.mandate is not None:
        found.mandate.place = to
        found.mandate.save(update_fields=["place"])
    return row


def _require_sound(found: Application, to: str, reason: str, on: date, seen_until: date | None) -> None:
    if level(to) not in (Level.TOWNSHIP, Level.VILLAGE):
        raise ForwardingWrong(field="转至", reason="应选到乡镇（街道）或者村（社区）")
    require_place(to, on)
    if to == found.place:
        raise ForwardingWrong(field="转至", reason="申请已经在那里")
    if not reason.strip():
        raise ForwardingWrong(field="原因", reason="没有填写")
    if seen_until is not None and seen_until <= on:
        raise ForwardingWrong(field="查看期限", reason=f"应晚于 {on}")


def _share(found: Application, post: Post, on: date, until: date) -> None:
    """Keep the row in sight of who sends it, so that the database lets it go."""
    shown = [("application", found.pk)] + ([("mandate", found.mandate_id)] if found.mandate_id else [])
    for kind, key in shown:
        Share.objects.create(office=post.office, kind=kind, subject_id=key, purpose="转办", valid=(on, until))
