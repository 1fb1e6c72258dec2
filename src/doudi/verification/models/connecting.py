"""How sources are reached over HTTP, and what each was asked of whom."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from doudi.accounts.models import Officer
from doudi.audit.append_only import AppendOnly
from doudi.intake.models import FamilyMember
from doudi.intake.models.frozen import frozen, kept, set_once
from doudi.kernel.patterns import DIGEST, NAME, SOMETHING
from doudi.verification.models.asking import CheckRequest, SourceAnswer


class SourceConnection(models.Model):
    """Where a source answers queries 来源接口, who speaks for it, and how it has done lately.

    `failures` in a row open the breaker at `opened_at`; `next_at` is when the next query may leave. Whole seconds and
    numbers, kept here so that every worker counts the same.
    """

    source = models.CharField("来源", max_length=60, unique=True)
    url = models.CharField("地址", max_length=300)
    holder_key = models.CharField("对方公钥", max_length=64)
    contact = models.CharField("联系人", max_length=200, blank=True)
    seconds = models.PositiveSmallIntegerField("一次最多等待（秒）")
    per_minute = models.PositiveSmallIntegerField("每分钟最多查询次数")
    connected_on = models.DateField("接通日期")
    disconnected_on = models.DateField("停用日期", null=True, blank=True)
    failures = models.PositiveSmallIntegerField("连续失败次数", default=0)
    opened_at = models.DateTimeField("暂停查询时间", null=True, blank=True)
    next_at = models.DateTimeField("下一次查询时间", null=True, blank=True)

    class Meta:
        verbose_name = "来源接口"
        verbose_name_plural = "来源接口"
        triggers: ClassVar = [kept(), frozen("source")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(source__regex=NAME), name="connection_has_a_source"),
            models.CheckConstraint(condition=Q(url__regex=r"^https?://\S+$"), name="connection_has_an_address"),
            models.CheckConstraint(condition=Q(holder_key__regex=DIGEST), name="connection_has_a_key"),
            models.CheckConstraint(condition=Q(seconds__gte=1, per_minute__gte=1), name="connection_is_bounded"),
        ]

    def __str__(self) -> str:
        """Name the source."""
        return self.source


class QueryProgress(models.TextChoices):
    """How far a query is."""

    WAITING = "waiting", "排队"
    SENT = "sent", "查询中"
    LATER = "later", "来源办理中"
    DONE = "done", "已答复"
    CALLED_OFF = "called_off", "没有查询"


UNDER_WAY = (QueryProgress.WAITING, QueryProgress.SENT, QueryProgress.LATER)


OVER = pgtrigger.Q(old__progress__in=[QueryProgress.DONE.value, QueryProgress.CALLED_OFF.value])


class SourceQuery(models.Model):
    """One question to one source about one member 联网查询, asked by an officer and put by a job.

    The database refuses it without the member's leave on the day it is asked, and again on each day it is sent.
    """

    request_id: int
    member_id: int
    answer_id: int | None
    request = models.ForeignKey(CheckRequest, models.PROTECT, related_name="queries", verbose_name="核对请求")
    member = models.ForeignKey(FamilyMember, models.PROTECT, related_name="+", verbose_name="家庭成员")
    source = models.CharField("来源", max_length=60)
    key = models.UUIDField("查询编号", unique=True, default=uuid4)
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="查询人")
    asked_on = models.DateField("查询日期")
    asked_at = models.DateTimeField("提出时间", db_default=Now(), editable=False)
    progress = models.CharField("进度", max_length=10, choices=QueryProgress.choices, default=QueryProgress.WAITING)
    sent_on = models.DateField("发出日期", null=True, blank=True)
    first_sent_at = models.DateTimeField("首次发出时间", null=True, blank=True)
    due_at = models.DateTimeField("再次询问时间", null=True, blank=True)
    as_of_on = models.DateField("数据截止日期", null=True, blank=True)
    answer = models.OneToOneField(
        SourceAnswer, models.PROTECT, null=True, blank=True, related_name="query", verbose_name="来源答复"
    )
    told = models.CharField("没有查询的原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "联网查询"
        verbose_name_plural = "联网查询"
        triggers: ClassVar = [
            kept(),
            frozen("request", "member", "source", "key", "asked_by", "asked_on", "asked_at"),
            set_once("answer"),
            set_once("first_sent_at"),
            AppendOnly(name="ended", operation=pgtrigger.Update, condition=OVER),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "member", "source"], condition=Q(progress__in=UNDER_WAY), name="query_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(progress__in=QueryProgress.values), name="query_has_a_progress"),
            models.CheckConstraint(condition=Q(source__regex=NAME), name="query_has_a_source"),
            models.CheckConstraint(
                condition=Q(progress=QueryProgress.DONE, answer__isnull=False)
                | Q(~Q(progress=QueryProgress.DONE), answer__isnull=True),
                name="query_done_has_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(progress=QueryProgress.CALLED_OFF, told__regex=SOMETHING)
                | Q(~Q(progress=QueryProgress.CALLED_OFF), told=""),
                name="query_called_off_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(progress__in=[QueryProgress.SENT, QueryProgress.LATER]) | Q(sent_on__isnull=False),
                name="query_under_way_was_sent",
            ),
        ]

    def __str__(self) -> str:
        """Name the source and how far it is."""
        return f"{self.source} {self.progress}"
