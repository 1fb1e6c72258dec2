"""The forms of offices and people: their boxes, and what was chosen in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from doudi.accounts.models import Office, Post
from doudi.accounts.roles import OfficeKind, Role
from doudi.accounts.services.open_office import OfficeElsewhere, OfficeNameless
from doudi.accounts.services.open_officer_account import LoginTaken, LoginUnfit, NameMissing
from doudi.accounts.services.undo_appointment import ReasonMissing
from doudi.desk.doing.deeds import AnswerNeeded, needed
from doudi.faces.fields import Field, Group, Option
from doudi.kernel.errors import DoudiError

LOGIN, NAME, OFFICE, ROLE, POST, BECAUSE = "login", "name", "office", "role", "post", "because"
KIND, PLACE, PHONE, ADDRESS = "kind", "place", "phone", "address"
OF_ERRORS = {LoginUnfit: LOGIN, LoginTaken: LOGIN, NameMissing: NAME, OfficeNameless: NAME, OfficeElsewhere: KIND,
             ReasonMissing: BECAUSE}  # fmt: skip
LABELS = {
    LOGIN: ("登录名", "小写字母、数字、点、横线，以字母或者数字开头"),
    NAME: ("姓名", ""),
    PLACE: ("行政区划代码", "县 6 位，乡镇 9 位，村 12 位；须已经录入"),
    PHONE: ("电话", "群众看得到"),
    ADDRESS: ("地址", ""),
    BECAUSE: ("撤销任命的原因", "例如：选错了岗位"),
}
OFFICE_NAME = "单位名称"
LONGEST = {LOGIN: 64, NAME: 60, PHONE: 40, ADDRESS: 200}


def is_held(post: Post, on: date) -> bool:
    """Tell whether a post allows something on a day, as `held_on` asks the database."""
    return on in post.valid and post.stopped_at is None


def wrong_field(error: DoudiError, usual: str) -> str:
    """Say which box an error belongs to."""
    return error.field if isinstance(error, AnswerNeeded) else OF_ERRORS.get(type(error), usual)


def written(name: str, given: Mapping[str, str], wrong: Mapping[str, str], *, of_office: bool = False) -> Field:
    """A box to write in; an office is not named as a person is."""
    label, hint = LABELS[name]
    label = OFFICE_NAME if of_office and name == NAME else label
    return Field(name=name, label=label, hint=hint, value=given.get(name, ""), error=wrong.get(name, ""))


def offices(known: Iterable[Office], given: Mapping[str, str], wrong: Mapping[str, str]) -> Field:
    """Which office."""
    listed = [(str(each.pk), each.name) for each in known]
    return _select(OFFICE, "单位", listed, given, wrong)


def roles(given: Mapping[str, str], wrong: Mapping[str, str]) -> Field:
    """Which role."""
    return _select(ROLE, "岗位", [(role.value, role.label) for role in Role], given, wrong)


def kinds(given: Mapping[str, str], wrong: Mapping[str, str]) -> Field:
    """Which kind of office."""
    return _select(KIND, "类别", [(kind.value, kind.label) for kind in OfficeKind], given, wrong)


def _select(
    name: str, label: str, listed: list[tuple[str, str]], given: Mapping[str, str], wrong: Mapping[str, str]
) -> Field:
    options = tuple(Option(code, text, code == given.get(name)) for code, text in (("", "请选择"), *listed))
    return Field(name=name, label=label, shape="select", groups=(Group("", options),), error=wrong.get(name, ""))


def short(given: Mapping[str, str], name: str, *, label: str = "") -> str:
    """Return what was written, if it fits. Raises AnswerNeeded."""
    text = given.get(name, "").strip()
    if len(text) > LONGEST[name]:
        raise AnswerNeeded(field=name, label=label or LABELS[name][0], reason=f"最多 {LONGEST[name]} 字")
    return text


def chosen_role(given: Mapping[str, str]) -> Role:
    """Return the role. Raises AnswerNeeded."""
    text = needed(given, ROLE, "岗位")
    if text not in Role.values:
        raise AnswerNeeded(field=ROLE, label="岗位", reason="请从列出的里面选")
    return Role(text)


def chosen_kind(given: Mapping[str, str]) -> OfficeKind:
    """Return the kind of office. Raises AnswerNeeded."""
    text = needed(given, KIND, "类别")
    if text not in OfficeKind.values:
        raise AnswerNeeded(field=KIND, label="类别", reason="请从列出的里面选")
    return OfficeKind(text)
