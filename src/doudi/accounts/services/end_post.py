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


@transaction.atomic
def end_post(*, post: Post, by: Officer | None, on: date) -> Post:
    """End a post: `on` is the first day on which it is no longer held. Raises PostEnded."""
    require_administrator(by, at=post.office.place, on=on)
    held = Post.objects.select_for_update(of=("self",)).get(pk=post.pk).valid
    if held.lower is None or on <= held.lower or (held.upper is not None and held.upper <= on):
        raise PostEnded(day=on)
    post.valid = DateRange(held.lower, on)
    post.save(update_fields=["valid"])
    record("accounts.post_ended", on=on, subject=post, place=post.office.place)
    return post
