"""What the sources said of single facts, what was settled on, and the report."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import BigIntegerField, F, Func, Q, Value
from django.db.models.functions import Cast, Coalesce

from doudi.accounts.models import Officer
from doudi.audit.append_only import AppendOnly
from doudi.intake.models import Application, FamilyMember, Supporter
from doudi.intake.models.frozen import frozen, kept
from doudi.kernel.patterns import DIGEST, NAME, SOMETHING
from doudi.verification.models.asking import CheckRequest, SourceAnswer

NOBODY = 0
CLOSED_ALREADY = pgtrigger.Condition("NOT upper_inf(OLD.known) OR lower(NEW.known) <> lower(OLD.known)")


class FoundFact(models.Model):
    """One fact in the answer of a source 核对查明, as the engine stores it; only an answer with a result has any."""

    answer_id: int
    member_id: int | None
    answer = models.ForeignKey(SourceAnswer, models.PROTECT, related_name="facts", verbose_name="来源答复")
    member = models.ForeignKey(FamilyMember, models.PROTECT, null=True, blank=True, verbose_name="家庭成员")
    fact = models.CharField("项目", max_length=60)
    value = models.BigIntegerField("值")

    class Meta:
        verbose_name = "核对查明项目"
        verbose_name_plural = "核对查明项目"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["answer", "member", "fact"], nulls_distinct=False, name="found_once_an_answer"
            ),
            models.CheckConstraint(condition=Q(fact__regex=NAME), name="found_fact_is_a_name"),
        ]

    def __str__(self) -> str:
        """Name the fact, never its value."""
        return self.fact


class Ground(models.TextChoices):
    """What a settled fact rests on."""

    DECLARED = "declared", "采信申报"
    SOURCE = "source", "采信核对结果"
    VISIT = "visit", "采信入户调查"
    EVIDENCE = "evidence", "采信佐证材料"


def _same_key() -> list[tuple[Func, str]]:
    keys = (F("application"), Coalesce(F("member"), NOBODY), Coalesce(F("supporter"), NOBODY), _hashed(F("fact")))
    return [(_only(Cast(key, BigIntegerField())), RangeOperators.OVERLAPS) for key in keys]


def _only(number: Cast) -> Func:
    return Func(number, number, Value("[]"), function="int8range")


def _hashed(text: F) -> Func:
    return Func(text, Value(0), function="hashtextextended", output_field=BigIntegerField())


class AdoptedFact(models.Model):
    """What counts where declared, found and seen differ 认定采信, with ground and reason; a correction is a new row.

    `declared` and `found` are what the officer had before them; `known` is since when, and until when, it was held.
    """

    application_id: int
    member_id: int | None
    supporter_id: int | None
    application = models.ForeignKey(Application, models.PROTECT, related_name="adopted", verbose_name="申请")
    member = models.ForeignKey(FamilyMember, models.PROTECT, null=True, blank=True, verbose_name="家庭成员")
    supporter = models.ForeignKey(Supporter, models.PROTECT, null=True, blank=True, verbose_name="法定义务人")
    fact = models.CharField("项目", max_length=60)
    declared = models.BigIntegerField("申报值", null=True, blank=True)
    found = models.BigIntegerField("核对值", null=True, blank=True)
    seen = models.BigIntegerField("入户值", null=True, blank=True)
    adopted = models.BigIntegerField("采信值")
    ground = models.CharField("采信依据", max_length=10, choices=Ground.choices)
    reason = models.CharField("理由", max_length=500, blank=True)
    settled_by = models.ForeignKey(Officer, models.PROTECT, verbose_name="认定人")
    settled_on = models.DateField("认定日期")
    known = DateTimeRangeField("认定期间（系统时间）")

    class Meta:
        verbose_name = "采信项目"
        verbose_name_plural = "采信项目"
        triggers: ClassVar = [
            kept(),
            frozen(
                "application", "member", "supporter", "fact", "declared", "found", "seen", "adopted", "ground",
                "reason", "settled_by", "settled_on",
            ),
            AppendOnly(name="closed_once", operation=pgtrigger.Update, condition=CLOSED_ALREADY),
        ]  # fmt: skip
        constraints: ClassVar = [
            ExclusionConstraint(
                name="adopted_one_at_a_time", expressions=[*_same_key(), ("known", RangeOperators.OVERLAPS)]
            ),
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="adopted_has_a_ground"),
            models.CheckConstraint(condition=Q(fact__regex=NAME), name="adopted_fact_is_a_name"),
            models.CheckConstraint(
                condition=Q(supporter__isnull=True) | Q(member__isnull=False), name="adopted_supporter_has_a_member"
            ),
            models.CheckConstraint(
                condition=Q(ground=Ground.DECLARED, declared__isnull=False, adopted=F("declared"))
                | Q(ground=Ground.SOURCE, found__isnull=False, adopted=F("found"))
                | Q(ground=Ground.VISIT, seen__isnull=False, adopted=F("seen"))
                | Q(ground=Ground.EVIDENCE, reason__regex=SOMETHING),
                name="adopted_rests_on_its_ground",
            ),
            models.CheckConstraint(
                condition=Q(found__isnull=True) | Q(adopted=F("found")) | Q(reason__regex=SOMETHING),
                name="adopted_against_a_source_says_why",
            ),
            models.CheckConstraint(
                condition=Q(known__isempty=False, known__lower_inf=False), name="adopted_known_since"
            ),
        ]

    def __str__(self) -> str:
        """Name the fact, never its value."""
        return self.fact


class Report(models.Model):
    """The report of a check 核对报告, frozen: keys and facts, no names and no numbers."""

    request = models.ForeignKey(CheckRequest, models.PROTECT, related_name="reports", verbose_name="核对请求")
    made_on = models.DateField("出具日期")
    made_by = models.ForeignKey(Officer, models.PROTECT, verbose_name="出具人")
    content = models.JSONField("内容")
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = "核对报告"
        verbose_name_plural = "核对报告"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="report_is_digested"),
        ]

    def __str__(self) -> str:
        """Give the day and the head of the digest."""
        return f"{self.made_on} {self.digest[:8]}"


class OpenDifferences(models.Model):
    """How many differences of an application nobody has settled 未认定差异, as counted after the last act.

    Kept so that a list of cases can say it with one query; there is no row while nothing ever differed.
    """

    application_id: int
    application = models.OneToOneField(
        Application, models.PROTECT, related_name="open_differences", verbose_name="申请"
    )
    number = models.PositiveIntegerField("项数")
    counted_on = models.DateField("计数日期")

    class Meta:
        verbose_name = "未认定差异"
        verbose_name_plural = "未认定差异"

    def __str__(self) -> str:
        """Say how many."""
        return f"{self.number}"
