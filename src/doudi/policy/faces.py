"""What each name of a law looks like to people: all of an explanation's node that no household can change.

Made once for a law, so that explaining one household only fills in its values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from doudi.policy.packs import Packs
from doudi.policy.plan import ASSESSED_ON, Name, Slot
from doudi.policy.programmes import PLACEHOLDER
from doudi.policy.rules import OVER_CHILDREN, Form
from doudi.policy.snapshot import LAWS_KEPT, Law, Resolved
from doudi.policy.unknown import Unknown, Value
from doudi.policy.values import PER, Words

NOT_KNOWN = "未知"
DECIDED_BY = {Form.EITHER: True, Form.ANY: True, Form.EVERY: False, Form.ALL: False}
Say: TypeAlias = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A value inside a sentence: where it lies and how it is said; `label` says it where it is not known."""

    slot: Slot
    say: Say
    label: str

    def text(self, value: Value) -> str:
        """Say a value, or that it is not known."""
        return f"（{self.label}{NOT_KNOWN}）" if isinstance(value, Unknown) else self.say(value)


Sentence: TypeAlias = "tuple[str | Shown, ...]"
"""A sentence in pieces: words, and values to be said."""


@dataclass(frozen=True, slots=True)
class Face:
    """One name: its slot, how its value is said, its formula, what it read, and the unchanging part of its node.

    `decided_by` is the truth value of which a single one decides a condition: true for `either`, false for `every`.
    """

    name: str
    slot: Slot
    depth: int
    say: Say
    formula: Sentence | None
    reads: tuple[str, ...]
    over_children: bool
    cases: Mapping[int, str | int] | None
    decided_by: bool | None
    is_rule: bool
    constant: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Faces:
    """All faces of a law, and the sentences of its programmes."""

    by_name: Mapping[str, Face]
    sentences: Mapping[str, Sentence]
    packs: Packs


@lru_cache(maxsize=LAWS_KEPT)
def faces(law: Law, packs: Packs) -> Faces:
    """Return the faces of a law, drawn at its first explanation."""
    return _Drawing(law, packs).draw()


class _Drawing:
    """Draws the faces of one law."""

    def __init__(self, law: Law, packs: Packs) -> None:
        self.law = law
        self.packs = packs
        self.names = law.computation.plan.names
        self.words = Words(packs.facts.vocabulary)

    def draw(self) -> Faces:
        by_name = {name: self.face(known) for name, known in self.names.items()}
        said = (condition.otherwise for programme in self.law.programmes for condition in programme.conditions)
        return Faces(by_name, {text: self.sentence(text, labels=False) for text in said}, self.packs)

    def face(self, known: Name) -> Face:
        rule = known.rule
        over = rule is not None and rule.form in OVER_CHILDREN
        opens = rule is not None and rule.form is not Form.STATE
        return Face(
            name=known.name, slot=known.slot, depth=known.entity.depth, say=self.words.sayer(known.unit),
            formula=self.sentence(rule.shows, labels=over) if rule is not None and rule.shows else None,
            reads=rule.reads if rule is not None and opens else (), over_children=over,
            cases=rule.cases if rule is not None else None,
            decided_by=DECIDED_BY.get(rule.form) if rule is not None else None, is_rule=known.kind == "rule",
            constant=self.constant(known),
        )  # fmt: skip

    def constant(self, known: Name) -> dict[str, Any]:
        """Lay out the node with everything in its place; value, text, formula and person are filled in later."""
        return {
            "name": known.name, "kind": known.kind, "label": self.label(known), "formula": None, "value": None,
            "text": NOT_KNOWN, "per": PER.get(known.unit.kind), "person": None, "cites": self.cites_of(known),
            "origin": self.origin(known), "provenance": None, "see": False, "children": (),
        }  # fmt: skip

    def sentence(self, text: str, *, labels: bool) -> Sentence:
        """Cut a sentence at its placeholders. A combination over members has no single value: its label stands."""
        pieces: list[str | Shown] = []
        for number, piece in enumerate(PLACEHOLDER.split(text)):
            known = self.names.get(piece) if number % 2 else None
            if known is None:
                pieces.append(piece)
            elif labels:
                pieces.append(self.label(known))
            else:
                pieces.append(Shown(known.slot, self.words.sayer(known.unit), self.label(known)))
        return tuple(piece for piece in pieces if piece)

    def label(self, known: Name) -> str:
        """Return the Chinese name of a thing."""
        if known.rule is not None:
            return known.rule.label
        if known.parameter is not None:
            return known.parameter.label
        return "测算日" if known.name == ASSESSED_ON else self.packs.facts.by_name[known.name].label

    def cites_of(self, known: Name) -> list[dict[str, Any]]:
        """Return the citations of a rule, or of the value that a parameter has here."""
        if known.rule is not None:
            return cited(self.packs, self.packs.sources.current(known.rule.cites, self.law.day))
        if known.parameter is None:
            return []
        resolved = self.law.parameters[known.name]
        given = [cite for value in (resolved.origin, resolved.via) if value for cite in value.cites]
        return cited(self.packs, dict.fromkeys(given))

    def origin(self, known: Name) -> dict[str, Any] | None:
        """Say which pack set a parameter, from when, and how sure it is."""
        return None if known.parameter is None else origin(self.packs, self.law.parameters[known.name])


def cited(packs: Packs, cites: Iterable[str]) -> list[dict[str, Any]]:
    """Return citations with their Chinese text and address."""
    return [{"id": cite, "text": packs.sources.text(cite), "url": packs.sources.resolve(cite)[0].url} for cite in cites]


def origin(packs: Packs, resolved: Resolved) -> dict[str, Any] | None:
    """Say which pack set a value, from when, how sure it is, and why another parameter stands in for it."""
    if resolved.assumed:
        return {"pack": "assumed", "pack_label": "示例假设值", "from": None, "sure": None, "because": None}
    if resolved.origin is None:
        return None
    pack = packs.by_id.get(resolved.origin.pack)
    return {
        "pack": resolved.origin.pack,
        "pack_label": pack.label if pack else "本地公布",
        "from": resolved.origin.since.isoformat(),
        "sure": resolved.origin.sure,
        "because": resolved.via.because if resolved.via else None,
    }
