"""Officers and their posts."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from doudi.accounts.models.account import Account
from doudi.accounts.models.patterns import BEGINS
from doudi.accounts.models.places import Office
from doudi.accounts.roles import Role
from doudi.kernel.patterns import SOMETHING


class Officer(models.Model):
    """A member of staff 工作人员, by name; what they may do follows from their posts."""

    account_id: int
    posts: models.Manager[Post]
    account = models.OneToOneField(Account, models.PROTECT, related_name="officer", verbose_name="账号")
    name = models.CharField("姓名", max_length=60)

    class Meta:
        verbose_name = "工作人员"
        verbose_name_plural = "工作人员"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(name__regex=SOMETHING), name="officer_has_a_name")]

    def __str__(self) -> str:
        """Officers act in public: their name is shown."""
        return self.name


class Post(models.Model):
    """A role of an officer at an office for a time 任职. The database refuses incompatible roles held together.

    An appointment can be undone on its first day. `annulled_on`: nothing had been done under it, so it was never held
    (an empty time). `stopped_at`: something had been done; it counts for that day and allows nothing from that moment.
    """

    officer_id: int
    office_id: int
    get_role_display: Callable[[], str]
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="posts", verbose_name="工作人员")
    office = models.ForeignKey(Office, models.PROTECT, related_name="posts", verbose_name="单位")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    valid = DateRangeField("任职期间")
    annulled_on = models.DateField("撤销任命日期", null=True, blank=True)
    stopped_at = models.DateTimeField("当日停止时间", null=True, blank=True)
    undone_because = models.CharField("撤销原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="post_has_a_role"),
            models.CheckConstraint(
                condition=Q(BEGINS, annulled_on=None) | Q(valid__isempty=True, annulled_on__isnull=False),
                name="post_begins",
            ),
            models.CheckConstraint(
                condition=Q(annulled_on=None, stopped_at=None) | Q(undone_because__regex=SOMETHING),
                name="post_undone_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        """Say the role."""
        return self.get_role_display()
