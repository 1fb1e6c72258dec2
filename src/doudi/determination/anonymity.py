"""Lets numbers stand for people before anything is determined, so that frozen rows and traces outlive an identity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from doudi.determination.freezing import UNNAMED_SUPPORTER
from doudi.intake.models import FamilyMember


def key_of(member: FamilyMember) -> str:
    """Return what a member is called in inputs and traces: `m1` is the first of the application."""
    return f"m{member.position}"


def anonymous(document: Mapping[str, Any], family: Sequence[FamilyMember]) -> dict[str, Any]:
    """Return the household file with keys of positions instead of names and of the keys that somebody chose."""
    keys = {member.key: key_of(member) for member in family}
    members = [_member(member, keys) for member in document["members"]]
    before = document.get("before") or {}
    if "members" in before:
        before = {**before, "members": {keys[key]: state for key, state in before["members"].items()}}
    return {**document, "members": members, **({"before": before} if before else {})}


def _member(member: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    key = keys[member["id"]]
    named: dict[str, Any] = {**member, "id": key, "name": key}
    if "child_of" in member:
        named["child_of"] = [keys[parent] for parent in member["child_of"]]
    if member.get("spouse"):
        named["spouse"] = keys[member["spouse"]]
    if member.get("obligors"):
        others = enumerate(member["obligors"], start=1)
        named["obligors"] = [{**other, "name": f"{UNNAMED_SUPPORTER}{index}"} for index, other in others]
    return named
