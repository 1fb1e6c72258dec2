"""What was determined, from what, under which law. Append-only, and without names: rows hold keys of persons.

One reading of a family is frozen once (`InputHousehold` and below it, a column a fact); every programme that was
determined from it points at it, and so does the law it was determined under.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from doudi.audit.append_only import AppendOnly
from doudi.determination.inputs import HouseholdFacts, MemberFacts, ObligorFacts
from doudi.intake.models import Application, FamilyMember
from doudi.kernel.patterns import DIGEST, PLACE


class PacksText(models.Model):
    """The text of all packs as they stood 规则文本, kept once for each of their digests."""

    digest = models.CharField("规则包摘要", max_length=64, unique=True)
    archive = models.BinaryField("压缩的规则包")
    kept_at = models.DateTimeField("保存时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "规则文本"
        verbose_name_plural = "规则文本"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="packs_text_digest")]

    def __str__(self) -> str:
        """Name it by its digest."""
        return self.digest[:8]


class LawText(models.Model):
    """A law snapshot 法律快照: the packs and the published values over them; enough to make it again."""

    digest = models.CharField("快照摘要", max_length=64, unique=True)
    packs = models.ForeignKey(PacksText, models.PROTECT, verbose_name="规则文本")
    releases = ArrayField(models.BigIntegerField(), verbose_name="已公布的标准", default=list)
    kept_at = models.DateTimeField("保存时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "法律快照"
        verbose_name_plural = "法律快照"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="law_text_digest")]

    def __str__(self) -> str:
        """Name it by its digest."""
        return self.digest[:8]


class InputHousehold(HouseholdFacts):
    """A family as it was determined 采用的家庭情况, frozen."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="inputs", verbose_name="申请")
    place = models.CharField("行政区划", max_length=12)
    on = models.DateField("适用日期")
    provenance = models.JSONField("来源", default=dict)
    carried = models.JSONField("上月状态", default=dict)

    class Meta(HouseholdFacts.Meta):
        abstract = False
        verbose_name = "采用的家庭情况"
        verbose_name_plural = "采用的家庭情况"
        triggers: ClassVar = [AppendOnly()]
        indexes: ClassVar = [models.Index(fields=["place", "on"], name="input_household_place")]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(place__regex=PLACE), name="input_has_a_place")]

    def __str__(self) -> str:
        """Say where and when."""
        return f"{self.place} {self.on}"


class InputMember(MemberFacts):
    """A member as determined 采用的成员情况. `key` is the member's id in the record (`m1`)."""

    household = models.ForeignKey(InputHousehold, models.PROTECT, related_name="members", verbose_name="家庭")
    member = models.ForeignKey(FamilyMember, models.PROTECT, null=True, related_name="+", verbose_name="申请家庭成员")
    position = models.PositiveSmallIntegerField("次序")
    key = models.CharField("记录中的编号", max_length=20)
    obligors_known = models.BooleanField("法定义务人是否已知")
    provenance = models.JSONField("来源", default=dict)
    carried = models.JSONField("上月状态", default=dict)

    class Meta(MemberFacts.Meta):
        abstract = False
        verbose_name = "采用的成员情况"
        verbose_name_plural = "采用的成员情况"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["household", "position"], name="input_member_once"),
            models.UniqueConstraint(fields=["household", "key"], name="input_member_key_once"),
        ]

    def __str__(self) -> str:
        """Name the key."""
        return self.key


class InputObligor(ObligorFacts):
    """A legal supporter as determined 采用的法定义务人情况."""

    member = models.ForeignKey(InputMember, models.PROTECT, related_name="obligors", verbose_name="成员")
    position = models.PositiveSmallIntegerField("次序")
    provenance = models.JSONField("来源", default=dict)

    class Meta(ObligorFacts.Meta):
        abstract = False
        verbose_name = "采用的法定义务人情况"
        verbose_name_plural = "采用的法定义务人情况"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "position"], name="input_obligor_once"),
        ]

    def __str__(self) -> str:
        """Name the position."""
        return f"{self.position}"


class Purpose(models.TextChoices):
    """What a determination was made for."""

    PROVISIONAL = "provisional", "试算"
    OPINION = "opinion", "初审"
    DECISION = "decision", "确认"
    RECOMPUTATION = "recomputation", "重新计算"


class Result(models.TextChoices):
    """The outcome; only ineligible, with its reasons, can become a refusal."""

    ELIGIBLE = "eligible", "符合条件"
    INELIGIBLE = "ineligible", "不符合条件"
    UNDETERMINED = "undetermined", "还不能判断"


class Determination(models.Model):
    """What the engine computed for one programme 测算结果: amounts are fen a month, `trace` is the whole record."""

    application_id: int
    member_id: int | None
    inputs_id: int
    law_id: int
    application = models.ForeignKey(Application, models.PROTECT, related_name="determinations", verbose_name="申请")
    inputs = models.ForeignKey(InputHousehold, models.PROTECT, related_name="determinations", verbose_name="采用情况")
    member = models.ForeignKey(FamilyMember, models.PROTECT, null=True, related_name="+", verbose_name="成员")
    programme = models.CharField("项目", max_length=40)
    place = models.CharField("行政区划", max_length=12)
    on = models.DateField("适用日期")
    purpose = models.CharField("用途", max_length=20, choices=Purpose.choices)
    status = models.CharField("结论", max_length=20, choices=Result.choices)
    amount_fen = models.BigIntegerField("月救助金额（分）", null=True)
    per_person_fen = models.BigIntegerField("每人每月金额（分）", null=True)
    components = models.JSONField("金额构成", default=list)
    persons = ArrayField(models.BigIntegerField(), verbose_name="保障的家庭成员", default=list)
    law = models.ForeignKey(LawText, models.PROTECT, verbose_name="法律快照")
    code_version = models.CharField("程序版本", max_length=60)
    trace = models.BinaryField("测算记录")
    made_by_id = models.BigIntegerField("测算账号", null=True)
    made_at = models.DateTimeField("测算时间", db_default=Now(), editable=False)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, verbose_name="替代的测算")

    class Meta:
        verbose_name = "测算"
        verbose_name_plural = "测算"
        triggers: ClassVar = [AppendOnly()]
        indexes: ClassVar = [models.Index(fields=["application", "programme", "-id"], name="determination_latest")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(place__regex=PLACE), name="determination_has_a_place"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="determination_has_a_purpose"),
            models.CheckConstraint(condition=Q(status__in=Result.values), name="determination_has_a_result"),
            models.CheckConstraint(
                condition=Q(amount_fen__isnull=True) | Q(amount_fen__gte=0, status=Result.ELIGIBLE),
                name="determination_amount_needs_eligible",
            ),
        ]

    def __str__(self) -> str:
        """Say programme and outcome."""
        return f"{self.programme} {self.status}"
