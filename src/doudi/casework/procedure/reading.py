"""Reads one procedure from its YAML. Strict: an unknown word, role or step is a flaw of its line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from doudi.accounts.roles import Role
from doudi.casework.procedure.terms import (
    Change,
    Cites,
    Limit,
    Longer,
    Need,
    Needed,
    Pending,
    Procedure,
    Quorum,
    Return,
    Since,
    Situation,
    Skip,
    Stage,
    Transition,
    When,
    Whole,
)
from doudi.casework.steps import AtLevel, Step
from doudi.kernel.workdays import DayKind
from doudi.policy.packfile import Node

KEYS = (
    "id", "like", "label", "programmes", "register", "from", "until", "cites", "stages", "missing", "whole",
    "objection", "tell_refusal", "first_month", "changes", "pauses", "terminations", "transition",
    "note",
)  # fmt: skip
W = TypeVar("W", bound=Enum)


def read_procedure(node: Node, place: str) -> Procedure:
    """Read a procedure of the pack of `place`; what it is `like` has been filled in already."""
    node.only(*KEYS)
    missing = node.maybe_text("missing")
    if (missing is None) == (node.get("stages") is None):
        raise node.flaw("程序要么写 stages，要么写 missing（没有读到的原因）")
    whole, tell = node.get("whole"), node.get("tell_refusal")
    return Procedure(
        id=node.need("id").text(), label=node.need("label").text(), place=place, programmes=_texts(node, "programmes"),
        register=node.maybe_text("register"), since=node.need("from").day(), until=node.maybe_day("until"),
        cites=_cites(node), stages=tuple(_stage(item) for item in _items(node, "stages")), missing=missing,
        whole=None if whole is None else _whole(whole), objections=_objections(node),
        tell_refusal=None if tell is None else _limit(tell), first_month=_change(node.get("first_month")),
        changes={name: _need_change(item) for name, item in _pairs(node, "changes")},
        pauses={ground: _situation(ground, item) for ground, item in _pairs(node, "pauses")},
        terminations={ground: _situation(ground, item) for ground, item in _pairs(node, "terminations")},
        transition=_transition(node.get("transition")), note=node.maybe_text("note"), digest=_digest(node),
        file=node.file, line=node.line,
    )  # fmt: skip


def word(node: Node, of: type[W]) -> W:
    """Return a node as one of the words of an enumeration."""
    given = node.name()
    try:
        return of(given)
    except ValueError:
        known = "、".join(str(each.value) for each in of)
        raise node.flaw(f"不认识的“{given}”，可用：{known}") from None


def limit_days(node: Node) -> int:
    """Return a number of days, which is above zero."""
    days = node.integer()
    if days <= 0:
        raise node.flaw("天数应大于零")
    return days


def _cites(node: Node) -> Cites:
    cites = node.texts("cites")
    if not cites:
        raise node.flaw("缺少“cites”：每一个数都要有依据")
    return cites


def _texts(node: Node, key: str) -> tuple[str, ...]:
    node.need(key)
    return node.texts(key)


def _items(node: Node, key: str) -> list[Node]:
    found = node.get(key)
    return [] if found is None else found.sequence()


def _pairs(node: Node, key: str) -> list[tuple[str, Node]]:
    found = node.get(key)
    return [] if found is None else list(found.items())


def _limit(node: Node) -> Limit:
    node.only("days", "kind", "since", "cites", "extension")
    return Limit(
        limit_days(node.need("days")), word(node.need("kind"), DayKind), word(node.need("since"), Since), _cites(node)
    )


def _whole(node: Node) -> Whole:
    longer = node.get("extension")
    limit = _limit(node)
    if longer is None:
        return Whole(limit, None)
    longer.only("days", "grounds", "cites")
    grounds = {name: item.text() for name, item in _pairs(longer, "grounds")}
    days = limit_days(longer.need("days"))
    if days <= limit.days:
        raise longer.flaw("延长后的天数应多于原来的天数")
    return Whole(limit, Longer(days, grounds, _cites(longer)))


def _stage(node: Node) -> Stage:
    node.only("step", "level", "by", "limit", "needs", "skip", "representatives", "cites", "note")
    skip, limit = node.get("skip"), node.get("limit")
    if skip is not None:
        skip.only("when", "cites")
    return Stage(
        step=word(node.need("step"), Step),
        level=word(node.need("level"), AtLevel),
        by=tuple(word(item, Role) for item in _items(node, "by")),
        limit=None if limit is None else _limit(limit),
        needs=tuple(_needed(item) for item in _items(node, "needs")),
        skip=() if skip is None else tuple(word(item, Skip) for item in skip.need("when").sequence()),
        skip_cites=() if skip is None else _cites(skip),
        quorum=_quorum(node.get("representatives")),
        cites=_cites(node),
        note=node.maybe_text("note"),
    )


def _needed(node: Node) -> Needed:
    node.only("any", "when", "cites")
    when = node.get("when")
    any_of = tuple(word(item, Need) for item in node.need("any").sequence())
    return Needed(any_of, When.ALWAYS if when is None else word(when, When), _cites(node))


def _quorum(node: Node | None) -> Quorum | None:
    if node is None:
        return None
    node.only("share", "of", "cites")
    return Quorum(limit_days(node.need("share")), limit_days(node.need("of")), _cites(node))


def _objections(node: Node) -> Mapping[Step, Return]:
    return {_notice_step(name, item): _return(item) for name, item in _pairs(node, "objection")}


def _notice_step(name: str, node: Node) -> Step:
    if name not in (Step.NOTICE, Step.COUNTY_NOTICE, Step.DELIBERATION):
        raise node.flaw(f"异议只能对公示或者评议提出，不认识“{name}”")
    return Step(name)


def _return(node: Node) -> Return:
    node.only("back_to", "limit", "notice_again", "cites")
    limit = node.get("limit")
    back_to = tuple(word(item, Step) for item in node.need("back_to").sequence())
    return Return(back_to, None if limit is None else _limit(limit), node.need("notice_again").flag(), _cites(node))


def _change(node: Node | None) -> Change | None:
    return None if node is None else _need_change(node)


def _need_change(node: Node) -> Change:
    node.only("months_after", "cites")
    months = node.get("months_after")
    return Change(None if months is None else months.integer(), _cites(node))


def _situation(ground: str, node: Node) -> Situation:
    node.only("label", "cites")
    return Situation(ground, node.need("label").text(), _cites(node))


def _transition(node: Node | None) -> Transition:
    """Read what becomes of pending cases; where no text says, they keep the rule they were accepted under."""
    if node is None:
        return Transition(Pending.KEEP, ())
    node.only("pending", "cites")
    return Transition(word(node.need("pending"), Pending), _cites(node))


def _digest(node: Node) -> str:
    text = json.dumps(_plain(node), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(node: Node) -> Any:
    value: object = node.value
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in node.items()}
    if isinstance(value, list):
        return [_plain(item) for item in node.sequence()]
    return value.isoformat() if isinstance(value, date) else value
