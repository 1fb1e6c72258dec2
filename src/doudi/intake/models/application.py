"""The application itself, the numbers it is called by, and its way between townships."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Now

from doudi.accounts.models import Account, Officer
from doudi.accounts.overlap import one_at_a_time
from doudi.audit.append_only import AppendOnly
from doudi.intake.models.filing import Mandate
from doudi.intake.models.frozen import frozen, kept, set_once
from doudi.kernel.patterns import DIGEST_OR_NOTHING, SOMETHING, TOWNSHIP, TOWNSHIP_OR_VILLAGE


class Channel(models.TextChoices):
    """Where somebody asked: one door, several ways to it."""

    PORTAL = "portal", "网上申请"
    WINDOW = "window", "乡镇窗口"
    VILLAGE = "village", "村（社区）代办"
    HOTLINE = "hotline", "热线"
    LEAD = "lead", "主动发现"


NEEDS_CONFIRMATION = (Channel.VILLAGE, Channel.HOTLINE, Channel.LEAD)
"""Filed by somebody else than the family: it has to say itself that it wants help (guoling-649#11)."""


class NumberSeries(models.Model):
    """The last number given out in a county in a year; one row each, so that no two applications share a number."""

    county = models.CharField("县级区划", max_length=6)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("末号")

    class Meta:
        verbose_name = "申请编号"
        verbose_name_plural = "申请编号"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["county", "year"], name="series_once_a_year"),
            models.CheckConstraint(condition=Q(county__regex=r"^[0-9]{6}$"), name="series_has_a_county"),
        ]

    def __str__(self) -> str:
        """Give the last number."""
        return f"{self.county}-{self.year}-{self.last:06}"


class Application(models.Model):
    """An application of one family for help 申请 (minfa-2021-57#4); which help, the procedure finds out.

    `key` is made by the caller before sending, so that sending twice makes one application. `confirmed_on` is when the
    applicant said that what others filed is theirs. Its clock begins with `accepted_on`, never before.
    """

    filed_by_id: int
    accepted_by_id: int | None
    mandate_id: int | None
    members: models.Manager[Any]
    documents: models.Manager[Any]
    openings: models.Manager[Any]
    key = models.UUIDField("提交标识", unique=True)
    number = models.CharField("编号", max_length=18, unique=True)
    place = models.CharField("所在区划", max_length=12)
    township = models.CharField("受理乡镇", max_length=9)
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    applicant_name = models.CharField("申请人姓名", max_length=60)
    applicant_index = models.CharField("申请人证件索引", max_length=64, blank=True)
    reason = models.TextField("申请原因", blank=True)
    filed_by = models.ForeignKey(Account, models.PROTECT, related_name="applications", verbose_name="提交账号")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True, verbose_name="委托")
    submitted_on = models.DateField("提交日期")
    submitted_at = models.DateTimeField("提交时间", db_default=Now(), editable=False)
    confirmed_on = models.DateField("申请人确认日期", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认账号"
    )
    confirmed_how = models.CharField("申请人确认方式", max_length=200, blank=True)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    accepted_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, verbose_name="受理人")
    near_relative = models.BooleanField("与经办人员或村（居）委会成员有近亲属关系", default=False)
    near_relative_of = models.CharField("近亲属关系登记", max_length=200, blank=True)
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    withdrawn_reason = models.CharField("撤回原因", max_length=200, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)

    class Meta:
        verbose_name = "申请"
        verbose_name_plural = "申请"
        triggers: ClassVar = [
            kept(),
            frozen(
                "key", "number", "channel", "applicant_index", "reason", "filed_by", "mandate", "submitted_on",
                "submitted_at",
            ),
            set_once("confirmed_on"),
            set_once("accepted_on"),
            set_once("withdrawn_on"),
            set_once("closed_on"),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["place", "submitted_on"], name="application_place"),
            models.Index(fields=["filed_by"], name="application_filed_by"),
            models.Index(fields=["mandate"], name="application_mandate"),
            models.Index(fields=["applicant_index"], name="application_applicant"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{6}-[0-9]{4}-[0-9]{6}$"), name="application_number_form"
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="application_has_a_channel"),
            models.CheckConstraint(condition=Q(place__regex=TOWNSHIP_OR_VILLAGE), name="application_has_a_place"),
            models.CheckConstraint(
                condition=Q(township__regex=TOWNSHIP, township=Left("place", 9)), name="application_lies_in_township"
            ),
            models.CheckConstraint(
                condition=Q(applicant_index__regex=DIGEST_OR_NOTHING), name="application_applicant_is_indexed"
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True, accepted_by__isnull=True)
                | Q(accepted_on__isnull=False, accepted_by__isnull=False),
                name="application_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | Q(accepted_on__gte=F("submitted_on")),
                name="application_accepted_after_filing",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True, near_relative=False) | Q(accepted_on__isnull=False),
                name="application_relatives_at_acceptance",
            ),
            models.CheckConstraint(
                condition=Q(near_relative=False, near_relative_of="")
                | Q(near_relative=True, near_relative_of__regex=SOMETHING),
                name="application_names_near_relative",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True, confirmed_how="", confirmed_by__isnull=True)
                | Q(confirmed_on__isnull=False, confirmed_by__isnull=False)
                & Q(confirmed_on__gte=F("submitted_on"), confirmed_how__regex=SOMETHING),
                name="application_confirmed_by_proof",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("filed_by")),
                name="application_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True)
                | Q(confirmed_on__isnull=False, confirmed_on__lte=F("accepted_on"))
                | (Q(mandate__isnull=True) & ~Q(channel__in=NEEDS_CONFIRMATION)),
                name="application_accepted_when_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_reason="")
                | Q(withdrawn_on__isnull=False, withdrawn_on__gte=F("submitted_on")),
                name="application_withdrawn_after_filing",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(closed_on__gte=F("accepted_on"), withdrawn_on__isnull=True, accepted_on__isnull=False),
                name="application_closed_after_acceptance",
            ),
            # One family, one open application in a place; two that wait to be accepted do not know of each other.
            models.UniqueConstraint(
                fields=["applicant_index", "township"],
                condition=Q(accepted_on__isnull=False, withdrawn_on__isnull=True, closed_on__isnull=True)
                & ~Q(applicant_index=""),
                name="application_one_open_a_place",
            ),
            models.UniqueConstraint(
                fields=["applicant_index", "township", "filed_by"],
                condition=Q(withdrawn_on__isnull=True, closed_on__isnull=True) & ~Q(applicant_index=""),
                name="application_filed_once",
            ),
        ]

    def __str__(self) -> str:
        """The number says nothing of the person."""
        return self.number


class Opening(models.Model):
    """An application opened to the applicant's own account 本人查看, by the code the window printed, for a time.

    `mandate` repeats the application's, so that the mandate can be seen with it.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="openings", verbose_name="申请")
    account_id: int
    account = models.ForeignKey(Account, models.PROTECT, verbose_name="账号")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True, verbose_name="申请所依的委托")
    how = models.CharField("凭据", max_length=200)
    valid = DateRangeField("期间")

    class Meta:
        verbose_name = "本人查看"
        verbose_name_plural = "本人查看"
        triggers: ClassVar = [kept(), frozen("application", "account", "mandate", "how")]
        constraints: ClassVar = [
            one_at_a_time("opening_once_at_a_time", same=("application_id", "account_id"), during=("valid",)),
            models.CheckConstraint(condition=Q(how__regex=SOMETHING), name="opening_says_how"),
        ]

    def __str__(self) -> str:
        """Name the account."""
        return f"账号 {self.account_id}"


class Forwarding(models.Model):
    """An application that came to the wrong door and was sent on 转办; once it is accepted it stays."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="forwardings", verbose_name="申请")
    from_place = models.CharField("原区划", max_length=12)
    to_place = models.CharField("转至区划", max_length=12)
    reason = models.CharField("原因", max_length=200)
    forwarded_on = models.DateField("转办日期")
    forwarded_by = models.ForeignKey(Officer, models.PROTECT, verbose_name="转办人")

    class Meta:
        verbose_name = "转办"
        verbose_name_plural = "转办"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(to_place=F("from_place")), name="forwarding_goes_somewhere"),
            models.CheckConstraint(condition=Q(reason__regex=SOMETHING), name="forwarding_has_a_reason"),
        ]

    def __str__(self) -> str:
        """Say from where to where."""
        return f"{self.from_place} → {self.to_place}"
