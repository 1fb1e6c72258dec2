"""Events, and the seals that chain them. No foreign keys: an event outlives whatever it speaks of."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from doudi.audit.append_only import AppendOnly
from doudi.kernel.patterns import DIGEST


class Event(models.Model):
    """One thing that was done or seen. `persons` are keys of the registry: of whom it speaks, never a name or number.

    `business_on` is the day of business, which a demonstration may move; `at` is real time.
    """

    at = models.DateTimeField("时间", db_default=Now(), editable=False)
    business_on = models.DateField("业务日期")
    actor_kind = models.CharField("操作者类别", max_length=10)
    account_id = models.BigIntegerField("账号", null=True)
    actor_name = models.CharField("任务或命令", max_length=60, blank=True)
    office_id = models.BigIntegerField("单位", null=True)
    act = models.CharField("事项", max_length=60)
    subject_kind = models.CharField("对象类别", max_length=40, blank=True)
    subject_id = models.BigIntegerField("对象编号", null=True)
    place = models.CharField("行政区划", max_length=12, blank=True)
    purpose = models.CharField("用途", max_length=200, blank=True)
    persons = ArrayField(models.BigIntegerField(), verbose_name="涉及的人", default=list, blank=True)
    details = models.JSONField("细节", default=dict, blank=True)

    class Meta:
        verbose_name = "审计事件"
        verbose_name_plural = "审计事件"
        triggers: ClassVar = [AppendOnly()]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id"], name="event_subject"),
            models.Index(fields=["place", "id"], name="event_place"),
            models.Index(fields=["account_id", "id"], name="event_account"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(act__regex=r"^[a-z_]+\.[a-z_]+$"), name="event_act_is_a_code"),
            models.CheckConstraint(condition=Q(account_id__isnull=False) | ~Q(actor_name=""), name="event_says_who"),
        ]

    def __str__(self) -> str:
        """Say what was done to what."""
        return f"{self.act} {self.subject_kind} {self.subject_id}"


class Mention(models.Model):
    """That an event speaks of a person: what finds it, written by a trigger; the event itself is what is sealed.

    Under row-level security PostgreSQL may search arrays only after it has read every event of the actor's places.
    """

    event = models.BigIntegerField("事件")
    person = models.BigIntegerField("涉及的人")
    place = models.CharField("行政区划", max_length=12, blank=True)
    account_id = models.BigIntegerField("账号", null=True)

    class Meta:
        verbose_name = "事件涉及的人"
        verbose_name_plural = "事件涉及的人"
        triggers: ClassVar = [AppendOnly()]
        indexes: ClassVar = [models.Index(fields=["person", "event"], name="mention_person")]

    def __str__(self) -> str:
        """Say the keys."""
        return f"{self.event} {self.person}"


class Seal(models.Model):
    """A link of the chain: a digest of each event from `first_id` to `last_id`, one over all and the seal before."""

    number = models.BigIntegerField("序号", unique=True)
    first_id = models.BigIntegerField("首个事件")
    last_id = models.BigIntegerField("末个事件")
    leaves = models.BinaryField("各事件摘要")
    previous = models.CharField("上一封印", max_length=64, blank=True)
    digest = models.CharField("封印", max_length=64, unique=True)
    sealed_at = models.DateTimeField("封存时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "审计封印"
        verbose_name_plural = "审计封印"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_id__gte=F("first_id")), name="seal_holds_events"),
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="seal_digest_is_sha256"),
            models.CheckConstraint(
                condition=Q(number=1, previous="") | Q(number__gt=1, previous__regex=DIGEST), name="seal_is_chained"
            ),
        ]

    def __str__(self) -> str:
        """Name the seal by its number."""
        return f"{self.number} {self.digest[:8]}"
