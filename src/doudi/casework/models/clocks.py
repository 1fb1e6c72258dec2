"""The clocks of a case, what stops or lengthens them, and the holidays they are counted by."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from doudi.accounts.models import Office, Officer
from doudi.audit.append_only import AppendOnly
from doudi.casework.models.case import Case
from doudi.casework.steps import Step, TermKind
from doudi.kernel.patterns import SOMETHING


class Term(models.Model):
    """A clock of a case 时限, computed again when a notice of holidays is entered; it ends with what it measures."""

    pauses: models.Manager[Any]
    case_id: int
    case = models.ForeignKey(Case, models.PROTECT, related_name="terms", verbose_name="办件")
    kind = models.CharField("类别", max_length=10, choices=TermKind.choices)
    step = models.CharField("环节", max_length=20, choices=Step.choices, blank=True)
    started_on = models.DateField("起算日期")
    days = models.PositiveSmallIntegerField("天数")
    day_kind = models.CharField("日的种类", max_length=10, choices=[("working", "工作日"), ("calendar", "日")])
    first_day_counts = models.BooleanField("首日计入")
    last_day = models.CharField("末日逢假", max_length=12, choices=[("stays", "当日届满"), ("next_workday", "顺延")])
    due_on = models.DateField("届满日期")
    provisional = models.BooleanField("暂定")
    calendar_version = models.CharField("日历版本", max_length=40)
    cites = ArrayField(models.CharField(max_length=80), verbose_name="依据")
    ended_on = models.DateField("结束日期", null=True, blank=True)

    class Meta:
        verbose_name = "时限"
        verbose_name_plural = "时限"
        indexes: ClassVar = [
            models.Index(fields=["case", "id"], name="term_case"),
            models.Index(fields=["calendar_version"], condition=Q(ended_on=None), name="term_running_by_calendar"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "kind"], condition=Q(ended_on=None), name="term_one_running"),
            models.CheckConstraint(condition=Q(due_on__gte=F("started_on")), name="term_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="term_is_closed_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(cites__len__gte=1), name="term_cites_its_rule"),
        ]

    def __str__(self) -> str:
        """Say what is due when."""
        return f"{TermKind(self.kind).label} {self.due_on}"


class Pause(models.Model):
    """Days that a clock does not count 中止计时, by a rule that allows it. It has no end until somebody resumes."""

    term_id: int
    term = models.ForeignKey(Term, models.PROTECT, related_name="pauses", verbose_name="时限")
    from_on = models.DateField("起")
    until_on = models.DateField("止", null=True, blank=True)
    ground = models.CharField("情形", max_length=40)
    reason = models.CharField("理由", max_length=500)
    cites = ArrayField(models.CharField(max_length=80), verbose_name="依据")
    paused_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="中止人")
    resumed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="恢复人"
    )

    class Meta:
        verbose_name = "中止计时"
        verbose_name_plural = "中止计时"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["term"], condition=Q(until_on=None), name="pause_one_at_a_time"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="pause_ends_later"),
            models.CheckConstraint(
                condition=Q(until_on=None, resumed_by=None) | Q(until_on__isnull=False, resumed_by__isnull=False),
                name="pause_end_is_signed",
            ),
            models.CheckConstraint(condition=Q(reason__regex=SOMETHING), name="pause_has_a_reason"),
            models.CheckConstraint(condition=Q(cites__len__gte=1), name="pause_cites_its_rule"),
        ]

    def __str__(self) -> str:
        """Say from when."""
        return f"{self.from_on} {self.ground}"


class Extension(models.Model):
    """A longer limit 延长, once, by a rule that allows it."""

    term_id: int
    term = models.OneToOneField(Term, models.PROTECT, related_name="extension", verbose_name="时限")
    days_before = models.PositiveSmallIntegerField("原天数")
    days = models.PositiveSmallIntegerField("延长至天数")
    ground = models.CharField("情形", max_length=40, blank=True)
    reason = models.CharField("理由", max_length=500)
    cites = ArrayField(models.CharField(max_length=80), verbose_name="依据")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="决定人")
    extended_on = models.DateField("延长日期")

    class Meta:
        verbose_name = "延长时限"
        verbose_name_plural = "延长时限"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(days__gt=F("days_before")), name="extension_is_longer"),
            models.CheckConstraint(condition=Q(reason__regex=SOMETHING), name="extension_has_a_reason"),
            models.CheckConstraint(condition=Q(cites__len__gte=1), name="extension_cites_its_rule"),
        ]

    def __str__(self) -> str:
        """Say how long."""
        return f"{self.days_before}→{self.days}"


class HolidayNotice(models.Model):
    """The holidays of a year as the State Council announced them 放假安排; a later row of the same year corrects it.

    `needs_second`: the calendar is one for all places, so a correction, or a year unlike every other, by an office
    that does not reach all of them counts only once an officer of another office has agreed."""

    confirmation: Any
    entered_by_id: int
    office_id: int
    year = models.PositiveSmallIntegerField("年份")
    holidays = ArrayField(models.DateField(), verbose_name="放假日")
    workdays = ArrayField(models.DateField(), verbose_name="调休上班日", default=list, blank=True)
    source = models.CharField("来源", max_length=200)
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="录入人")
    entered_on = models.DateField("录入日期")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="录入单位")
    needs_second = models.BooleanField("须另一单位确认", default=False)

    class Meta:
        verbose_name = "放假安排"
        verbose_name_plural = "放假安排"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(source__regex=SOMETHING), name="holiday_notice_has_a_source"),
            # What the confirmation repeats (see the migration).
            models.UniqueConstraint(fields=["id", "entered_by", "office"], name="holiday_notice_key"),
        ]

    def __str__(self) -> str:
        """Say the year."""
        return f"{self.year}"


class HolidayConfirmation(models.Model):
    """What another office says to holidays that wait for a second one 确认. The first columns repeat who entered it."""

    notice_id: int
    notice = models.OneToOneField(HolidayNotice, models.PROTECT, related_name="confirmation", verbose_name="放假安排")
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="录入人")
    entered_office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="录入单位")
    agrees = models.BooleanField("同意")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="确认人")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="确认单位")
    confirmed_on = models.DateField("确认日期")

    class Meta:
        verbose_name = "放假安排的确认"
        verbose_name_plural = "放假安排的确认"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(by=F("entered_by")) & ~Q(office=F("entered_office")),
                name="holiday_confirmed_by_another_office",
            ),
        ]

    def __str__(self) -> str:
        """Say of what."""
        return f"{self.notice_id}"
