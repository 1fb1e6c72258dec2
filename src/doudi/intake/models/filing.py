"""What comes before an application: who may act for whom, and what somebody has typed so far."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from doudi.accounts.encrypted import EncryptedTextField
from doudi.accounts.models import Account
from doudi.intake.models.frozen import frozen, kept, set_once
from doudi.kernel.masking import masked_name
from doudi.kernel.patterns import DIGEST, NAME, SOMETHING, TOWNSHIP_OR_VILLAGE


class MandateKind(models.TextChoices):
    """What the helper is to the applicant."""

    DAUGHTER = "daughter", "子女"
    RELATIVE = "relative", "其他亲属"
    VILLAGE_ASSISTANT = "village_assistant", "村（居）民委员会"
    GUARDIAN = "guardian", "监护人"
    OTHER = "other", "其他受托人"


class Mandate(models.Model):
    """The right of an account to act for somebody for a time 委托 (minfa-2021-57#6); the principal confirms it."""

    account_id: int
    account = models.ForeignKey(Account, models.PROTECT, related_name="mandates", verbose_name="受托人账号")
    helper_name = models.CharField("受托人姓名", max_length=60, blank=True)
    kind = models.CharField("关系", max_length=20, choices=MandateKind.choices)
    place = models.CharField("委托人所在区划", max_length=12)
    principal_name = models.CharField("委托人姓名", max_length=60)
    principal_index = models.CharField("委托人证件索引", max_length=64)
    valid = DateRangeField("委托期间")
    evidence = models.CharField("委托手续", max_length=200, blank=True)
    confirmed_at = models.DateTimeField("委托人确认时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认账号"
    )
    ended_on = models.DateField("终止日期", null=True, blank=True)

    class Meta:
        verbose_name = "委托"
        verbose_name_plural = "委托"
        triggers: ClassVar = [
            kept(),
            frozen("account", "kind", "principal_index", "valid"),
            set_once("confirmed_at"),
            set_once("ended_on"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account"], name="mandate_account"),
            models.Index(fields=["principal_index"], name="mandate_principal"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=MandateKind.values), name="mandate_has_a_kind"),
            models.CheckConstraint(condition=Q(place__regex=TOWNSHIP_OR_VILLAGE), name="mandate_has_a_place"),
            models.CheckConstraint(condition=Q(principal_index__regex=DIGEST), name="mandate_is_indexed"),
            models.CheckConstraint(condition=Q(valid__isempty=False, valid__lower_inf=False), name="mandate_begins"),
            models.CheckConstraint(condition=Q(valid__upper_inf=False), name="mandate_ends"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, evidence__regex=SOMETHING),
                name="mandate_confirmed_by_proof",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("account")),
                name="mandate_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        """Masked: the family name of the principal, and who helps."""
        return f"{masked_name(self.principal_name)} → 账号 {self.account_id}"


class Draft(models.Model):
    """What an account has typed and not handed in 草稿; nobody else sees it, and it may be thrown away."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="drafts", verbose_name="账号")
    content = EncryptedTextField("内容")
    step = models.CharField("填到哪一步", max_length=40)
    updated_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = "申请草稿"
        verbose_name_plural = "申请草稿"
        indexes: ClassVar = [models.Index(fields=["account", "-updated_at"], name="draft_account")]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(step__regex=NAME), name="draft_has_a_step")]

    def __str__(self) -> str:
        """Say only how far it is."""
        return f"草稿 {self.pk}（{self.step}）"
