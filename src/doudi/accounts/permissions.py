"""Who may do what, where, on a day. Acts ask here first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from doudi.accounts.models import Officer, Post
from doudi.accounts.queries import held_on
from doudi.accounts.roles import MAY, Act
from doudi.kernel.divisions import lies_in
from doudi.kernel.errors import NotAllowed


class MayNot(NotAllowed):
    """No post of the officer allows the act at that place on that day."""

    code = "accounts.may_not"
    sentence = "您目前的岗位不能在这里办理“{act}”。"


def posts_of(officer: Officer, on: date) -> list[Post]:
    """List the posts an officer holds on a day, with their offices."""
    return list(officer.posts.filter(held_on(on)).select_related("office").order_by("pk"))


def require(by: Officer, act: Act, *, at: str, on: date) -> Post:
    """Return the post that lets an officer do an act at a place. Raises MayNot.

    A post reaches the place of its office and everything below it.
    """
    for post in posts_of(by, on):
        if act in MAY[post.role] and lies_in(at, post.office.place):
            return post
    raise MayNot(act=act.label)


def require_any(by: Officer, acts: Sequence[Act], *, at: str, on: date) -> Post:
    """Return the post that lets an officer do one of several acts at a place. Raises MayNot, naming the first."""
    for post in posts_of(by, on):
        if not MAY[post.role].isdisjoint(acts) and lies_in(at, post.office.place):
            return post
    raise MayNot(act=acts[0].label)


def acts_of(posts: Iterable[Post]) -> frozenset[Act]:
    """Return everything that posts allow, wherever they are; what pages show as possible."""
    return frozenset(act for post in posts for act in MAY[post.role])
