"""The fields of the sign-in pages."""

from __future__ import annotations

from dataclasses import replace

from doudi.faces.fields import Field, FieldError

LOGIN = Field(name="login", label="登录名", autocomplete="username", autofocus=True)
PASSWORD = Field(name="password", label="密码", kind="password", autocomplete="current-password")
CODE = Field(
    name="code", label="动态口令", autocomplete="one-time-code", autofocus=True,
    hint="手机上显示的 6 位数字；手机不在身边，填一个恢复码",
)  # fmt: skip
FIRST_CODE = replace(CODE, hint="手机上现在显示的 6 位数字")
OLD = Field(name="old", label="原密码", kind="password", autocomplete="current-password", autofocus=True)
NEW = Field(name="new", label="新密码", kind="password", autocomplete="new-password")
AGAIN = Field(name="again", label="再写一遍新密码", kind="password", autocomplete="new-password")


def refused(field: Field, error: str, *, value: str = "") -> Field:
    """Return the field with what is wrong in it; the page's focus goes to the summary of errors."""
    return replace(field, error=error, value=value, autofocus=False)


def errors_of(fields: tuple[Field, ...]) -> list[FieldError]:
    """List what is wrong for the summary at the top of the form."""
    return [FieldError(field.anchor, field.error) for field in fields if field.error]
