"""What an administrator does about one person: each act by the name its button sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from doudi.accounts.models import Officer
from doudi.accounts.queries import offices_under, posts_under
from doudi.accounts.services.appoint import appoint
from doudi.accounts.services.end_post import end_post
from doudi.accounts.services.lock_account import lock_account, unlock_account
from doudi.accounts.services.remove_second_factor import remove_second_factor
from doudi.accounts.services.reset_password import reset_password
from doudi.accounts.signed_in import SignedIn
from doudi.desk.doing.deeds import chosen_of
from doudi.desk.pages import officer, place
from doudi.desk.people import forms
from doudi.kernel.errors import Refused

Given = Mapping[str, str]
Told = tuple[str, str]
"""What was done, and a password to be shown once; empty where there is none."""


class NoSuchAct(Refused):
    """The form names no act of this page."""

    code = "desk.no_such_act"
    sentence = "没有这项操作，请用页面上的按钮。"


def _appoint(found: Officer, given: Given, somebody: SignedIn) -> Told:
    office = chosen_of(offices_under(place(somebody), somebody.on), given, forms.OFFICE, "单位")
    role = forms.chosen_role(given)
    appoint(officer=found, office=office, role=role, by=officer(somebody), on=somebody.on)
    return f"已任命{found.name}为{office.name}的{role.label}。", ""


def _end(found: Officer, given: Given, somebody: SignedIn) -> Told:
    held = posts_under(place(somebody), somebody.on).filter(officer=found)
    post = chosen_of(held, given, forms.POST, "岗位")
    end_post(post=post, by=officer(somebody), on=somebody.on)
    return f"已免去{found.name}的“{post.get_role_display()}”，从今天起。", ""


def _reset(found: Officer, given: Given, somebody: SignedIn) -> Told:
    del given
    return "", reset_password(officer=found, place=place(somebody), by=officer(somebody), on=somebody.on)


def _factor(found: Officer, given: Given, somebody: SignedIn) -> Told:
    del given
    remove_second_factor(officer=found, place=place(somebody), by=officer(somebody), on=somebody.on)
    return f"已解除{found.name}的动态口令，下次登录重新绑定。", ""


def _lock(found: Officer, given: Given, somebody: SignedIn) -> Told:
    del given
    lock_account(officer=found, place=place(somebody), by=officer(somebody), on=somebody.on)
    return f"已停用{found.name}的账号。", ""


def _unlock(found: Officer, given: Given, somebody: SignedIn) -> Told:
    del given
    unlock_account(officer=found, place=place(somebody), by=officer(somebody), on=somebody.on)
    return f"已启用{found.name}的账号。", ""


ACTS: dict[str, Callable[[Officer, Given, SignedIn], Told]] = {
    "appoint": _appoint, "end": _end, "reset": _reset, "factor": _factor, "lock": _lock, "unlock": _unlock,
}  # fmt: skip
