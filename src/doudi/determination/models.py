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

from doudi.accounts.models import Office, Officer
from doudi.audit.append_only import AppendOnly
from doudi.determination.inputs import HouseholdFacts, MemberFacts, ObligorFacts
from doudi.intake.models import Application, FamilyMember
from doudi.kernel.patterns import COUNTY_OR_ABOVE, DIGEST, PLACE
from doudi.standards.models import Proposal


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


class Progress(models.TextChoices):
    """How far a simulation is."""

    WAITING = "waiting", "排队等候"
    RUNNING = "running", "正在测算"
    DONE = "done", "已测算"
    FAILED = "failed", "没有算成"


class PolicySimulation(models.Model):
    """What a change of figures would do to the register of a place 政策影响测算: asked by whom, under which law.

    `changes` are pairs of a parameter and a share or value as they were typed, `draft` the files of a draft pack by
    their paths. `result` holds sums alone, and of small
    numbers only that they are small (`determination.hiding`): nobody can be told from it.
    """

    proposal_id: int | None
    asked_by_id: int
    place = models.CharField("行政区划", max_length=6)
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="提出人")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="单位")
    asked_on = models.DateField("提出日期")
    asked_at = models.DateTimeField("提出时间", db_default=Now(), editable=False)
    on = models.DateField("按哪一天的政策")
    changes = models.JSONField("改动")
    draft = models.JSONField("政策包草案", default=dict, blank=True)
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="simulations", verbose_name="拟公布的标准"
    )
    progress = models.CharField("进度", max_length=10, choices=Progress.choices, default=Progress.WAITING)
    done = models.IntegerField("已读户数", default=0)
    whole = models.IntegerField("全部户数", default=0)
    told = models.TextField("没有算成的原因", blank=True)
    law_before = models.CharField("现行法律快照", max_length=64, blank=True)
    law_after = models.CharField("变动后法律快照", max_length=64, blank=True)
    result = models.JSONField("结果", null=True, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = "政策影响测算"
        verbose_name_plural = "政策影响测算"
        indexes: ClassVar = [models.Index(fields=["place", "-id"], name="simulation_of_a_place")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(place__regex=COUNTY_OR_ABOVE), name="simulation_has_a_place"),
            models.CheckConstraint(condition=Q(progress__in=Progress.values), name="simulation_has_a_progress"),
            models.CheckConstraint(
                condition=Q(progress=Progress.DONE, result__isnull=False) | ~Q(progress=Progress.DONE),
                name="simulation_done_has_a_result",
            ),
        ]

    def __str__(self) -> str:
        """Name it by its number."""
        return f"{self.pk}"
