"""What a family says against the result of a check."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from doudi.accounts.models import Account
from doudi.intake.models import Application, Document
from doudi.intake.models.frozen import frozen, kept, set_once
from doudi.kernel.patterns import SOMETHING
from doudi.verification.models.asking import CheckRequest


class Objection(models.Model):
    """A family does not agree with what counts instead of what it declared 核对异议; it waits for a re-check 复核."""

    application_id: int
    recheck_id: int | None
    application = models.ForeignKey(Application, models.PROTECT, related_name="objections", verbose_name="申请")
    reason = models.CharField("理由", max_length=1000)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, verbose_name="证据")
    filed_by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="提出人")
    filed_on = models.DateField("提出日期")
    recorded_at = models.DateTimeField("录入时间", db_default=Now(), editable=False)
    recheck = models.ForeignKey(
        CheckRequest, models.PROTECT, null=True, blank=True, related_name="objections", verbose_name="复核"
    )

    class Meta:
        verbose_name = "核对异议"
        verbose_name_plural = "核对异议"
        triggers: ClassVar = [
            kept(), frozen("application", "reason", "document", "filed_by", "filed_on", "recorded_at"),
            set_once("recheck"),
        ]  # fmt: skip
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(reason__regex=SOMETHING), name="objection_has_a_reason"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(recheck__isnull=True), name="objection_one_waits"
            ),
        ]

    def __str__(self) -> str:
        """Say of which application and when."""
        return f"{self.application_id} {self.filed_on}"
