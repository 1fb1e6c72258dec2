"""Papers handed in, and the one time the family is told which are missing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from doudi.accounts.models import Account, Officer
from doudi.audit.append_only import AppendOnly
from doudi.intake.models.application import Application
from doudi.intake.models.family import FamilyMember
from doudi.kernel.patterns import DIGEST, NAME

MEDIA_TYPES = ("image/jpeg", "image/png", "application/pdf")


class Document(models.Model):
    """A paper or photo 材料; its content is an encrypted file, found by a keyed digest (see `doudi.documents.vault`).

    `evidence` keeps what a camera wrote into a photo of a survey or notice: when and where. Other photos lose it.
    """

    application_id: int
    member_id: int | None
    application = models.ForeignKey(Application, models.PROTECT, related_name="documents", verbose_name="申请")
    member = models.ForeignKey(FamilyMember, models.PROTECT, null=True, blank=True, verbose_name="家庭成员")
    kind = models.CharField("种类", max_length=40)
    title = models.CharField("文件名", max_length=200, blank=True)
    digest = models.CharField("摘要", max_length=64)
    media_type = models.CharField("格式", max_length=30)
    bytes = models.PositiveIntegerField("字节数")
    evidence = models.JSONField("拍摄信息", default=dict, blank=True)
    uploaded_by = models.ForeignKey(Account, models.PROTECT, verbose_name="上传账号")
    uploaded_on = models.DateField("上传日期")
    uploaded_at = models.DateTimeField("上传时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "材料"
        verbose_name_plural = "材料"
        triggers: ClassVar = [AppendOnly()]
        indexes: ClassVar = [models.Index(fields=["digest"], name="document_digest")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "member", "kind", "digest"], nulls_distinct=False, name="document_handed_in_once"
            ),
            models.CheckConstraint(condition=Q(kind__regex=NAME), name="document_has_a_kind"),
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="document_is_digested"),
            models.CheckConstraint(condition=Q(media_type__in=MEDIA_TYPES), name="document_media_type_is_known"),
            models.CheckConstraint(condition=Q(bytes__gt=0), name="document_is_not_empty"),
        ]

    def __str__(self) -> str:
        """Say what kind of paper."""
        return self.kind


class Supplement(models.Model):
    """What an application lacks, told once and whole 一次性告知 (minfa-2021-57#10); a second row is refused."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="supplement", verbose_name="申请")
    told_on = models.DateField("告知日期")
    told_by = models.ForeignKey(Officer, models.PROTECT, verbose_name="告知人")
    due_on = models.DateField("补齐期限", null=True, blank=True)
    items = models.JSONField("应补内容")

    class Meta:
        verbose_name = "补正告知"
        verbose_name_plural = "补正告知"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gt=F("told_on")), name="supplement_leaves_time"
            ),
            models.CheckConstraint(condition=~Q(items=[]), name="supplement_names_something"),
        ]

    def __str__(self) -> str:
        """Say when it was told."""
        return f"{self.told_on}"
