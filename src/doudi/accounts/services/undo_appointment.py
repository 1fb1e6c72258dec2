"""Undo an appointment on the day it was made."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models.functions import Now
from psycopg.types.range import DateRange

from doudi.accounts.models import Officer, Post
from doudi.accounts.services.administration import require_administrator
from doudi.accounts.services.end_post import PostEnded
from doudi.audit.models import Event
from doudi.audit.services.record import record
from doudi.kernel.errors import NotNow, Refused

LONGEST = 200
OF_ACCOUNTS = "accounts."


class NotOfToday(NotNow):
    """The post was held before today: it cannot become one that never was."""

    code = "accounts.appointment_not_of_today"
    sentence = "这个岗位不是今天任命的，不能撤销任命；可以免去。"


class ReasonMissing(Refused):
    """Undoing an appointment says why."""

    code = "accounts.undoing_needs_a_reason"
    sentence = "请写明撤销任命的原因，最多 200 字。"


def has_acted(post: Post, *, on: date) -> bool:
    """Tell whether the officer did or looked at anything for the office of a post that day, as far as the actor sees.

    Two posts at one office are not told apart: what may have been done under this one counts."""
    done = Event.objects.filter(account_id=post.officer.account_id, office_id=post.office_id, business_on=on)
    return done.exclude(act__startswith=OF_ACCOUNTS).exists()


@transaction.atomic
def undo_appointment(*, post: Post, because: str, by: Officer | None, on: date) -> Post:
    """Undo an appointment of today 撤销任命, at once; the row stays, with the reason.

    Where nothing had been done under it, it was never held. Where something had, it was held that day, so that the
    record of that day stays right; it allows nothing from this moment. Raises PostEnded, NotOfToday, ReasonMissing."""
    require_administrator(by, at=post.office.place, on=on)
    held = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if held.annulled_on or held.stopped_at or on not in held.valid:
        raise PostEnded(day=on)
    if held.valid.lower != on:
        raise NotOfToday
    if not because.strip() or len(because) > LONGEST:
        raise ReasonMissing
    acted = has_acted(post, on=on)
    post.undone_because = because.strip()
    if acted:
        post.valid, post.stopped_at = DateRange(on, on + timedelta(days=1)), Now()
    else:
        post.valid, post.annulled_on = DateRange(empty=True), on
    post.save(update_fields=["valid", "annulled_on", "stopped_at", "undone_because"])
    act = "accounts.post_stopped" if acted else "accounts.appointment_annulled"
    record(act, on=on, subject=post, place=post.office.place, details={"role": post.role})
    return post
