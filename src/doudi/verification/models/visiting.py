"""The visit to a family's home by two or more."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from doudi.accounts.models import Officer
from doudi.audit.append_only import AppendOnly
from doudi.intake.models import Application, FamilyMember, Supporter
from doudi.intake.models.frozen import frozen, kept
from doudi.kernel.patterns import NAME, SOMETHING


class VisitWay(models.TextChoices):
    """How the visit was made; from afar only in a major emergency (minfa-2021-57#16)."""

    HOME = "home", "入户"
    REMOTE = "remote", "电话、视频"


class HomeVisit(models.Model):
    """A visit by at least two people, signed by the family 入户调查 (minfa-2021-57#16), or why it did not sign."""

    application_id: int
    application = models.ForeignKey(Application, models.PROTECT, related_name="visits", verbose_name="申请")
    visited_on = models.DateField("调查日期")
    way = models.CharField("方式", max_length=10, choices=VisitWay.choices, default=VisitWay.HOME)
    place_note = models.CharField("调查地点", max_length=200, blank=True)
    family_signer = models.CharField("签字的家庭成员", max_length=60, blank=True)
    unsigned_reason = models.CharField("未签字原因", max_length=200, blank=True)
    findings = models.TextField("调查情况")
    opinion = models.TextField("调查意见")
    recorded_at = models.DateTimeField("录入时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "入户调查"
        verbose_name_plural = "入户调查"
        triggers: ClassVar = [
            kept(),
            frozen(
                "application",
                "visited_on",
                "way",
                "place_note",
                "unsigned_reason",
                "findings",
                "opinion",
                "recorded_at",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(way__in=VisitWay.values), name="visit_has_a_way"),
            models.CheckConstraint(
                condition=Q(family_signer__regex=SOMETHING, unsigned_reason="")
                | Q(family_signer="", unsigned_reason__regex=SOMETHING),
                name="visit_signed_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(findings__regex=SOMETHING, opinion__regex=SOMETHING), name="visit_says_what_was_seen"
            ),
        ]

    def __str__(self) -> str:
        """Say when."""
        return f"{self.application_id} {self.visited_on}"


class Visitor(models.Model):
    """One of those who visited 调查人员; at the end of the transaction the database counts two at least."""

    visit = models.ForeignKey(HomeVisit, models.PROTECT, related_name="visitors", verbose_name="入户调查")
    officer = models.ForeignKey(Officer, models.PROTECT, verbose_name="调查人员")

    class Meta:
        verbose_name = "调查人员"
        verbose_name_plural = "调查人员"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [models.UniqueConstraint(fields=["visit", "officer"], name="visitor_counts_once")]

    def __str__(self) -> str:
        """Name the officer."""
        return str(self.officer)


class VisitFact(models.Model):
    """Something seen or heard on a visit 入户查明, as the engine stores it."""

    member_id: int | None
    supporter_id: int | None
    visit = models.ForeignKey(HomeVisit, models.PROTECT, related_name="facts", verbose_name="入户调查")
    member = models.ForeignKey(FamilyMember, models.PROTECT, null=True, blank=True, verbose_name="家庭成员")
    supporter = models.ForeignKey(Supporter, models.PROTECT, null=True, blank=True, verbose_name="法定义务人")
    fact = models.CharField("项目", max_length=60)
    value = models.BigIntegerField("值")

    class Meta:
        verbose_name = "入户查明项目"
        verbose_name_plural = "入户查明项目"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visit", "member", "supporter", "fact"], nulls_distinct=False, name="visit_fact_once"
            ),
            models.CheckConstraint(condition=Q(fact__regex=NAME), name="visit_fact_is_a_name"),
            models.CheckConstraint(
                condition=Q(supporter__isnull=True) | Q(member__isnull=False), name="visit_supporter_has_a_member"
            ),
        ]

    def __str__(self) -> str:
        """Name the fact, never its value."""
        return self.fact
