"""Citizens, the codes that let them in, and the tries that are counted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from doudi.accounts.encrypted import EncryptedTextField
from doudi.accounts.models.account import Account
from doudi.kernel.patterns import DIGEST


class Citizen(models.Model):
    """Who enters by a code to a phone 群众账号: one natural identity. One phone may serve many citizens.

    What is typed is theirs to say and proves nothing about any register; a case is shown to who filed it, to who is
    named in a mandate, and to who brought the code that the window printed.
    """

    account_id: int
    account = models.OneToOneField(Account, models.PROTECT, related_name="citizen", verbose_name="账号")
    name = models.CharField("姓名", max_length=60)
    number = EncryptedTextField("公民身份号码")
    number_index = models.CharField("证件索引", max_length=64)
    phone = EncryptedTextField("手机号")
    phone_index = models.CharField("手机索引", max_length=64)

    class Meta:
        verbose_name = "群众"
        verbose_name_plural = "群众"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number_index", "phone_index"], name="citizen_once_a_phone"),
            models.CheckConstraint(
                condition=Q(number_index__regex=DIGEST, phone_index__regex=DIGEST), name="citizen_is_indexed"
            ),
        ]

    def __str__(self) -> str:
        """Masked: the family name alone."""
        return f"{self.name[:1]}某"


class CodePurpose(models.TextChoices):
    """What a code lets do."""

    ENTER = "enter", "短信登录"
    WINDOW = "window", "窗口打印"


class Code(models.Model):
    """A code sent to a phone or printed at a window 验证码; kept as a digest, good for few tries and a short time."""

    purpose = models.CharField("用途", max_length=20, choices=CodePurpose.choices)
    key_index = models.CharField("手机或办件索引", max_length=64)
    digest = models.CharField("摘要", max_length=64)
    sent_at = models.DateTimeField("发出时间")
    expires_at = models.DateTimeField("失效时间")
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)
    subject_id = models.BigIntegerField("办件", null=True, blank=True)

    class Meta:
        verbose_name = "验证码"
        verbose_name_plural = "验证码"
        indexes: ClassVar = [models.Index(fields=["key_index", "-sent_at"], name="code_key")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("sent_at")), name="code_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(digest__regex=DIGEST, key_index__regex=DIGEST), name="code_is_a_digest"),
            models.CheckConstraint(
                condition=Q(purpose=CodePurpose.ENTER, subject_id=None)
                | Q(purpose=CodePurpose.WINDOW, subject_id__isnull=False),
                name="code_of_a_window_names_its_case",
            ),
        ]

    def __str__(self) -> str:
        """Say only what it is for."""
        return self.purpose


class Attempt(models.Model):
    """A try to enter 尝试, counted per person, phone and address so that guessing is slow everywhere."""

    key_index = models.CharField("索引", max_length=64)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "登录尝试"
        verbose_name_plural = "登录尝试"
        indexes: ClassVar = [models.Index(fields=["key_index", "at"], name="attempt_key")]

    def __str__(self) -> str:
        """Say when."""
        return f"{self.at}"
