"""The family as it describes itself: members, their legal supporters, and what it declares of each."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from doudi.accounts.encrypted import EncryptedTextField
from doudi.audit.append_only import AppendOnly
from doudi.intake.models.application import Application
from doudi.intake.models.frozen import frozen, kept, set_once
from doudi.kernel.masking import masked_name
from doudi.kernel.patterns import DIGEST_OR_NOTHING, NAME
from doudi.registry.models import Person


class Sex(models.TextChoices):
    """性别."""

    FEMALE = "female", "女"
    MALE = "male", "男"


class Relation(models.TextChoices):
    """What a member is to the applicant; the codes and labels of the household file."""

    APPLICANT = "applicant", "申请人本人"
    SPOUSE = "spouse", "配偶"
    CHILD = "child", "子女"
    PARENT = "parent", "父母"
    OTHER = "other", "其他亲属"


class FamilyMember(models.Model):
    """A member as the family names them 家庭成员. `person` is known when the application is accepted, and stays.

    `key` is the member's id in the household file; `parents` and `spouse` name keys of the same file.
    `supporters_known` tells a member without legal supporters from one of whom nobody has said.
    """

    application_id: int
    person_id: int | None
    supporters: models.Manager[Any]
    application = models.ForeignKey(Application, models.PROTECT, related_name="members", verbose_name="申请")
    position = models.PositiveSmallIntegerField("次序")
    key = models.CharField("文件内编号", max_length=60)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, verbose_name="人员")
    name = models.CharField("姓名", max_length=60)
    relation = models.CharField("与申请人的关系", max_length=10, choices=Relation.choices, blank=True)
    sex = models.CharField("性别", max_length=6, choices=Sex.choices, blank=True)
    born_on = models.DateField("出生日期", null=True, blank=True)
    number = EncryptedTextField("公民身份号码", blank=True)
    number_index = models.CharField("证件索引", max_length=64, blank=True)
    parents = ArrayField(models.CharField(max_length=60), verbose_name="父母（编号）", default=list, blank=True)
    spouse = models.CharField("配偶（编号）", max_length=60, blank=True)
    supporters_known = models.BooleanField("是否说明法定义务人", default=False)

    class Meta:
        verbose_name = "家庭成员"
        verbose_name_plural = "家庭成员"
        triggers: ClassVar = [
            kept(),
            frozen(
                "application", "position", "key", "relation", "sex", "born_on", "parents", "spouse", "supporters_known",
            ),
            set_once("person"),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["number_index"], name="member_number")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "position"], name="member_has_a_position"),
            # What foreign keys of two columns point at (see security.py).
            models.UniqueConstraint(fields=["id", "application"], name="member_key_for_family"),
            models.UniqueConstraint(fields=["application", "key"], name="member_has_a_key"),
            models.UniqueConstraint(
                fields=["application", "number_index"], condition=~Q(number_index=""), name="member_named_once"
            ),
            models.UniqueConstraint(
                fields=["application", "relation"],
                condition=Q(relation__in=[Relation.APPLICANT, Relation.SPOUSE]),
                name="member_one_applicant_one_spouse",
            ),
            models.UniqueConstraint(
                fields=["application", "person"], condition=Q(person__isnull=False), name="member_counted_once"
            ),
            models.CheckConstraint(condition=Q(relation__in=["", *Relation.values]), name="member_relation_is_a_code"),
            models.CheckConstraint(condition=Q(sex__in=["", *Sex.values]), name="member_sex_is_a_code"),
            models.CheckConstraint(condition=Q(number_index__regex=DIGEST_OR_NOTHING), name="member_is_indexed"),
            models.CheckConstraint(condition=~Q(spouse=F("key")) | Q(spouse=""), name="member_marries_another"),
        ]

    def __str__(self) -> str:
        """Masked."""
        return masked_name(self.name)


class Supporter(models.Model):
    """Somebody who must by law support a member and lives elsewhere 法定义务人.

    `declared`: the family named them; whom an officer found out about later stands in the same list.
    """

    member_id: int
    member = models.ForeignKey(FamilyMember, models.PROTECT, related_name="supporters", verbose_name="家庭成员")
    position = models.PositiveSmallIntegerField("次序")
    name = models.CharField("姓名", max_length=60)
    born_on = models.DateField("出生日期", null=True, blank=True)
    declared = models.BooleanField("家庭申报", default=True)

    class Meta:
        verbose_name = "法定赡养、抚养、扶养义务人"
        verbose_name_plural = "法定赡养、抚养、扶养义务人"
        triggers: ClassVar = [kept(), frozen("member", "position", "born_on", "declared")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "position"], name="supporter_has_a_position"),
            models.UniqueConstraint(fields=["id", "member"], name="supporter_key_for_family"),
        ]

    def __str__(self) -> str:
        """Masked."""
        return masked_name(self.name)


class DeclaredFact(models.Model):
    """One thing the family says 申报, by its name in packs/cn/facts.yaml, as the engine stores it.

    Of the household where no member is named; of the supporter where one is. What nobody said has no row.
    """

    application_id: int
    member_id: int | None
    supporter_id: int | None
    application = models.ForeignKey(Application, models.PROTECT, related_name="declared", verbose_name="申请")
    member = models.ForeignKey(FamilyMember, models.PROTECT, null=True, blank=True, verbose_name="家庭成员")
    supporter = models.ForeignKey(Supporter, models.PROTECT, null=True, blank=True, verbose_name="法定义务人")
    fact = models.CharField("项目", max_length=60)
    value = models.BigIntegerField("值")
    as_of = models.DateField("截至日期", null=True, blank=True)
    declared_at = models.DateTimeField("申报时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "申报项目"
        verbose_name_plural = "申报项目"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "member", "supporter", "fact"], nulls_distinct=False, name="declared_once"
            ),
            models.CheckConstraint(condition=Q(fact__regex=NAME), name="declared_fact_is_a_name"),
            models.CheckConstraint(
                condition=Q(supporter__isnull=True) | Q(member__isnull=False), name="declared_supporter_has_a_member"
            ),
        ]

    def __str__(self) -> str:
        """Name the fact, never its value."""
        return self.fact
