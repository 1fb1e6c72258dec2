"""What the pages of offices and people show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django.urls import reverse

from doudi.accounts.models import Office, Officer, Post, SecondFactor
from doudi.accounts.signed_in import SignedIn
from doudi.desk.pages import place
from doudi.desk.people.forms import is_held
from doudi.faces.badges import Badge
from doudi.faces.fields import in_chinese
from doudi.faces.tables import badge, table, text
from doudi.kernel.clock import SHANGHAI
from doudi.kernel.divisions import lies_in

LOCKED, IDLE, FIRST, IN_USE = (
    Badge("bad", "已停用"), Badge("mute", "现无岗位"), Badge("warn", "还没改初始密码"), Badge("ok", "在用")
)  # fmt: skip


def people_table(people: Iterable[Officer], on: date) -> dict[str, Any]:
    """Draw the people, a line each."""
    rows = [
        [
            text(each.name, reverse("desk:person", args=[each.pk])), text(each.account.login),
            text("、".join(_said(post) for post in _held(each, on))), badge(_state(each, on)), text(_last_seen(each)),
        ]
        for each in people
    ]  # fmt: skip
    return table("工作人员", ("姓名", "登录名", "岗位", "账号", "上次登录"), rows, empty="没有找到。")


def offices_table(offices: Iterable[Office]) -> dict[str, Any]:
    """Draw the offices."""
    rows = [
        [text(each.name), text(each.get_kind_display()), text(each.place), text(each.phone)] for each in offices
    ]  # fmt: skip
    return table("单位", ("名称", "类别", "行政区划代码", "电话"), rows, empty="还没有单位。")


def person_shown(found: Officer, somebody: SignedIn) -> dict[str, Any]:
    """Return what the page of one person shows; posts elsewhere are told and cannot be ended here."""
    on, here = somebody.on, place(somebody)
    held = _held(found, on)
    return {
        "name": found.name, "login": found.account.login, "state": _state(found, on), "last": _last_seen(found),
        "posts": [
            {"key": each.pk, "said": _said(each), "since": _since(each),
             "is_here": lies_in(each.office.place, here), "is_of_today": each.valid.lower == on}
            for each in held
        ],
        "former": [_span(each) for each in found.posts.all() if each not in held],
        "is_active": found.account.is_active, "is_self": found == somebody.officer,
        "has_factor": SecondFactor.objects.filter(account=found.account_id).exists(),
    }  # fmt: skip


def _held(found: Officer, on: date) -> list[Post]:
    return [post for post in found.posts.all() if is_held(post, on)]


def _said(post: Post) -> str:
    return f"{post.office.name}{post.get_role_display()}"


def _began(post: Post) -> date:
    return cast("date", post.valid.lower)  # the database refuses a post without a first day


def _since(post: Post) -> str:
    return in_chinese(_began(post))


def _span(post: Post) -> str:
    if post.annulled_on:
        return f"{_said(post)}，{in_chinese(post.annulled_on)}任命，当天撤销，从未任职（{post.undone_because}）"
    if post.stopped_at:
        at = f"{post.stopped_at.astimezone(SHANGHAI):%H:%M}"
        return f"{_said(post)}，{_since(post)}任命，当天 {at} 停止（{post.undone_because}）"
    end = f"，{in_chinese(post.valid.upper)}起不再担任" if post.valid.upper else ""
    return f"{_said(post)}，{_since(post)}起{end}"


def _state(found: Officer, on: date) -> Badge:
    account = found.account
    if not account.is_active:
        return LOCKED
    if not _held(found, on):
        return IDLE
    return FIRST if account.is_password_temporary and account.has_usable_password() else IN_USE


def _last_seen(found: Officer) -> str:
    last = found.account.last_login
    return f"{last.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if last else "从未登录"
