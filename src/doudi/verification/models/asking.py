"""Leave to ask, the request, and what each source answered."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from doudi.accounts.models import Officer
from doudi.audit.append_only import AppendOnly
from doudi.intake.models import Application, Document, FamilyMember
from doudi.intake.models.frozen import frozen, kept
from doudi.kernel.patterns import NAME, SOMETHING


class ConsentSigner(models.TextChoices):
    """Who signed for a member."""

    SELF = "self", "本人"
    GUARDIAN = "guardian", "监护人"


class ConsentEnd(models.TextChoices):
    """Why a consent holds no longer."""

    WITHDRAWN = "withdrawn", "本人撤回"
    NOT_GRANTED = "not_granted", "没有给予救助"
    BENEFIT_ENDED = "benefit_ended", "救助已经终止"
    FAMILY_CHANGED = "family_changed", "家庭成员有变化，须重新签署"


ENDS_LATER = pgtrigger.Q(old__ended_on__isnull=False) & (
    pgtrigger.Q(new__ended_on__isnull=True) | pgtrigger.Q(new__ended_on__gt=pgtrigger.F("old__ended_on"))
)
"""What ends with the benefit of a later month may still be withdrawn today; it is never lengthened or revived."""
OTHER_REASON = pgtrigger.Q(old__ended_on=pgtrigger.F("new__ended_on"), old__ended_why__df=pgtrigger.F("new__ended_why"))


class Consent(models.Model):
    """A member's leave to ask named sources about them 核对授权 (minfa-2021-57#9.3), from signing until it ends."""

    member_id: int
    member = models.ForeignKey(FamilyMember, models.PROTECT, related_name="consents", verbose_name="家庭成员")
    purpose = models.CharField("用途", max_length=200)
    sources = ArrayField(models.CharField(max_length=60), verbose_name="可查询的来源")
    signed_on = models.DateField("签署日期")
    signer = models.CharField("签署人身份", max_length=10, choices=ConsentSigner.choices)
    signer_name = models.CharField("签署人姓名", max_length=60)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, verbose_name="授权书")
    until_on = models.DateField("授权至（不含）", null=True, blank=True)
    ended_on = models.DateField("终止日期", null=True, blank=True)
    ended_why = models.CharField("终止原因", max_length=20, choices=ConsentEnd.choices, blank=True)
    recorded_at = models.DateTimeField("录入时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "核对授权"
        verbose_name_plural = "核对授权"
        triggers: ClassVar = [
            kept(),
            frozen(
                "member", "purpose", "sources", "signed_on", "signer", "document", "until_on", "recorded_at",
            ),
            AppendOnly(name="ends_no_later", operation=pgtrigger.Update, condition=ENDS_LATER),
            AppendOnly(name="keeps_why", operation=pgtrigger.Update, condition=OTHER_REASON),
        ]  # fmt: skip
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(signer__in=ConsentSigner.values), name="consent_has_a_signer"),
            models.CheckConstraint(
                condition=Q(signer_name__regex=SOMETHING, purpose__regex=SOMETHING), name="consent_is_signed"
            ),
            models.CheckConstraint(condition=Q(sources__len__gt=0), name="consent_names_sources"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("signed_on")), name="consent_ends_after_signing"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("signed_on")), name="consent_ends_once_signed"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_why="")
                | Q(ended_on__isnull=False, ended_why__in=ConsentEnd.values),
                name="consent_end_says_why",
            ),
        ]

    def __str__(self) -> str:
        """Say when it was signed."""
        return f"{self.member_id} {self.signed_on}"


class Unreachable(models.Model):
    """A member whose leave cannot be had 无法授权: missing, in prison. Nothing is asked about them."""

    member_id: int
    member = models.OneToOneField(FamilyMember, models.PROTECT, related_name="unreachable", verbose_name="家庭成员")
    reason = models.CharField("原因", max_length=200)
    noted_on = models.DateField("登记日期")
    noted_by = models.ForeignKey(Officer, models.PROTECT, verbose_name="登记人")

    class Meta:
        verbose_name = "无法取得授权"
        verbose_name_plural = "无法取得授权"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(reason__regex=SOMETHING), name="unreachable_has_a_reason"),
        ]

    def __str__(self) -> str:
        """Say why."""
        return self.reason


class CheckRequest(models.Model):
    """A request to check a family's circumstances 提请核对 (minfa-2021-57#15, #17).

    The database refuses it while a member has neither given leave nor is unreachable.
    """

    application_id: int
    answers: models.Manager[Any]
    application = models.ForeignKey(Application, models.PROTECT, related_name="checks", verbose_name="申请")
    requested_on = models.DateField("提请日期")
    requested_by = models.ForeignKey(Officer, models.PROTECT, verbose_name="提请人")
    sources = ArrayField(models.CharField(max_length=60), verbose_name="要查询的来源")
    recorded_at = models.DateTimeField("录入时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "核对请求"
        verbose_name_plural = "核对请求"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(sources__len__gt=0), name="check_asks_somebody"),
        ]

    def __str__(self) -> str:
        """Say of which application and when."""
        return f"{self.application_id} {self.requested_on}"


class AnswerKind(models.TextChoices):
    """How a source answered; a source that failed has found nothing out, which is not the same as finding nothing.

    REVIEW: what it delivered may be about the member, and an officer must say whether; until then it says nothing."""

    ANSWERED = "answered", "有结果"
    NOTHING_FOUND = "nothing_found", "查无记录"
    FAILED = "failed", "查询失败"
    REVIEW = "review", "待核实"


SAYS_NOTHING = (AnswerKind.FAILED, AnswerKind.REVIEW)
"""After these what the source said before still stands."""


class SourceAnswer(models.Model):
    """What one source said of one member 核对结果; asked again, it answers in a new attempt.

    `delivery`: what it was read from, where nobody entered it and no query brought it; `as_of_on` is its day."""

    request_id: int
    member_id: int
    delivery_id: int | None
    facts: models.Manager[Any]
    request = models.ForeignKey(CheckRequest, models.PROTECT, related_name="answers", verbose_name="核对请求")
    member = models.ForeignKey(FamilyMember, models.PROTECT, verbose_name="家庭成员")
    source = models.CharField("来源", max_length=60)
    attempt = models.PositiveSmallIntegerField("次数")
    outcome = models.CharField("结果", max_length=15, choices=AnswerKind.choices)
    answered_on = models.DateField("答复日期")
    reference = models.CharField("凭据编号或失败原因", max_length=200, blank=True)
    delivery = models.ForeignKey(
        "verification.Delivery", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="出自交付"
    )
    as_of_on = models.DateField("数据日期", null=True, blank=True)
    recorded_by = models.ForeignKey(Officer, models.PROTECT, verbose_name="录入人")
    recorded_at = models.DateTimeField("录入时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "来源答复"
        verbose_name_plural = "来源答复"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "member", "source", "attempt"], name="answer_once_an_attempt"),
            models.CheckConstraint(condition=Q(outcome__in=AnswerKind.values), name="answer_has_an_outcome"),
            models.CheckConstraint(condition=Q(source__regex=NAME), name="answer_has_a_source"),
            models.CheckConstraint(condition=Q(attempt__gte=1), name="answer_attempts_count_from_one"),
            models.CheckConstraint(
                condition=~Q(outcome=AnswerKind.FAILED) | Q(reference__regex=SOMETHING), name="answer_failure_says_why"
            ),
            models.CheckConstraint(
                condition=Q(delivery__isnull=True, as_of_on__isnull=True)
                | Q(delivery__isnull=False, as_of_on__isnull=False, as_of_on__lte=F("answered_on")),
                name="answer_from_a_delivery_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=AnswerKind.REVIEW) | Q(delivery__isnull=False, reference__regex=SOMETHING),
                name="answer_for_review_is_from_a_delivery",
            ),
        ]

    def __str__(self) -> str:
        """Name the source and the outcome."""
        return f"{self.source} {self.outcome}"
