"""Places, offices and the people at them; citizens; codes that let people in; shares of single rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from doudi.accounts.api_token import ApiToken, TokenScope  # noqa: F401 - a table of this stage, in a file of its own
from doudi.accounts.encrypted import EncryptedTextField
from doudi.accounts.overlap import one_at_a_time
from doudi.accounts.roles import OfficeKind, Role

CODE = r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$"
DIGEST = r"^[0-9a-f]{64}$"
SOMETHING = r"\S"
BEGINS = Q(valid__isempty=False, valid__lower_inf=False)


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
            models.CheckConstraint(condition=Q(code__regex=CODE), name="place_has_a_code"),
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


class Officer(models.Model):
    """A member of staff 工作人员, by name; what they may do follows from their posts."""

    account_id: int
    posts: models.Manager[Post]
    account = models.OneToOneField(Account, models.PROTECT, related_name="officer", verbose_name="账号")
    name = models.CharField("姓名", max_length=60)

    class Meta:
        verbose_name = "工作人员"
        verbose_name_plural = "工作人员"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(name__regex=SOMETHING), name="officer_has_a_name")]

    def __str__(self) -> str:
        """Officers act in public: their name is shown."""
        return self.name


class Post(models.Model):
    """A role of an officer at an office for a time 任职. The database refuses incompatible roles held together."""

    officer_id: int
    office_id: int
    get_role_display: Callable[[], str]
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="posts", verbose_name="工作人员")
    office = models.ForeignKey(Office, models.PROTECT, related_name="posts", verbose_name="单位")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    valid = DateRangeField("任职期间")

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="post_has_a_role"),
            models.CheckConstraint(condition=BEGINS, name="post_begins"),
        ]

    def __str__(self) -> str:
        """Say the role."""
        return self.get_role_display()


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
