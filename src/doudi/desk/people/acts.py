"""What an administrator does about one person: what the page before it says, and the act, by the name of its button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction

from doudi.accounts.models import Officer, Post
from doudi.accounts.queries import offices_under, posts_under
from doudi.accounts.roles import Role, is_close
from doudi.accounts.services.appoint import appoint
from doudi.accounts.services.end_post import end_post
from doudi.accounts.services.lock_account import lock_account, unlock_account
from doudi.accounts.services.remove_second_factor import remove_second_factor
from doudi.accounts.services.reset_password import reset_password
from doudi.accounts.services.undo_appointment import ReasonMissing, has_acted, undo_appointment
from doudi.accounts.signed_in import SignedIn
from doudi.desk.doing.deeds import chosen_of
from doudi.desk.pages import officer, place
from doudi.desk.people import forms
from doudi.faces.fields import in_chinese
from doudi.kernel.errors import Refused

Given = Mapping[str, str]
Told = tuple[str, str]
"""What was done, and a password to be shown once; empty where there is none."""


class NoSuchAct(Refused):
    """The form names no act of this page."""

    code = "desk.no_such_act"
    sentence = "没有这项操作，请用页面上的按钮。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sure:
    """What is said before an act: the question, what it does, what to think of, and what its button says."""

    title: str
    told: tuple[str, ...]
    warned: tuple[str, ...] = ()
    button: str
    kind: str = "primary"
    asks_why: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """An act: the page before it, and the act itself."""

    ask: Callable[[Officer, Given, SignedIn], Sure]
    perform: Callable[[Officer, Given, SignedIn], Told]


def rehearse(deed: Deed, found: Officer, given: Given, somebody: SignedIn) -> None:
    """Raise now what the act would raise, and leave nothing; why it is done is asked on the next page."""
    with transaction.atomic():
        try:
            deed.perform(found, given, somebody)
        except ReasonMissing:
            pass
        finally:
            transaction.set_rollback(True)


def warnings_of(role: Role, held: list[Post]) -> tuple[str, ...]:
    """Say which posts of somebody lie close to a role, so that one person would check their own work."""
    close = dict.fromkeys(post.get_role_display() for post in held if is_close(post.role, role))
    return tuple(
        f"还在任“{each}”：同一人会在一件事上先后办理“{each}”和“{role.label}”。文件没有规定这两个岗位不能兼任，"
        "所以不拦；有别的人时请分开。"
        for each in close
    )


def _ask_appoint(found: Officer, given: Given, somebody: SignedIn) -> Sure:
    office = chosen_of(offices_under(place(somebody), somebody.on), given, forms.OFFICE, "单位")
    role = forms.chosen_role(given)
    held = [each for each in found.posts.all() if forms.is_held(each, somebody.on)]
    return Sure(
        title=f"任命{found.name}为{office.name}的{role.label}？", button="确认任命",
        told=(f"{in_chinese(somebody.on)}（今天）起，马上可以办理这个岗位的业务。", "任命错了，今天之内可以撤销任命。"),
        warned=warnings_of(role, held),
    )  # fmt: skip


def _appoint(found: Officer, given: Given, somebody: SignedIn) -> Told:
    office = chosen_of(offices_under(place(somebody), somebody.on), given, forms.OFFICE, "单位")
    role = forms.chosen_role(given)
    appoint(officer=found, office=office, role=role, by=officer(somebody), on=somebody.on)
    return f"已任命{found.name}为{office.name}的{role.label}。", ""


def _post(found: Officer, given: Given, somebody: SignedIn) -> Post:
    held = posts_under(place(somebody), somebody.on).filter(officer=found)
    return chosen_of(held, given, forms.POST, "岗位")


def _ask_end(found: Officer, given: Given, somebody: SignedIn) -> Sure:
    post = _post(found, given, somebody)
    return Sure(
        title=f"免去{found.name}的“{post}”？", button="确认免去", kind="danger",
        told=(f"单位：{post.office.name}。", f"{in_chinese(somebody.on)}（今天）起不再担任，马上不能再办它的业务。"),
    )  # fmt: skip


def _end(found: Officer, given: Given, somebody: SignedIn) -> Told:
    post = _post(found, given, somebody)
    end_post(post=post, by=officer(somebody), on=somebody.on)
    return f"已免去{found.name}的“{post}”，从今天起。", ""


def _ask_undo(found: Officer, given: Given, somebody: SignedIn) -> Sure:
    post = _post(found, given, somebody)
    consequence = (
        "今天已经用这个岗位办理或者查看过业务：当天的任职和办过的事照样留在记录里，从现在起不能再办。"
        if has_acted(post, on=somebody.on)
        else "还没有用这个岗位办过业务：按从未任职处理，任命和撤销都留在记录里。"
    )
    return Sure(
        title=f"撤销今天对{found.name}的任命“{post}”？", told=(f"单位：{post.office.name}。", consequence),
        button="确认撤销任命", kind="danger", asks_why=True,
    )  # fmt: skip


def _undo(found: Officer, given: Given, somebody: SignedIn) -> Told:
    post = _post(found, given, somebody)
    because = given.get(forms.BECAUSE, "")
    undone = undo_appointment(post=post, because=because, by=officer(somebody), on=somebody.on)
    left = "当天的任职留在记录里" if undone.stopped_at else "按从未任职处理"
    return f"已撤销对{found.name}的任命“{post}”，马上生效；{left}。", ""


def _ask_reset(found: Officer, given: Given, somebody: SignedIn) -> Sure:
    del given, somebody
    return Sure(
        title=f"重置{found.name}的密码？", button="确认重置密码", kind="danger",
        told=("现在的密码马上作废，已经登录的会被退出。", "新的初始密码只显示一次，请当面告诉本人。"),
    )  # fmt: skip


def _reset(found: Officer, given: Given, somebody: SignedIn) -> Told:
    del given
    return "", reset_password(officer=found, place=place(somebody), by=officer(somebody), on=somebody.on)


def _ask_factor(found: Officer, given: Given, somebody: SignedIn) -> Sure:
    del given, somebody
    told = ("手机上的动态口令和纸上的恢复码都作废。", "下次登录重新绑定；在这之前只凭密码就能登录，请先确认是本人。")
    return Sure(title=f"解除{found.name}的动态口令？", told=told, button="确认解除动态口令", kind="danger")


def _factor(found: Officer, given: Given, somebody: SignedIn) -> Told:
    del given
    remove_second_factor(officer=found, place=place(somebody), by=officer(somebody), on=somebody.on)
    return f"已解除{found.name}的动态口令，下次登录重新绑定。", ""


def _ask_lock(found: Officer, given: Given, somebody: SignedIn) -> Sure:
    del given, somebody
    told = ("马上不能登录，已经登录的下一步就退出。", "岗位不变；要免去岗位，请另外办理。")
    return Sure(title=f"停用{found.name}的账号？", told=told, button="确认停用账号", kind="danger")


def _lock(found: Officer, given: Given, somebody: SignedIn) -> Told:
    del given
    lock_account(officer=found, place=place(somebody), by=officer(somebody), on=somebody.on)
    return f"已停用{found.name}的账号。", ""


def _ask_unlock(found: Officer, given: Given, somebody: SignedIn) -> Sure:
    del given, somebody
    told = ("马上可以用原来的密码登录，办理还在任的岗位的业务。",)
    return Sure(title=f"启用{found.name}的账号？", told=told, button="确认启用账号")


def _unlock(found: Officer, given: Given, somebody: SignedIn) -> Told:
    del given
    unlock_account(officer=found, place=place(somebody), by=officer(somebody), on=somebody.on)
    return f"已启用{found.name}的账号。", ""


DEEDS: dict[str, Deed] = {
    "appoint": Deed(_ask_appoint, _appoint), "end": Deed(_ask_end, _end), "undo": Deed(_ask_undo, _undo),
    "reset": Deed(_ask_reset, _reset), "factor": Deed(_ask_factor, _factor), "lock": Deed(_ask_lock, _lock),
    "unlock": Deed(_ask_unlock, _unlock),
}  # fmt: skip
