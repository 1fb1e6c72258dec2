"""Which changes of what was granted were proposed and wait for a decision; such cases are closed and in no worklist."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from doudi.accounts.models import Post
from doudi.audit.actor import place_range
from doudi.casework.models import Decision, Opinion
from doudi.casework.steps import Recommends

CHANGES = (Recommends.ADJUST, Recommends.SUSPEND, Recommends.STOP)


def proposed_changes(posts: Iterable[Post]) -> QuerySet[Opinion]:
    """List the changes that wait for a decision in the places of some posts, the oldest first; one query.

    Of several proposals for a case the newest waits."""
    where = Q(pk__in=())
    for start, end in sorted({place_range(post.office.place) for post in posts}):
        where |= Q(case__place__gte=start, case__place__lt=end)
    later = Opinion.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    decided = Decision.objects.filter(case=OuterRef("case"), opinion__gte=OuterRef("pk"))
    found = Opinion.objects.filter(where, ~Exists(later), ~Exists(decided), recommends__in=CHANGES)
    return found.select_related("case__application", "case__member", "by", "determination").order_by("pk")
