"""The papers of an application being filled in: which are asked for, and those already photographed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.files.uploadedfile import UploadedFile

from doudi.documents import vault
from doudi.documents.media import prepare
from doudi.faces.fields import anchor
from doudi.flows.apply import Paper
from doudi.intake.models import Channel
from doudi.intake.papers import Need, papers
from doudi.kernel.errors import DoudiError
from doudi.portal.apply.filling import SIGN, Filling

OTHER, LEAVE = "other", "authorisation"
MOST: Final = 40
"""More papers than this nobody hands in by phone."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One paper that is asked for, or may be added, with what was handed in for it.

    `unsigned`: of the leave to check, who has not signed it on its own screen; None for every other paper.
    """

    kind: str
    label: str
    member: str
    who: str
    cites: str
    handed: tuple[tuple[int, str], ...]
    error: str
    unsigned: tuple[str, ...] | None = None

    @property
    def name(self) -> str:
        """What its field sends: paper.diagnosis.m2."""
        return f"paper.{self.kind}.{self.member}" if self.member else f"paper.{self.kind}"

    @property
    def anchor(self) -> str:
        """The id of its field."""
        return anchor(self.name)


def slots(filling: Filling, on: date, errors: dict[str, str]) -> list[Slot]:
    """List what is asked for on a day, then one slot for anything else. What an officer can look up is not asked."""
    asked = [(need, owner) for need in papers().needs if _applies(need, on) for owner in _whom(need, filling)]
    found = [_slot(filling, need.item, need.label, owner, need.cites, errors) for need, owner in asked]
    return [*found, _slot(filling, OTHER, papers().kinds[OTHER].label, "", "", errors)]


def missing(filling: Filling, on: date) -> list[Slot]:
    """List what was asked for and is not there yet, it may follow later; a leave that everybody signed is there."""
    return [slot for slot in slots(filling, on, {}) if slot.kind != OTHER and not slot.handed and slot.unsigned != ()]


def _applies(need: Need, on: date) -> bool:
    return need.is_paper and need.applies(on=on, channel=Channel.PORTAL, programme=None)


def _whom(need: Need, filling: Filling) -> list[str]:
    if need.scope == "mandate":
        return [] if filling.is_for_self else [""]
    if need.scope == "household":
        return [""]
    return [owner for owner in filling.text.members if need.when is None or _is_so(filling, owner, need.when)]


def _is_so(filling: Filling, owner: str, fact: str) -> bool:
    return filling.text.text(f"{owner}.{fact}") not in ("", "none", "false", "0")


def _slot(filling: Filling, kind: str, label: str, owner: str, cites: str, errors: dict[str, str]) -> Slot:
    handed = tuple(
        (place, paper.title)
        for place, paper in enumerate(filling.papers)
        if (paper.kind, paper.member) == (kind, owner)
    )
    name = f"paper.{kind}.{owner}" if owner else f"paper.{kind}"
    who, error = filling.name_of(owner) if owner else "", errors.get(name, "")
    return Slot(kind, label, owner, who, cites, handed, error, _unsigned(filling) if kind == LEAVE else None)


def _unsigned(filling: Filling) -> tuple[str, ...]:
    return tuple(
        filling.name_of(owner) for owner in filling.text.members if not filling.text.text(f"{owner}.{SIGN}").strip()
    )


def take(filling: Filling, sent: dict[str, UploadedFile], on: date) -> dict[str, str]:
    """Put what was uploaded into the vault and note it; return what could not be taken, by field name."""
    errors: dict[str, str] = {}
    for slot in slots(filling, on, {}):
        file = sent.get(slot.name)
        if file is None:
            continue
        if len(filling.papers) >= MOST:
            errors[slot.name] = f"最多 {MOST} 份材料"
            continue
        try:
            title = file.name or ""
            prepared = prepare(file.read(), name=title, keeps_evidence=False)
        except DoudiError as error:
            errors[slot.name] = str(error)
        else:
            _note(filling, Paper(slot.kind, vault.keep(prepared.content), title[:200], slot.member))
    return errors


def _note(filling: Filling, paper: Paper) -> None:
    same = [(each.kind, each.digest, each.member) for each in filling.papers]
    if (paper.kind, paper.digest, paper.member) not in same:
        filling.papers.append(paper)


def drop(filling: Filling, place: str) -> None:
    """Take a paper out again."""
    if place.isdigit() and int(place) < len(filling.papers):
        del filling.papers[int(place)]
