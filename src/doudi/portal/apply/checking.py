"""What is wrong on a screen, by field name, in words that say what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from doudi.faces import filing
from doudi.faces.draft import FIRST, HOUSEHOLD
from doudi.faces.questions import COMPLETE
from doudi.intake.filing import read_family
from doudi.intake.services.grant_mandate import A_DAY
from doudi.policy.household import HouseholdRefused
from doudi.policy.packs import Packs
from doudi.portal.apply import screens as s
from doudi.portal.apply.asking import WHO_LABELS, Questions
from doudi.portal.apply.filling import (
    BORN_ON,
    COUNTY,
    NUMBER,
    SEX,
    SIGN,
    TOWNSHIP,
    UNTIL,
    VILLAGE,
    WHO,
    Filling,
)
from doudi.portal.apply.handing import declared
from doudi.portal.apply.minors import is_minor
from doudi.portal.apply.screens import Screen
from doudi.portal.written_number import problem_of

Errors = dict[str, str]
PEOPLE: Final = "people."


def errors_of(filling: Filling, screen: Screen, packs: Packs, on: date) -> Errors:
    """Return what is wrong on one screen."""
    asked = Questions(filling, packs, on, {})
    names = {name for block in asked.blocks(screen) for name in block.names}
    found = {name: why for name, why in _read_errors(filling, packs, on).items() if name in names}
    own = OWN[screen.kind](filling, screen, asked, on) if screen.kind in OWN else {}
    return {**found, **own}


def all_errors(filling: Filling, packs: Packs, on: date) -> list[tuple[Screen, str, str]]:
    """Return everything that is wrong, screen by screen: where, which field, why."""
    return [
        (screen, name, why)
        for screen in s.screens(filling)
        for name, why in errors_of(filling, screen, packs, on).items()
    ]


def _read_errors(filling: Filling, packs: Packs, on: date) -> Errors:
    """Read the family as submitting will, and find the field of each problem."""
    try:
        read_family(declared(filling, packs.facts), on)
    except HouseholdRefused as refused:
        found: Errors = {}
        for problem in refused.problems:
            path = problem.path
            name = path.removeprefix(PEOPLE) if path.startswith(PEOPLE) else filing.field_of_path(path, filling.text)
            found.setdefault(name, problem.reason)
        return found
    return {}


def _who(filling: Filling, _screen: Screen, _asked: Questions, on: date) -> Errors:
    text = filling.text
    if text.text(WHO) not in WHO_LABELS:
        return {WHO: "请选一项"}
    if filling.is_for_self:
        return {}
    found = _identity(filling, FIRST) or _of_another(filling)
    if not text.text(f"{FIRST}.{filing.NAME}"):
        found[f"{FIRST}.{filing.NAME}"] = "请填写申请人姓名"
    try:
        is_late = date.fromisoformat(text.text(UNTIL)) + A_DAY <= on  # the day that is written counts whole
    except (ValueError, OverflowError):
        return {**found, UNTIL: "请填写委托到哪一天"}
    return {**found, UNTIL: "委托您办到哪一天，不能早于今天"} if is_late else found


def _of_another(filling: Filling) -> Errors:
    """Refuse the helper's own number as the applicant's: nobody is their own helper."""
    number = filling.number_of(FIRST)
    if number is None or number.full != filling.helper:
        return {}
    return {f"{FIRST}.{NUMBER}": "申请人身份证号不能是您自己的，请填写申请人的；替自己申请的，请选“我自己（我家）”"}


def _identity(filling: Filling, owner: str) -> Errors:
    name = f"{owner}.{NUMBER}"
    given = filling.text.text(name).replace(" ", "")
    if not given:
        return {name: "请填写身份证号"}
    wrong = problem_of(given)
    return {name: f"身份证号请检查：{wrong}。"} if wrong else {}


def _place(_filling: Filling, screen: Screen, asked: Questions, _on: date) -> Errors:
    labels = {COUNTY: "请选择县（区、市）", TOWNSHIP: "请选择乡镇（街道）", VILLAGE: "请选择村（社区）"}
    fields = [field for block in asked.blocks(screen) for field in block.fields]
    chosen = {field.name: {o.value for group in field.groups for o in group.options if o.chosen} for field in fields}
    found = {name: why for name, why in labels.items() if name in chosen and not chosen[name] - {""}}
    return found or ({} if TOWNSHIP in chosen else {TOWNSHIP: labels[TOWNSHIP]})


def _family(filling: Filling, _screen: Screen, _asked: Questions, _on: date) -> Errors:
    found: Errors = {}
    if not filling.text.text(f"{HOUSEHOLD}.register"):
        found[f"{HOUSEHOLD}.register"] = "请选一项"
    for owner in filling.text.members[1:]:
        found |= _person(filling, owner)
    return found


def _person(filling: Filling, owner: str) -> Errors:
    text = filling.text.text
    found: Errors = {}
    if not text(f"{owner}.{filing.NAME}"):
        found[f"{owner}.{filing.NAME}"] = "请填写姓名"
    if text(f"{owner}.{NUMBER}") or not (text(f"{owner}.{BORN_ON}") or text(f"{owner}.{SEX}")):
        found |= _identity(filling, owner)
    else:
        wanted = {BORN_ON: "没有身份证号的，请填写出生日期", SEX: "没有身份证号的，请选择性别"}
        found |= {f"{owner}.{name}": why for name, why in wanted.items() if not text(f"{owner}.{name}")}
    if not text(f"{owner}.relation"):
        found[f"{owner}.relation"] = "请选择和申请人的关系"
    return found


def _money(filling: Filling, screen: Screen, asked: Questions, _on: date) -> Errors:
    income = asked.blocks(screen)[0]
    return _said(filling, screen.owner, "incomes", income.names, "请填写收入；没有收入的，请打勾")


def _property(filling: Filling, screen: Screen, asked: Questions, _on: date) -> Errors:
    return _said(filling, HOUSEHOLD, "assets", asked.blocks(screen)[0].names, "请填写家里的财产；什么都没有的，请打勾")


def _said(filling: Filling, owner: str, group: str, names: set[str], why: str) -> Errors:
    """Want a group either told or ticked as complete: nothing written is not the same as nothing there."""
    tick = f"{owner}.{group}"
    is_told = COMPLETE in filling.text.texts(tick) or any(filling.text.text(name) for name in names - {tick})
    return {} if is_told else {tick: why}


def _consent(filling: Filling, _screen: Screen, _asked: Questions, on: date) -> Errors:
    found: Errors = {}
    for owner in filling.text.members:
        signed, name = filling.text.text(f"{owner}.{SIGN}"), filling.name_of(owner)
        if signed and not is_minor(filling, owner, on) and signed != name:
            found[f"{owner}.{SIGN}"] = f"请由{name}本人签名，写上“{name}”；不在身边的先空着"
    return found


OWN: Final[dict[str, Callable[[Filling, Screen, Questions, date], Errors]]] = {
    s.WHO: _who, s.PLACE: _place, s.FAMILY: _family, s.MONEY: _money, s.PROPERTY: _property, s.CONSENT: _consent,
}  # fmt: skip
