"""The table of tokens: with one, a program of an office asks the interface. Only the digest of a token is kept."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Q

from doudi.audit.append_only import AppendOnly
from doudi.kernel.patterns import DIGEST, SOMETHING


class TokenScope(models.TextChoices):
    """What a token may be used for."""

    FILE = "file", "提交申请"
    READ_APPLICATIONS = "read_applications", "查询申请"
    READ_CASES = "read_cases", "查询办件"


class ApiToken(models.Model):
    """A token of an office 接口令牌, for a time. `officer` answers for it: what is done with it is done in their name.

    It is good for nothing while that officer has no post at the office. `place` is the office's.
    """

    office_id: int
    officer_id: int
    office: Any = models.ForeignKey("accounts.Office", models.PROTECT, related_name="tokens", verbose_name="单位")
    officer: Any = models.ForeignKey("accounts.Officer", models.PROTECT, related_name="tokens", verbose_name="责任人")
    place = models.CharField("行政区划", max_length=12)
    purpose = models.CharField("用途", max_length=200)
    scopes = ArrayField(models.CharField(max_length=20, choices=TokenScope.choices), verbose_name="权限")
    digest = models.CharField("摘要", max_length=64, unique=True)
    valid = DateRangeField("有效期间")
    last_used_on = models.DateField("最近使用日期", null=True, blank=True)
    revoked_on = models.DateField("吊销日期", null=True, blank=True)

    class Meta:
        verbose_name = "接口令牌"
        verbose_name_plural = "接口令牌"
        triggers: ClassVar = [
            AppendOnly(name="kept", operation=pgtrigger.Delete),
            AppendOnly(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("office", "officer", "place", "purpose", "scopes", "digest", "valid"),
            ),
            AppendOnly(
                name="once_revoked_on",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__revoked_on__isnull=False, old__revoked_on__df=pgtrigger.F("new__revoked_on")
                ),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="token_is_a_digest"),
            models.CheckConstraint(
                condition=Q(scopes__len__gte=1, scopes__contained_by=TokenScope.values), name="token_has_scopes"
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False, valid__lower_inf=False, valid__upper_inf=False), name="token_ends"
            ),
            models.CheckConstraint(condition=Q(purpose__regex=SOMETHING), name="token_has_a_purpose"),
        ]

    def __str__(self) -> str:
        """Number only."""
        return f"令牌 {self.pk}"
