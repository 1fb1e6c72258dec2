"""A case, and the history of its steps. The case moves; the history is only ever added."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Least

from doudi.accounts.models import Officer
from doudi.audit.append_only import AppendOnly
from doudi.casework.steps import ENDED, UNDER_WAY, Step
from doudi.intake.models import Application, FamilyMember
from doudi.kernel.patterns import DIGEST, TOWNSHIP_OR_VILLAGE


class Case(models.Model):
    """One programme of one application on its way through the procedure 办件.

    `procedure` and its digest name the rule the case follows. `version` lets one of two officers win. A case whose rule
    gives no limit is sorted by the day it was opened, so that it is never the last of a list. `taken_back`: the
    family took its application back, and an officer has still to close the case.
    """

    member_id: int | None
    steps_taken: models.Manager[Any]
    terms: models.Manager[Any]
    opinions: models.Manager[Any]
    deliberations: models.Manager[Any]
    notices: models.Manager[Any]
    decisions: models.Manager[Any]
    application_id: int
    application = models.ForeignKey(Application, models.PROTECT, related_name="cases", verbose_name="申请")
    programme = models.CharField("救助项目", max_length=40)
    member = models.ForeignKey(FamilyMember, models.PROTECT, null=True, blank=True, verbose_name="成员")
    place = models.CharField("行政区划", max_length=12)
    number = models.CharField("办件编号", max_length=40, unique=True)
    procedure = models.CharField("办理程序", max_length=60)
    procedure_digest = models.CharField("程序摘要", max_length=64)
    step = models.CharField("环节", max_length=20, choices=Step.choices)
    round = models.PositiveSmallIntegerField("退回次数", default=0)
    step_due_on = models.DateField("环节时限", null=True, blank=True)
    due_on = models.DateField("全程时限", null=True, blank=True)
    next_due_on = models.GeneratedField(
        expression=Least("step_due_on", "due_on"),
        output_field=models.DateField(null=True),
        db_persist=True,
        verbose_name="最近时限",
    )
    sort_on = models.GeneratedField(
        expression=Coalesce(Least("step_due_on", "due_on"), "opened_on"),
        output_field=models.DateField(),
        db_persist=True,
        verbose_name="排序日",
    )
    provisional = models.BooleanField("时限暂定", default=False)
    paused = models.BooleanField("计时暂停", default=False)
    disputed = models.BooleanField("有异议未处理", default=False)
    taken_back = models.BooleanField("申请已撤回", default=False, db_default=False)
    opened_on = models.DateField("立件日期")
    decided_on = models.DateField("决定日期", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = "办件"
        verbose_name_plural = "办件"
        indexes: ClassVar = [
            models.Index(fields=["sort_on", "id"], condition=Q(closed_on=None), name="case_open_by_limit"),
            models.Index(fields=["place", "sort_on", "id"], condition=Q(closed_on=None), name="case_open_by_place"),
            models.Index(fields=["place", "step"], name="case_place_step"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(place__regex=TOWNSHIP_OR_VILLAGE), name="case_lies_in_a_township"),
            models.CheckConstraint(condition=Q(procedure_digest__regex=DIGEST), name="case_names_its_rule"),
            models.CheckConstraint(
                condition=Q(step__in=ENDED, closed_on__isnull=False) | Q(step__in=UNDER_WAY, closed_on__isnull=True),
                name="case_ended_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(decided_on__gte=F("opened_on")), name="case_decided_after_opening"
            ),
            models.UniqueConstraint(
                fields=["application", "programme", "member"], nulls_distinct=False, name="case_once_a_programme"
            ),
        ]

    def __str__(self) -> str:
        """Give the number: it names nobody."""
        return self.number


class StepTaken(models.Model):
    """One step of the history 办理记录: what was done, by whom, and where the case came to stand."""

    case_id: int
    by_id: int | None
    case = models.ForeignKey(Case, models.PROTECT, related_name="steps_taken", verbose_name="办件")
    deed = models.CharField("事项", max_length=30)
    from_step = models.CharField("原环节", max_length=20, choices=Step.choices, blank=True)
    to_step = models.CharField("新环节", max_length=20, choices=Step.choices)
    by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, verbose_name="办理人")
    taken_on = models.DateField("办理日期")
    note = models.CharField("说明", max_length=500, blank=True)
    cites = ArrayField(models.CharField(max_length=80), verbose_name="依据", default=list, blank=True)

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        triggers: ClassVar = [AppendOnly()]
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="step_taken_case")]

    def __str__(self) -> str:
        """Say what was done."""
        return f"{self.deed} {self.taken_on}"
