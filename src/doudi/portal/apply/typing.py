"""Takes what a browser sent into an application being filled in: only the names that stood on the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.http import QueryDict

from doudi.portal.apply import paperwork
from doudi.portal.apply.filling import COUNTY, LIVES, TOWNSHIP, VILLAGE, Filling

LONGEST: Final = 2000
"""Characters in one field."""


def absorb(filling: Filling, names: set[str], sent: QueryDict) -> None:
    """Take what was sent under these names; what stood there and was not sent was unticked."""
    values = filling.text.values
    for name in names:
        given = [text[:LONGEST] for text in sent.getlist(name)]
        if given:
            values[name] = given
        else:
            values.pop(name, None)
    for above, below in ((COUNTY, TOWNSHIP), (TOWNSHIP, VILLAGE)):
        if not filling.text.text(below).startswith(filling.text.text(above) or "~"):
            values.pop(below, None)


def perform(filling: Filling, act: str, target: str) -> bool:
    """Change the rows of a screen; tell whether that was what was asked."""
    if act not in ACTS:
        return False
    ACTS[act](filling, target)
    return True


def is_key(text: str) -> bool:
    """Whether a text is a key as forms carry it."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _add_member(filling: Filling, _target: str) -> None:
    new = filling.text.add_member()
    if new is not None:
        filling.text.values[f"{new}.{LIVES}"] = ["true"]


def _remove_member(filling: Filling, target: str) -> None:
    """The applicant stays: somebody has to apply."""
    if target in filling.text.members[1:]:
        filling.text.remove_member(target)
        filling.papers = [paper for paper in filling.papers if paper.member != target]


def _add_obligor(filling: Filling, target: str) -> None:
    filling.text.add_obligor(target)


def _remove_obligor(filling: Filling, target: str) -> None:
    filling.text.remove_obligor(target)


ACTS: Final[dict[str, Callable[[Filling, str], None]]] = {
    "add-member": _add_member, "remove-member": _remove_member, "add-obligor": _add_obligor,
    "remove-obligor": _remove_obligor, "drop": paperwork.drop,
}  # fmt: skip
