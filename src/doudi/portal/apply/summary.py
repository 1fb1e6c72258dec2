"""Everything that was filled in, read back before it is sent: each card leads to the screen where it can be changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from doudi.accounts.queries import full_name
from doudi.faces.fields import Field
from doudi.faces.questions import COMPLETE
from doudi.policy.packs import Packs
from doudi.portal.apply import screens as s
from doudi.portal.apply.asking import WHO_LABELS, Block, Questions
from doudi.portal.apply.filling import SELF, UNTIL, WHO, Filling
from doudi.portal.apply.paperwork import OTHER, Slot, slots
from doudi.portal.apply.screens import Screen, screens

HEADINGS = {
    s.WHO: "替谁申请", s.PLACE: "在哪里申请", s.FAMILY: "家里人", s.PROPERTY: "财产", s.SITUATION: "特殊情况",
    s.PAPERS: "材料", s.CONSENT: "核对授权",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One card: where it can be changed, its heading, and what was said, in pairs."""

    screen: Screen
    heading: str
    rows: tuple[tuple[str, str], ...]


def told(filling: Filling, packs: Packs, on: date) -> list[Told]:
    """Read everything back, screen by screen."""
    asked = Questions(filling, packs, on, {})
    return [_card(filling, screen, asked, on) for screen in screens(filling)[:-1]]


def _card(filling: Filling, screen: Screen, asked: Questions, on: date) -> Told:
    heading = f"{filling.name_of(screen.owner)}的收入和支出" if screen.owner else HEADINGS[screen.kind]
    if screen.kind == s.WHO:
        until = filling.text.text(UNTIL) if not filling.is_for_self else ""
        rows = [("替谁", WHO_LABELS[filling.text.text(WHO) or SELF]), *([("委托到哪一天", until)] if until else [])]
    elif screen.kind == s.PLACE:
        rows = [("地方", full_name(filling.place, on) if filling.place else "还没选")]
    elif screen.kind == s.PAPERS:
        rows = [(_slot_label(slot), _papers(slot.handed)) for slot in slots(filling, on, {}) if _shown(slot)]
    else:
        rows = [row for block in asked.blocks(screen) for row in _rows(block, asked.packs)]
    if screen.kind == s.CONSENT and not rows:
        rows = [("签名", "还没有人签名，以后可以到窗口补签")]
    return Told(screen, heading, tuple(rows))


def _slot_label(slot: Slot) -> str:
    return f"{slot.label}（{slot.who}）" if slot.who else slot.label


def _papers(handed: tuple[tuple[int, str], ...]) -> str:
    return f"{len(handed)} 份" if handed else "还没交，可以以后补"


def _shown(slot: Slot) -> bool:
    return slot.kind != OTHER or bool(slot.handed)


def _rows(block: Block, packs: Packs) -> list[tuple[str, str]]:
    fields = (*block.fields, *(field for section in block.folded for field in section.fields), *block.last)
    rows = [*block.facts, *((_label(field, packs), said) for field in fields if (said := _said(field)))]
    head = [] if not block.title or block.facts or not rows else [(block.title, "")]
    return [*head, *rows]


def _label(field: Field, packs: Packs) -> str:
    """Name a fact shortly, and the tick under a group for what it means."""
    name = field.name.rpartition(".")[2]
    if field.several and field.options[0].value == COMPLETE:
        return "没写的"
    return packs.facts.by_name[name].label if name in packs.facts.by_name else field.label


def _said(field: Field) -> str:
    """Say what was chosen in its words, a number masked, anything else as written; empty where nothing was."""
    if field.name.endswith(".number") and field.value:
        return _masked(field.value)
    options = [*field.options, *(option for group in field.groups for option in group.options)]
    if field.several and field.options[0].value == COMPLETE:
        return "".join(re.sub("^没写的(项目|情况|)", "", option.label) for option in options if option.chosen)
    if options:
        return "、".join(option.label for option in options if option.chosen and option.value)
    return f"{field.value} {field.unit}".strip() if field.value else ""


def _masked(number: str) -> str:
    plain = number.replace(" ", "")
    return f"{plain[:4]}{'*' * max(0, len(plain) - 8)}{plain[-4:]}"
