"""Persons, what is known of them, the numbers they go by, and who dwells with whom.

Two times: `valid` is when something was so, `known` is when it was recorded as so. A correction closes `known` and adds
a row; nothing is overwritten. Each county keeps what it was told: the key of a person joins counties, and nothing else.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Cast, Left

from doudi.accounts.encrypted import EncryptedTextField
from doudi.accounts.models import Officer
from doudi.accounts.overlap import one_at_a_time
from doudi.audit.append_only import AppendOnly
from doudi.kernel.masking import masked_name
from doudi.kernel.patterns import DIGEST, PLACE, SOMETHING

STILL_KNOWN = Q(known__upper_inf=True)
COUNTY = Cast(Left("place", 6), models.IntegerField())


class RandomKey(Func):
    """52 random bits: a key that tells neither when nor where somebody was first registered. Exact in JavaScript."""

    template = (
        "('x' || left(replace(gen_random_uuid()::text, '-', ''), 12) || right(gen_random_uuid()::text, 1))"
        "::bit(52)::bigint"
    )


class Sex(models.TextChoices):
    """性别."""

    FEMALE = "female", "女"
    MALE = "male", "男"


class Register(models.TextChoices):
    """Household register 户籍类别."""

    URBAN = "urban", "城镇"
    RURAL = "rural", "农村"


class Relation(models.TextChoices):
    """What somebody is to the head of the dwelling household 与户主的关系."""

    HEAD = "head", "户主"
    SPOUSE = "spouse", "配偶"
    CHILD = "child", "子女"
    PARENT = "parent", "父母"
    OTHER = "other", "其他"


class IdentifierKind(models.TextChoices):
    """What kind of number somebody goes by 证件种类."""

    RESIDENT = "resident", "公民身份号码"
    BIRTH = "birth", "出生医学证明编号"
    PASSPORT = "passport", "护照或旅行证件号码"
    OTHER = "other", "其他证件号码"


class Person(models.Model):
    """A human being, as a key and nothing else. Made by the SQL function `registry_person` alone."""

    id = models.BigIntegerField("键", primary_key=True, db_default=RandomKey(output_field=models.BigIntegerField()))
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="并入")
    merged_into_id: int | None

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="person_is_not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        """The key: who it is takes a record, and reading it leaves an event."""
        return f"人员 {self.pk}"


class Told(models.Model):
    """What a county was told, in two times."""

    valid = DateRangeField("有效期间")
    known = DateTimeRangeField("知悉期间")
    person_id: int

    class Meta:
        abstract = True


class PersonRecord(Told):
    """What a county was told of a person, and when 人员信息."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="records", verbose_name="人员")
    county = models.IntegerField("登记县区")
    name = models.CharField("姓名", max_length=60)
    sort_key = models.CharField("拼音", max_length=300)
    sex = models.CharField("性别", max_length=6, choices=Sex.choices)
    born_on = models.DateField("出生日期")
    died_on = models.DateField("死亡日期", null=True, blank=True)

    class Meta:
        verbose_name = "人员信息"
        verbose_name_plural = "人员信息"
        indexes: ClassVar = [
            models.Index(fields=["died_on"], condition=Q(died_on__isnull=False), name="person_died"),
        ]
        constraints: ClassVar = [
            one_at_a_time("person_is_recorded_once", same=("person", "county"), during=("valid", "known")),
            models.CheckConstraint(condition=Q(name__regex=SOMETHING), name="person_has_a_name"),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="person_has_a_sex"),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(died_on__gte=F("born_on")), name="person_dies_after_birth"
            ),
            models.CheckConstraint(condition=Q(valid__lower_inf=False), name="person_record_begins"),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="person_record_lasts_a_day"),
        ]

    def __str__(self) -> str:
        """Masked: the family name alone."""
        return masked_name(self.name)


class Identifier(models.Model):
    """A number a person goes by 证件. Written by SQL functions alone: its index is unique across all counties."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="identifiers", verbose_name="人员")
    kind = models.CharField("种类", max_length=10, choices=IdentifierKind.choices)
    index = models.CharField("索引", max_length=64)
    number = EncryptedTextField("号码")
    valid = DateRangeField("有效期间")
    known = DateTimeRangeField("知悉期间")

    class Meta:
        verbose_name = "证件"
        verbose_name_plural = "证件"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "index"], condition=STILL_KNOWN, name="identifier_means_one_person"
            ),
            models.CheckConstraint(condition=Q(kind__in=IdentifierKind.values), name="identifier_has_a_kind"),
            models.CheckConstraint(condition=Q(index__regex=DIGEST), name="identifier_is_indexed"),
        ]

    def __str__(self) -> str:
        """The kind only."""
        return IdentifierKind(self.kind).label


class Household(models.Model):
    """People who dwell together at a place 居住户. The assessed family is another: frozen, an application each."""

    place = models.CharField("行政区划", max_length=12)
    address = EncryptedTextField("住址")
    register = models.CharField("户籍类别", max_length=5, choices=Register.choices)
    valid = DateRangeField("存续期间")

    class Meta:
        verbose_name = "居住户"
        verbose_name_plural = "居住户"
        indexes: ClassVar = [models.Index(fields=["place"], name="household_place")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(place__regex=PLACE), name="household_has_a_place"),
            models.CheckConstraint(condition=Q(register__in=Register.values), name="household_has_a_register"),
        ]

    def __str__(self) -> str:
        """The number only."""
        return f"居住户 {self.pk}"


class Membership(Told):
    """That somebody dwells at a place 居住关系, in a household where that is known; it decides who sees the person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name="人员")
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="居住户"
    )
    place = models.CharField("行政区划", max_length=12)
    county = models.GeneratedField(
        verbose_name="县区", expression=COUNTY, output_field=models.IntegerField(), db_persist=True
    )
    relation = models.CharField("与户主的关系", max_length=10, choices=Relation.choices)

    class Meta:
        verbose_name = "居住关系"
        verbose_name_plural = "居住关系"
        indexes: ClassVar = [models.Index(fields=["person", "place"], name="membership_person_place")]
        constraints: ClassVar = [
            one_at_a_time("person_dwells_in_one_household", same=("person", "county"), during=("valid", "known")),
            models.CheckConstraint(condition=Q(place__regex=PLACE), name="membership_has_a_place"),
            models.CheckConstraint(condition=Q(relation__in=Relation.values), name="membership_has_a_relation"),
            models.CheckConstraint(condition=Q(valid__lower_inf=False), name="membership_begins"),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="membership_lasts_a_day"),
        ]

    def __str__(self) -> str:
        """The keys only."""
        return f"人员 {self.person_id} 居住关系"


class NameToken(models.Model):
    """A word somebody is found by at a place 检索词: names, pinyin, a salted index of the number's last four."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    place = models.CharField("行政区划", max_length=12)
    token = models.CharField("检索词", max_length=300)
    sort_key = models.CharField("拼音", max_length=300)

    class Meta:
        verbose_name = "检索词"
        verbose_name_plural = "检索词"
        indexes: ClassVar = [models.Index(fields=["token", "place", "person"], name="token_place")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "place", "token"], name="token_once_a_place"),
            models.CheckConstraint(condition=Q(token__regex=SOMETHING), name="token_says_something"),
        ]

    def __str__(self) -> str:
        """The place only."""
        return self.place


class PersonMerge(models.Model):
    """That two keys turned out to be one human being 人员合并; a row that undoes another is a split 拆分."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges", verbose_name="保留的人员")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="并入的人员")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, verbose_name="撤销的合并")
    identifiers = ArrayField(models.BigIntegerField(), verbose_name="移交的证件", default=list, blank=True)
    reason = models.CharField("理由", max_length=500)
    place = models.CharField("办理地", max_length=12)
    done_by = models.ForeignKey(Officer, models.PROTECT, verbose_name="办理人")
    done_on = models.DateField("办理日期")
    done_at = models.DateTimeField("办理时间")
    kept_id: int
    other_id: int

    class Meta:
        verbose_name = "人员合并"
        verbose_name_plural = "人员合并"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(kept=F("other")), name="merge_joins_two"),
            models.CheckConstraint(condition=Q(reason__regex=SOMETHING), name="merge_has_a_reason"),
            models.CheckConstraint(condition=Q(place__regex=PLACE), name="merge_has_a_place"),
        ]

    def __str__(self) -> str:
        """The keys only."""
        return f"人员 {self.other_id} 并入 {self.kept_id}"
