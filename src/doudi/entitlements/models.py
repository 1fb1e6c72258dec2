"""What a decision gives, to whom and through whose account. Rows are only added; a month is written as its first day.

Each child repeats the place of its entitlement, held equal by a foreign key of two columns (see the migration), so that
row-level security and a month's roll need no look at the parent.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import BigIntegerField, F, Func, Q, Value
from django.db.models.functions import Cast

from doudi.accounts.encrypted import EncryptedTextField
from doudi.accounts.models import Officer
from doudi.audit.append_only import AppendOnly
from doudi.casework.models import Decision
from doudi.intake.models import Application, FamilyMember
from doudi.kernel.masking import masked_name
from doudi.kernel.patterns import DIGEST, PLACE, SOMETHING
from doudi.registry.models import Person


def _number(column: str) -> Func:
    """A range that holds the one number of a column, for constraints without an extension of PostgreSQL."""
    number = Cast(F(column), BigIntegerField())
    return Func(number, number, Value("[]"), function="int8range")


def _word(column: str) -> Func:
    """A range that holds the one number a word hashes to; 64 bits, so that no two words of ours meet."""
    number = Func(F(column), Value(0), function="hashtextextended", output_field=BigIntegerField())
    return Func(number, number, Value("[]"), function="int8range")


class Entitlement(models.Model):
    """What one decision gives 待遇: an amount a month from a first month on. It ends by an `EntitlementEnd`."""

    decision_id: int
    application_id: int
    ends: models.Manager[EntitlementEnd]
    beneficiaries: models.Manager[Beneficiary]
    components: models.Manager[Component]
    payees: models.Manager[Payee]
    decision = models.OneToOneField(
        Decision, models.PROTECT, related_name="entitlement", verbose_name="决定"
    )  # a double submit makes one
    application = models.ForeignKey(Application, models.PROTECT, related_name="entitlements", verbose_name="申请")
    programme = models.CharField("救助项目", max_length=40)
    place = models.CharField("行政区划", max_length=12)
    first_month = models.DateField("起发月份")
    amount_fen = models.BigIntegerField("月金额（分）")
    granted_on = models.DateField("登记日期")
    granted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "待遇"
        verbose_name_plural = "待遇"
        triggers: ClassVar = [AppendOnly()]
        indexes: ClassVar = [models.Index(fields=["place", "programme", "first_month"], name="entitlement_place")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(place__regex=PLACE), name="entitlement_has_a_place"),
            models.CheckConstraint(condition=Q(first_month__day=1), name="entitlement_begins_with_a_month"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="entitlement_gives_something"),
            models.CheckConstraint(condition=Q(programme__regex=SOMETHING), name="entitlement_has_a_programme"),
            # What the foreign keys of two columns point at (see the migration).
            models.UniqueConstraint(fields=["id", "place"], name="entitlement_key_for_children"),
            models.UniqueConstraint(fields=["id", "programme"], name="entitlement_key_for_beneficiaries"),
        ]

    def __str__(self) -> str:
        """Number and programme."""
        return f"待遇 {self.pk} {self.programme}"


class EntitlementEnd(models.Model):
    """A later decision that ends an entitlement 终止. Of several the earliest month counts: a death found out later."""

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="ends", verbose_name="待遇")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="ended", verbose_name="决定")
    place = models.CharField("行政区划", max_length=12)
    last_month = models.DateField("止发月份（含）")
    ended_on = models.DateField("登记日期")
    ended_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "待遇终止"
        verbose_name_plural = "待遇终止"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_month__day=1), name="end_is_a_month"),
            models.UniqueConstraint(fields=["entitlement", "decision"], name="end_once_a_decision"),
        ]

    def __str__(self) -> str:
        """Say until when."""
        return f"至 {self.last_month:%Y-%m}"


class Beneficiary(models.Model):
    """Somebody an entitlement is for 保障对象, in which months; nobody twice in one programme and month.

    The only thing that ever changes is that `months` ends sooner, by the end of the entitlement.
    """

    entitlement_id: int
    person_id: int
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="beneficiaries", verbose_name="待遇")
    person = models.ForeignKey(Person, models.PROTECT, related_name="benefits", verbose_name="人")
    programme = models.CharField("救助项目", max_length=40)
    place = models.CharField("行政区划", max_length=12)
    months = DateRangeField("保障月份")

    class Meta:
        verbose_name = "保障对象"
        verbose_name_plural = "保障对象"
        indexes: ClassVar = [models.Index(fields=["place"], name="beneficiary_place")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entitlement", "person"], name="beneficiary_once"),
            ExclusionConstraint(
                name="beneficiary_once_a_month",
                expressions=[
                    (_number("person_id"), RangeOperators.OVERLAPS),
                    (_word("programme"), RangeOperators.OVERLAPS),
                    ("months", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        """Keys only."""
        return f"保障对象 {self.person_id}"


class ComponentKind(models.TextChoices):
    """The parts of an amount, kept apart up to the bank file."""

    BASE = "base", "基本金额"
    SUPPLEMENT = "supplement", "分类施保增发"
    CARE = "care", "照料护理"
    PRICE = "price", "价格临时补贴"


class Component(models.Model):
    """A part of the monthly amount 金额构成 with the article it rests on; of one member, or of the family."""

    entitlement_id: int
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="components", verbose_name="待遇")
    kind = models.CharField("类别", max_length=10, choices=ComponentKind.choices)
    member = models.ForeignKey(FamilyMember, models.PROTECT, null=True, blank=True, verbose_name="成员")
    place = models.CharField("行政区划", max_length=12)
    amount_fen = models.BigIntegerField("月金额（分）")
    cites = models.TextField("依据")

    class Meta:
        verbose_name = "金额构成"
        verbose_name_plural = "金额构成"
        triggers: ClassVar = [AppendOnly()]
        indexes: ClassVar = [models.Index(fields=["place"], name="component_place")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=ComponentKind.values), name="component_has_a_kind"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="component_gives_something"),
            models.CheckConstraint(condition=Q(cites__regex=SOMETHING), name="component_has_an_article"),
            models.UniqueConstraint(
                fields=["entitlement", "kind", "member"], nulls_distinct=False, name="component_once"
            ),
            models.UniqueConstraint(fields=["id", "entitlement", "amount_fen"], name="component_key_for_lines"),
        ]

    def __str__(self) -> str:
        """Say which part."""
        return ComponentKind(self.kind).label


class BankAccount(models.Model):
    """An account with a bank 账户; who holds it need not be who is paid. A correction is another row."""

    holder_name = models.CharField("户名", max_length=60)
    number = EncryptedTextField("账号")
    index = models.CharField("账号索引", max_length=64)
    bank = models.CharField("开户银行", max_length=100)
    place = models.CharField("行政区划", max_length=12)
    opened_on = models.DateField("登记日期")

    class Meta:
        verbose_name = "银行账户"
        verbose_name_plural = "银行账户"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(place__regex=PLACE), name="bank_account_has_a_place"),
            models.CheckConstraint(condition=Q(index__regex=DIGEST), name="bank_account_is_indexed"),
            models.CheckConstraint(
                condition=Q(holder_name__regex=SOMETHING, bank__regex=SOMETHING), name="bank_account_is_named"
            ),
            models.UniqueConstraint(fields=["index", "holder_name", "bank", "place"], name="bank_account_once"),
        ]

    def __str__(self) -> str:
        """Masked: the family name alone."""
        return masked_name(self.holder_name)


class PayeeKind(models.TextChoices):
    """Who receives the money."""

    PERSON = "person", "本人"
    GUARDIAN = "guardian", "监护人"
    INSTITUTION = "institution", "供养服务机构"
    PROVIDER = "provider", "照料服务提供者"


class Payee(models.Model):
    """Who is paid for an entitlement, or for one part of it 收款人. Of the rows valid on a day the last one counts.

    The claimant is in the application, who is paid is here, who holds the account stands with the account.
    """

    entitlement_id: int
    account_id: int
    person_id: int | None
    keepers: models.Manager[CardKeeper]
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="payees", verbose_name="待遇")
    component_kind = models.CharField("限于构成", max_length=10, choices=ComponentKind.choices, blank=True)
    kind = models.CharField("类别", max_length=12, choices=PayeeKind.choices)
    name = models.CharField("收款人", max_length=60)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, verbose_name="收款人（登记的人）")
    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="payees", verbose_name="账户")
    place = models.CharField("行政区划", max_length=12)
    valid = DateRangeField("启用期间")
    evidence = models.TextField("凭据")
    added_on = models.DateField("登记日期")
    added_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "收款人"
        verbose_name_plural = "收款人"
        triggers: ClassVar = [AppendOnly()]
        indexes: ClassVar = [
            models.Index(fields=["entitlement", "component_kind", "-id"], name="payee_entitlement"),
            models.Index(fields=["place"], name="payee_place"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=PayeeKind.values), name="payee_has_a_kind"),
            models.CheckConstraint(
                condition=Q(component_kind="") | Q(component_kind__in=ComponentKind.values), name="payee_of_a_component"
            ),
            models.CheckConstraint(
                condition=Q(name__regex=SOMETHING, evidence__regex=SOMETHING), name="payee_is_evidenced"
            ),
            models.UniqueConstraint(fields=["id", "entitlement", "account"], name="payee_key_for_lines"),
            models.UniqueConstraint(fields=["id", "place"], name="payee_key_for_keepers"),
        ]

    def __str__(self) -> str:
        """Masked: the family name alone."""
        return masked_name(self.name)


class CardKeeper(models.Model):
    """A village or township officer who keeps a family's card 代为保管, under a written agreement. minfa-2021-57#26."""

    recorded_by_id: int
    payee = models.ForeignKey(Payee, models.PROTECT, related_name="keepers", verbose_name="收款人")
    place = models.CharField("行政区划", max_length=12)
    name = models.CharField("保管人", max_length=60)
    office = models.CharField("保管人单位", max_length=100)
    agreement = models.TextField("书面协议")
    agreed_on = models.DateField("签订日期")
    filed_on = models.DateField("报县级民政备案日期")
    recorded_on = models.DateField("登记日期")
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "存折（卡）代管"
        verbose_name_plural = "存折（卡）代管"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(name__regex=SOMETHING, office__regex=SOMETHING, agreement__regex=SOMETHING),
                name="card_keeper_has_an_agreement",
            ),
            models.CheckConstraint(condition=Q(filed_on__gte=F("agreed_on")), name="card_keeper_is_filed_afterwards"),
            models.CheckConstraint(condition=Q(recorded_on__gte=F("filed_on")), name="card_keeper_is_filed_already"),
        ]

    def __str__(self) -> str:
        """Masked: the family name alone."""
        return masked_name(self.name)
