"""Which cases wait for whom, and which are late: conditions that the lists of this stage are made of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from doudi.accounts.models import Post
from doudi.accounts.roles import MAY, Act
from doudi.casework.procedure.book import procedures
from doudi.casework.steps import NOTICES, Step


def overdue(on: date) -> Q:
    """A notice that has hung out is not late: it waits for whoever acts next, whose clock has not begun."""
    return Q(due_on__lt=on) | (Q(step_due_on__lt=on) & ~Q(step__in=NOTICES))


def waits_for(posts: Iterable[Post], on: date) -> Q:
    """Say which cases a post could bring on: by the stage they stand at, or by the one after a notice that is over."""
    roles = {post.role for post in posts}
    waits = Q(step=Step.LETTER) if any(Act.ISSUE in MAY[role] for role in roles) else Q(pk__in=())
    by_step: dict[Step, list[str]] = {}
    after_notice: dict[Step, list[str]] = {}
    for rule in procedures().rules:
        for stage in rule.stages:
            following = rule.after(stage.step)
            if stage.step in NOTICES and following and not roles.isdisjoint(following[0].by):
                after_notice.setdefault(stage.step, []).append(rule.id)
            elif stage.step not in NOTICES and not roles.isdisjoint(stage.by):
                by_step.setdefault(stage.step, []).append(rule.id)
    for step, rules in by_step.items():
        waits |= Q(step=step, procedure__in=rules)
    for step, rules in after_notice.items():
        waits |= Q(step=step, procedure__in=rules, disputed=False, step_due_on__lt=on)
    return waits
