"""Places, the offices at them, and rows that one office opens to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from doudi.accounts.models.patterns import BEGINS
from doudi.accounts.overlap import one_at_a_time
from doudi.accounts.roles import OfficeKind
from doudi.kernel.patterns import PLACE, SOMETHING


class Place(models.Model):
    """A place while it has a code 行政区划: province to village. A new code is a new row that follows the old one."""

    code = models.CharField("代码", max_length=12)
    name = models.CharField("名称", max_length=60)
    sort_key = models.CharField("拼音", max_length=200, blank=True)
    valid = DateRangeField("存续期间")
    followed_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="沿革后的区划")

    class Meta:
        verbose_name = "区划"
        verbose_name_plural = "区划"
        indexes: ClassVar = [models.Index(fields=["code"], name="place_code")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(code__regex=PLACE), name="place_has_a_code"),
            one_at_a_time("place_code_means_one_place", same=("code",), during=("valid",)),
        ]

    def __str__(self) -> str:
        """Give the name and code."""
        return f"{self.name}（{self.code}）"


STANDS_AT = Q(
    Q(kind=OfficeKind.VILLAGE, place__regex=r"^[0-9]{12}$")
    | Q(kind=OfficeKind.TOWNSHIP, place__regex=r"^[0-9]{9}$")
    | Q(~Q(kind__in=[OfficeKind.VILLAGE, OfficeKind.TOWNSHIP]), place__regex=r"^[0-9]{6}$")
)


class Office(models.Model):
    """An office at a place 单位; its place is what its officers may see, with everything below."""

    get_kind_display: Callable[[], str]
    kind = models.CharField("类别", max_length=20, choices=OfficeKind.choices)
    name = models.CharField("名称", max_length=100)
    place = models.CharField("行政区划", max_length=12)
    phone = models.CharField("公开电话", max_length=30, blank=True)
    address = models.CharField("公开地址", max_length=200, blank=True)
    valid = DateRangeField("存续期间")

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        indexes: ClassVar = [models.Index(fields=["place"], name="office_place")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=OfficeKind.values), name="office_has_a_kind"),
            models.CheckConstraint(condition=STANDS_AT, name="office_stands_at_its_level"),
            models.CheckConstraint(condition=BEGINS, name="office_begins"),
            models.CheckConstraint(condition=Q(name__regex=SOMETHING), name="office_has_a_name"),
        ]

    def __str__(self) -> str:
        """Give the name."""
        return self.name


class Share(models.Model):
    """One row opened to another office 共享, for a purpose and a time: referral, hand-over, remote filing, move."""

    office = models.ForeignKey(Office, models.PROTECT, verbose_name="单位")
    kind = models.CharField("对象类别", max_length=20)
    subject_id = models.BigIntegerField("对象编号")
    purpose = models.CharField("用途", max_length=200)
    valid = DateRangeField("期间")

    class Meta:
        verbose_name = "共享"
        verbose_name_plural = "共享"
        indexes: ClassVar = [models.Index(fields=["kind", "subject_id"], name="share_subject")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(purpose__regex=SOMETHING), name="share_has_a_purpose"),
            models.CheckConstraint(condition=Q(valid__upper_inf=False), name="share_ends"),
        ]

    def __str__(self) -> str:
        """Name the row."""
        return f"{self.kind} {self.subject_id}"
