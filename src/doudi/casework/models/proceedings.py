"""What happens before the decision: opinions, the meeting of the village, notices and objections."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from doudi.accounts.encrypted import EncryptedTextField
from doudi.accounts.models import Officer
from doudi.audit.append_only import AppendOnly
from doudi.casework.models.case import Case
from doudi.casework.steps import AtLevel, Recommends
from doudi.determination.models import Determination
from doudi.intake.models import Document
from doudi.kernel.patterns import SOMETHING


class Opinion(models.Model):
    """What an officer proposes 初审意见 or, at the county, 审核意见, on the ground of one determination."""

    case_id: int
    by_id: int
    determination_id: int
    decisions: models.Manager[Any]
    case = models.ForeignKey(Case, models.PROTECT, related_name="opinions", verbose_name="办件")
    determination = models.ForeignKey(Determination, models.PROTECT, related_name="+", verbose_name="认定结果")
    recommends = models.CharField("建议", max_length=10, choices=Recommends.choices)
    at_level = models.CharField("层级", max_length=10, choices=AtLevel.choices)
    text = models.TextField("意见")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="提出人")
    given_on = models.DateField("提出日期")

    class Meta:
        verbose_name = "初审意见"
        verbose_name_plural = "初审意见"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(text__regex=SOMETHING), name="opinion_says_something"),
            # What the foreign key of two columns of a decision points at (see the migration).
            models.UniqueConstraint(fields=["id", "by"], name="opinion_key_for_decision"),
        ]

    def __str__(self) -> str:
        """Say what it asks for."""
        return f"{Recommends(self.recommends).label} {self.given_on}"


class Deliberation(models.Model):
    """A meeting of the village 民主评议: who came, how many stood for the villagers, and what it found."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="deliberations", verbose_name="办件")
    held_on = models.DateField("评议日期")
    present = models.PositiveSmallIntegerField("参加人数")
    representatives = models.PositiveSmallIntegerField("村（居）民代表人数")
    conclusion = models.TextField("结论")
    disputed = models.BooleanField("争议较大")
    record = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="记录")
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "民主评议"
        verbose_name_plural = "民主评议"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(present__gt=0, representatives__lte=F("present")), name="deliberation_counts_fit"
            ),
            models.CheckConstraint(condition=Q(conclusion__regex=SOMETHING), name="deliberation_concludes"),
        ]

    def __str__(self) -> str:
        """Say when."""
        return f"{self.held_on}"


class Notice(models.Model):
    """A notice on the board of the village 公示, with its last day. The photo may come later."""

    case_id: int
    objections: models.Manager[Any]
    case = models.ForeignKey(Case, models.PROTECT, related_name="notices", verbose_name="办件")
    at_level = models.CharField("层级", max_length=10, choices=AtLevel.choices)
    place = models.CharField("张贴地点区划", max_length=12)
    posted_on = models.DateField("张贴日期")
    ends_on = models.DateField("公示末日")
    posted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="张贴人")
    board_photo = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公示照片"
    )

    class Meta:
        verbose_name = "公示"
        verbose_name_plural = "公示"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("posted_on")), name="notice_lasts"),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="notice_stands", exclude=["board_photo"]),
            pgtrigger.Protect(name="notice_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Say until when."""
        return f"{self.posted_on}—{self.ends_on}"


class Objection(models.Model):
    """Somebody objects to a notice 异议; it stays open until it is settled with a reason."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections", verbose_name="公示")
    raised_on = models.DateField("提出日期")
    by_name = EncryptedTextField("提出人", blank=True)
    text = models.TextField("内容")
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")
    settled_on = models.DateField("处理日期", null=True, blank=True)
    settled_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理人"
    )
    settlement = models.TextField("处理结果", blank=True)

    class Meta:
        verbose_name = "异议"
        verbose_name_plural = "异议"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(text__regex=SOMETHING), name="objection_says_something"),
            models.CheckConstraint(
                condition=Q(settled_on=None, settled_by=None, settlement="")
                | Q(
                    settled_on__isnull=False,
                    settled_on__gte=F("raised_on"),
                    settled_by__isnull=False,
                    settlement__regex=SOMETHING,
                ),
                name="objection_is_settled_whole",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="objection_stands", exclude=["settled_on", "settled_by", "settlement"]),
            pgtrigger.Protect(name="objection_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Say when; never who."""
        return f"{self.raised_on}"
