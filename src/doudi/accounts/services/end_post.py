"""End a post."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from psycopg.types.range import DateRange

from doudi.accounts.models import Officer, Post
from doudi.accounts.services.administration import require_administrator
from doudi.audit.services.record import record
from doudi.kernel.errors import NotNow


class PostEnded(NotNow):
    """The post has ended before, or has not begun yet."""

    code = "accounts.post_ended"
    sentence = "这个岗位在 {day} 并未任职，不能免去。"


class BeganToday(NotNow):
    """The post began this very day: ending it would leave no day; the appointment is undone instead."""

    code = "accounts.post_began_today"
    sentence = "这个岗位是今天（{day}）才任命的，请用撤销任命。"


@transaction.atomic
def end_post(*, post: Post, by: Officer | None, on: date) -> Post:
    """End a post: `on` is the first day on which it is no longer held. Raises PostEnded, BeganToday."""
    require_administrator(by, at=post.office.place, on=on)
    found = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    held = found.valid
    if found.stopped_at or on not in held:
        raise PostEnded(day=on)
    if held.lower == on:
        raise BeganToday(day=on)
    post.valid = DateRange(held.lower, on)
    post.save(update_fields=["valid"])
    record("accounts.post_ended", on=on, subject=post, place=post.office.place)
    return post
