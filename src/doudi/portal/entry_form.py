"""What a citizen writes to enter: name, resident number, phone, codes; each wrong field with its sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from doudi.faces.fields import Field, FieldError
from doudi.kernel.residentid import ResidentNumber
from doudi.portal.written_number import problem_of

MOBILE = re.compile(r"1[3-9][0-9]{9}")
LONGEST_NAME = 60
NAME = Field(name="name", label="您的姓名", autocomplete="name")
NUMBER = Field(name="number", label="公民身份号码", hint="18 位，最后一位可能是 X")
PHONE = Field(
    name="phone",
    label="手机号",
    mode="numeric",
    autocomplete="tel",
    hint="验证码发到这个手机；家里人合用一个手机也可以",
)
CODE = Field(name="code", label="验证码", mode="numeric", autocomplete="one-time-code", autofocus=True)
PAPER = Field(name="paper", label="纸上的验证码", hint="窗口打印给您的 10 位数字和字母")


@dataclass(frozen=True)
class Who:
    """Who somebody says they are."""

    name: str
    number: ResidentNumber
    phone: str


@dataclass(frozen=True)
class Form:
    """The fields with what was written and what is wrong; `who` where everything can be read."""

    fields: tuple[Field, ...]
    who: Who | None = None

    @property
    def errors(self) -> list[FieldError]:
        """The lines of the summary."""
        return [FieldError(field.anchor, field.error) for field in self.fields if field.error]


def read_form(sent: Mapping[str, str], *fields: Field) -> Form:
    """Read what was sent for these fields."""
    written = {field.name: sent.get(field.name, "").strip() for field in fields}
    filled = tuple(replace(field, value=written[field.name], error=_error(field, written)) for field in fields)
    if any(field.error for field in filled):
        return Form(filled)
    return Form(filled, Who(written["name"], ResidentNumber.parse(written["number"]), written.get("phone", "")))


def refused(form: Form, sentence: str, *, at: Field | None = None) -> Form:
    """The same form with something wrong: at the field to blame, or at the first where none is."""
    blamed = (at or form.fields[0]).name
    told = (replace(each, error=sentence, autofocus=False) if each.name == blamed else each for each in form.fields)
    return Form(tuple(told))


def _error(field: Field, written: Mapping[str, str]) -> str:
    value = written[field.name]
    if not value:
        return f"请填写{field.label.removeprefix('您的')}"
    if field is NAME and len(value) > LONGEST_NAME:
        return f"姓名太长，最多 {LONGEST_NAME} 个字"
    if field is PHONE and not MOBILE.fullmatch(value):
        return "手机号应为 11 位数字，请检查"
    return _number_error(value) if field is NUMBER else ""


def _number_error(value: str) -> str:
    wrong = problem_of(value)
    return f"公民身份号码有误：{wrong}" if wrong else ""
