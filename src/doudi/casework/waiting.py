"""Which cases wait for whom, and which are late: conditions that the lists of this stage are made of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from doudi.accounts.models import Post
from doudi.casework.procedure.book import procedures
from doudi.casework.steps import NOTICES
from doudi.casework.tallies import waits_of

_PAIR = "casework_case.step || ' ' || casework_case.procedure"
_WAITS = (
    f"CASE WHEN casework_case.taken_back THEN %s ELSE ({_PAIR} = ANY (%s) OR (%s AND casework_case.step = 'letter')"
    f" OR ({_PAIR} = ANY (%s) AND NOT casework_case.disputed AND casework_case.step_due_on < %s)) END"
)


def overdue(on: date) -> Q:
    """A notice that has hung out is not late: it waits for whoever acts next, whose clock has not begun."""
    return Q(due_on__lt=on) | (Q(step_due_on__lt=on) & ~Q(step__in=NOTICES))


def waits_for(posts: Iterable[Post], on: date) -> RawSQL:
    """Say which cases a post could bring on: by the stage they stand at, or by the one after a notice that is over."""
    waits = waits_of(frozenset(post.role for post in posts), procedures())
    given = [waits.accepts, list(waits.at_once), waits.issues_letters, list(waits.after_notice), on]
    return RawSQL(_WAITS, given, output_field=BooleanField())  # noqa: S611 - our own words, what is given is bound
