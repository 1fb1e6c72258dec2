"""What sources delivered, what came of it, that it was forgotten; and which token is whose."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from doudi.accounts.encrypted import EncryptedTextField
from doudi.audit.append_only import AppendOnly
from doudi.intake.models import FamilyMember
from doudi.kernel.patterns import DIGEST, NAME, PLACE, SOMETHING

STATUSES = 5
"""Kinds of resident numbers that are counted (`matching.numbers.Status`)."""


class MemberToken(models.Model):
    """The keyed token of a member's number 证件标记: what stored answers hold instead of it."""

    member_id: int
    member = models.OneToOneField(FamilyMember, models.PROTECT, related_name="token", verbose_name="家庭成员")
    token = models.BigIntegerField("标记")

    class Meta:
        verbose_name = "证件标记"
        verbose_name_plural = "证件标记"
        triggers: ClassVar = [AppendOnly()]
        indexes: ClassVar = [models.Index(fields=["token"], name="member_by_token")]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(token=0), name="token_is_somebodys")]

    def __str__(self) -> str:
        """The member's key only."""
        return f"{self.member_id}"


class Roster(models.Model):
    """Whom a source was asked about at once 授权名单: members with leave in force, as keyed tokens."""

    source = models.CharField("来源", max_length=60)
    place = models.CharField("行政区划", max_length=12)
    made_on = models.DateField("制表日期")
    tokens = ArrayField(models.BigIntegerField(), verbose_name="证件标记")
    recorded_at = models.DateTimeField("录入时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "授权名单"
        verbose_name_plural = "授权名单"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(source__regex=NAME, place__regex=PLACE), name="roster_is_of_a_source"),
        ]

    def __str__(self) -> str:
        """Source and day."""
        return f"{self.source} {self.made_on}"


class DeliveryOutcome(models.TextChoices):
    """What came of a delivery."""

    LOADED = "loaded", "已接收"
    QUARANTINED = "quarantined", "已退回"


class Delivery(models.Model):
    """One delivery of a source 交付, as it was received; what follows stands in the row that replaces it.

    `content` digests manifest and file: the same again is the same row. `number` is the holder's own. `as_of` is the
    day of which it speaks; of one whose manifest cannot be read as much as could be. Its rows are in a file.
    """

    replaces_id: int | None
    replaced_by: Any
    source = models.CharField("来源", max_length=60, blank=True)
    place = models.CharField("行政区划", max_length=12, blank=True)
    as_of = models.DateField("数据日期", null=True, blank=True)
    number = models.CharField("交付编号", max_length=60, blank=True)
    content = models.CharField("摘要", max_length=64, unique=True)
    outcome = models.CharField("结果", max_length=12, choices=DeliveryOutcome.choices)
    whole = models.BooleanField("全量", default=False)
    roster = models.ForeignKey(Roster, models.PROTECT, null=True, blank=True, verbose_name="授权名单")
    rows = models.PositiveBigIntegerField("行数", default=0)
    kept = models.PositiveBigIntegerField("留存行数", default=0)
    remainder = models.PositiveBigIntegerField("号码待核行数", default=0)
    unasked = models.PositiveBigIntegerField("无授权行数", default=0)
    statuses = ArrayField(models.BigIntegerField(), verbose_name="号码情况", default=list, blank=True)
    flaws = models.JSONField("问题", default=list, blank=True)
    flaw_count = models.PositiveBigIntegerField("问题数", default=0)
    loaded_on = models.DateField("接收日期")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="替换的交付"
    )
    recorded_at = models.DateTimeField("录入时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "交付"
        verbose_name_plural = "交付"
        triggers: ClassVar = [AppendOnly()]
        indexes: ClassVar = [models.Index(fields=["source", "as_of"], name="delivery_of_a_day")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(outcome__in=DeliveryOutcome.values), name="delivery_has_an_outcome"),
            models.CheckConstraint(condition=Q(content__regex=DIGEST), name="delivery_has_a_digest"),
            models.CheckConstraint(
                condition=~Q(outcome=DeliveryOutcome.LOADED)
                | Q(
                    source__regex=NAME, place__regex=PLACE, as_of__isnull=False, number__regex=SOMETHING, flaw_count=0,
                    rows=F("kept") + F("remainder") + F("unasked"), statuses__len=STATUSES,
                ),
                name="delivery_loaded_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=DeliveryOutcome.LOADED) | Q(whole=True) ^ Q(roster__isnull=False),
                name="delivery_answers_a_roster_or_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=DeliveryOutcome.QUARANTINED)
                | Q(flaw_count__gt=0, kept=0, remainder=0, unasked=0, replaces__isnull=True),
                name="delivery_quarantined_says_why_and_keeps_nothing",
            ),
            models.CheckConstraint(
                condition=Q(as_of__isnull=True) | Q(as_of__lte=F("loaded_on")), name="delivery_is_of_no_later_day"
            ),
            models.UniqueConstraint(
                fields=["source", "place", "number"], condition=Q(outcome=DeliveryOutcome.LOADED),
                name="delivery_number_once",
            ),
            models.UniqueConstraint(
                fields=["source", "place", "as_of"],
                condition=Q(outcome=DeliveryOutcome.LOADED, replaces__isnull=True),
                name="delivery_one_first_a_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Name source, number and outcome."""
        return f"{self.source} {self.number} {self.outcome}"


class DeliveryKey(models.Model):
    """The key of the file in which the rows of a delivery are 交付密钥. Gone with it are the rows, in copies too."""

    delivery_id: int
    delivery = models.OneToOneField(Delivery, models.PROTECT, related_name="key", verbose_name="交付")
    key = EncryptedTextField("密钥")

    class Meta:
        verbose_name = "交付密钥"
        verbose_name_plural = "交付密钥"

    def __str__(self) -> str:
        """The delivery only."""
        return f"{self.delivery_id}"


class Forgetting(models.Model):
    """That the rows of a delivery were deleted 到期删除: when, after how many days, how many, and of which file."""

    delivery_id: int
    delivery = models.OneToOneField(Delivery, models.PROTECT, related_name="forgetting", verbose_name="交付")
    forgotten_on = models.DateField("删除日期")
    kept_days = models.PositiveIntegerField("保存天数")
    ground = models.CharField("依据", max_length=200)
    rows = models.PositiveBigIntegerField("删除行数")
    digest = models.CharField("文件摘要", max_length=64, blank=True)
    recorded_at = models.DateTimeField("录入时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "到期删除"
        verbose_name_plural = "到期删除"
        triggers: ClassVar = [
            AppendOnly(),
            pgtrigger.Trigger(
                name="forgets_the_key", operation=pgtrigger.Insert, when=pgtrigger.Before,
                func="""
                    DELETE FROM verification_deliverykey WHERE delivery_id = NEW.delivery_id;
                    RETURN NEW;
                """,
            ),
        ]  # fmt: skip
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ground__regex=SOMETHING), name="forgetting_has_a_ground"),
        ]

    def __str__(self) -> str:
        """Say of which delivery and when."""
        return f"{self.delivery_id} {self.forgotten_on}"
