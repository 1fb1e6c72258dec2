"""What was decided, why, what the person was told, and what they did about it."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from doudi.accounts.encrypted import EncryptedTextField
from doudi.accounts.models import Officer
from doudi.audit.append_only import AppendOnly
from doudi.casework.models.case import Case
from doudi.casework.models.proceedings import Opinion
from doudi.casework.steps import AtLevel, Delivery, Kind, ReviewOutcome
from doudi.determination.models import Determination
from doudi.kernel.patterns import DIGEST, SOMETHING

MONEY_KINDS = (Kind.GRANT, Kind.ADJUST)
OTHER_KINDS = (Kind.REFUSE, Kind.SUSPEND, Kind.STOP)


class Decision(models.Model):
    """What an authorised officer decided 决定.

    The database refuses a proposer who decides, and a decision that its determination does not bear.
    """

    opinion_id: int
    determination_id: int
    reasons: models.Manager[Any]
    reconsiderations: models.Manager[Any]
    case_id: int
    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions", verbose_name="办件")
    determination = models.ForeignKey(Determination, models.PROTECT, related_name="+", verbose_name="认定结果")
    kind = models.CharField("决定", max_length=10, choices=Kind.choices)
    amount_fen = models.BigIntegerField("月金额（分）", null=True, blank=True)
    first_month = models.DateField("起始月", null=True, blank=True)
    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="decisions", verbose_name="意见")
    proposed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="提出人")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="决定人")
    at_level = models.CharField("决定层级", max_length=10, choices=AtLevel.choices)
    made_on = models.DateField("决定日期")

    class Meta:
        verbose_name = "决定"
        verbose_name_plural = "决定"
        triggers: ClassVar = [AppendOnly()]
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="decision_case")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(by=F("proposed_by")), name="decision_by_another_than_the_proposer"),
            models.CheckConstraint(
                condition=Q(kind__in=MONEY_KINDS, amount_fen__gt=0) | Q(kind__in=OTHER_KINDS, amount_fen__isnull=True),
                name="decision_money_where_given",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.REFUSE, first_month=None)
                | (~Q(kind=Kind.REFUSE) & Q(first_month__isnull=False, first_month__day=1)),
                name="decision_month_where_it_bites",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind__in=[Kind.GRANT, Kind.REFUSE]), name="decision_once_a_case"
            ),
            models.UniqueConstraint(fields=["opinion"], name="decision_once_an_opinion"),
        ]

    def __str__(self) -> str:
        """Say what was decided."""
        return f"{Kind(self.kind).label} {self.made_on}"


class Reason(models.Model):
    """One ground of a decision 理由, with its articles, in the words the person reads."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="reasons", verbose_name="决定")
    position = models.PositiveSmallIntegerField("次序")
    text = models.TextField("理由")
    cites = ArrayField(models.CharField(max_length=80), verbose_name="依据", default=list, blank=True)

    class Meta:
        verbose_name = "理由"
        verbose_name_plural = "理由"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "position"], name="reason_has_its_place"),
            models.CheckConstraint(condition=Q(text__regex=SOMETHING), name="reason_says_something"),
        ]

    def __str__(self) -> str:
        """Say its place."""
        return f"{self.position}"


class Letter(models.Model):
    """A letter to the person 文书: its content is frozen when it is issued; only its delivery is added."""

    decision_id: int
    remedies: models.Manager[Any]
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="letter", verbose_name="决定")
    kind = models.CharField("决定", max_length=10, choices=Kind.choices)
    number = models.CharField("文号", max_length=60, unique=True)
    content = EncryptedTextField("内容")
    digest = models.CharField("内容摘要", max_length=64)
    issued_on = models.DateField("制发日期")
    issued_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="制发人")
    delivered_on = models.DateField("送达日期", null=True, blank=True)
    delivered_how = models.CharField("送达方式", max_length=10, choices=Delivery.choices, blank=True)

    class Meta:
        verbose_name = "文书"
        verbose_name_plural = "文书"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="letter_digest_is_sha256"),
            models.CheckConstraint(
                condition=Q(delivered_on=None, delivered_how="")
                | Q(delivered_on__isnull=False, delivered_on__gte=F("issued_on"), delivered_how__in=Delivery.values),
                name="letter_delivered_later",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="letter_stands", exclude=["delivered_on", "delivered_how"]),
            pgtrigger.Protect(name="letter_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Give the number."""
        return self.number


class Remedy(models.Model):
    """A way to have the decision looked at again 救济途径, as the letter tells it."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="remedies", verbose_name="文书")
    kind = models.CharField("途径", max_length=20)
    body = models.CharField("受理机关", max_length=200)
    period = models.CharField("期限", max_length=20)
    cites = ArrayField(models.CharField(max_length=80), verbose_name="依据")

    class Meta:
        verbose_name = "救济途径"
        verbose_name_plural = "救济途径"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "kind"], name="remedy_told_once"),
            models.CheckConstraint(
                condition=Q(body__regex=SOMETHING, period__regex=SOMETHING, cites__len__gte=1), name="remedy_is_whole"
            ),
        ]

    def __str__(self) -> str:
        """Say which."""
        return self.kind


class Reconsideration(models.Model):
    """The person asked for a review of the decision 行政复议; its outcome is told by a later row."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="reconsiderations", verbose_name="决定")
    body = models.CharField("复议机关", max_length=200)
    filed_on = models.DateField("申请日期")
    late = models.BooleanField("逾期申请", default=False)
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")
    outcome = models.CharField(
        "结果",
        max_length=20,
        blank=True,
        choices=ReviewOutcome.choices,
    )
    outcome_on = models.DateField("结果日期", null=True, blank=True)

    class Meta:
        verbose_name = "行政复议"
        verbose_name_plural = "行政复议"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(body__regex=SOMETHING), name="reconsideration_names_a_body"),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on=None)
                | (~Q(outcome="") & Q(outcome_on__isnull=False, outcome_on__gte=F("filed_on"))),
                name="reconsideration_outcome_is_dated",
            ),
            models.UniqueConstraint(fields=["decision"], condition=Q(outcome=""), name="reconsideration_one_pending"),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="reconsideration_stands", exclude=["outcome", "outcome_on"]),
            pgtrigger.Protect(name="reconsideration_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Say when."""
        return f"{self.filed_on}"
