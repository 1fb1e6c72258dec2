"""Who must by law support a member, as officers learnt it: where the family did not say, or said something else."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from doudi.accounts.models import Officer
from doudi.audit.append_only import AppendOnly
from doudi.intake.models import FamilyMember
from doudi.kernel.patterns import SOMETHING


class KnownFrom(models.TextChoices):
    """Where it is known from who must support a member."""

    VISIT = "visit", "入户调查"
    EVIDENCE = "evidence", "佐证材料"


class ObligorsNoted(models.Model):
    """Which legal supporters a member has 查明法定义务人, all of them or none; the newest one counts.

    They are the `number` supporters of the member from the position `first` on; the database sees that they are there,
    and that none of them is one whom the family named. What the family said itself stays, and counts no longer.
    """

    member_id: int
    member = models.ForeignKey(
        FamilyMember, models.PROTECT, related_name="obligors_noted", verbose_name="家庭成员"
    )  # fmt: skip
    first = models.PositiveSmallIntegerField("第一位的次序")
    number = models.PositiveSmallIntegerField("人数")
    known_from = models.CharField("依据", max_length=10, choices=KnownFrom.choices)
    reason = models.CharField("说明", max_length=400)
    noted_by = models.ForeignKey(Officer, models.PROTECT, verbose_name="登记人")
    noted_on = models.DateField("登记日期")
    recorded_at = models.DateTimeField("录入时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "查明的法定义务人"
        verbose_name_plural = "查明的法定义务人"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(known_from__in=KnownFrom.values), name="obligors_known_from_somewhere"),
            models.CheckConstraint(condition=Q(reason__regex=SOMETHING), name="obligors_noted_with_a_reason"),
        ]

    def __str__(self) -> str:
        """Say of whom and how many, without a name."""
        return f"{self.member_id} {self.number}"

    @property
    def positions(self) -> range:
        """Where they stand among the supporters of the member."""
        return range(self.first, self.first + self.number)
