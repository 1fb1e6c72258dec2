"""Accounts, and what proves whose they are: a password, an authenticator, a provider of identities."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from doudi.accounts.encrypted import EncryptedTextField
from doudi.kernel.patterns import DIGEST, SOMETHING


class AccountKind(models.TextChoices):
    """Whose account it is."""

    OFFICER = "officer", "工作人员"
    CITIZEN = "citizen", "群众"


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by its login name, as Django's sign-in asks."""


class Account(AbstractBaseUser):
    """Somebody who can sign in. An officer has a login name and password; a citizen enters by a code."""

    password = models.CharField("密码", max_length=128)
    last_login = models.DateTimeField("上次登录", null=True, blank=True)
    login = models.CharField("登录名", max_length=64, unique=True)
    kind = models.CharField("类别", max_length=10, choices=AccountKind.choices)
    is_active = models.BooleanField("启用", default=True)
    is_password_temporary = models.BooleanField("须更换初始密码", default=False)
    opened_at = models.DateTimeField("开户时间", db_default=Now(), editable=False)

    USERNAME_FIELD = "login"
    objects = AccountManager()

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(login__regex=r"^[a-z0-9][a-z0-9._-]*$"), name="account_login_is_plain"),
            models.CheckConstraint(condition=Q(kind__in=AccountKind.values), name="account_has_a_kind"),
        ]

    def __str__(self) -> str:
        """Number only: a login name may be somebody's name."""
        return f"账号 {self.pk}"


class OutsideIdentity(models.Model):
    """Who an account is at a provider of identities 统一身份认证, as an administrator linked it."""

    account_id: int
    account = models.ForeignKey(Account, models.PROTECT, related_name="identities", verbose_name="账号")
    issuer = models.CharField("签发方", max_length=300)
    subject = models.CharField("对方的用户标识", max_length=255)

    class Meta:
        verbose_name = "外部身份"
        verbose_name_plural = "外部身份"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_is_one_account"),
            models.UniqueConstraint(fields=["account", "issuer"], name="identity_once_an_issuer"),
            models.CheckConstraint(
                condition=Q(issuer__regex=SOMETHING, subject__regex=SOMETHING), name="identity_is_named"
            ),
        ]

    def __str__(self) -> str:
        """Name the account."""
        return f"账号 {self.account_id}"


class SecondFactor(models.Model):
    """The secret of an authenticator 动态口令. No code of `last_step` or before counts: each is good for one time."""

    account_id: int
    account = models.OneToOneField(Account, models.PROTECT, related_name="second_factor", verbose_name="账号")
    secret = EncryptedTextField("密钥")
    since = models.DateTimeField("启用时间")
    last_step = models.BigIntegerField("最近用过的时间步")

    class Meta:
        verbose_name = "第二验证"
        verbose_name_plural = "第二验证"

    def __str__(self) -> str:
        """Name the account."""
        return f"账号 {self.account_id}"


class RecoveryCode(models.Model):
    """A code on paper for the day the authenticator is lost 恢复码; its digest, good for one time."""

    account_id: int
    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes", verbose_name="账号")
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = "恢复码"
        verbose_name_plural = "恢复码"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "digest"], name="recovery_code_once"),
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="recovery_code_is_a_digest"),
        ]

    def __str__(self) -> str:
        """Name the account."""
        return f"账号 {self.account_id}"
