"""What each name of a law looks like to people: all of an explanation's node that no household can change.

Made once for a law, as JSON text, so that explaining one household only fills in its values.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeAlias, TypeVar

from doudi.kernel.money import show_yuan
from doudi.policy.frames import Frame
from doudi.policy.packs import Packs
from doudi.policy.plan import ASSESSED_ON, Name, Slot
from doudi.policy.programmes import PLACEHOLDER
from doudi.policy.rules import OVER_CHILDREN, Form, Rule
from doudi.policy.snapshot import LAWS_KEPT, Law, Resolved
from doudi.policy.types import Kind
from doudi.policy.unknown import Unknown
from doudi.policy.values import MONTHS_A_YEAR, PER, Words

NOT_KNOWN = "未知"
DECIDED_BY = {Form.EITHER: True, Form.ANY: True, Form.EVERY: False, Form.ALL: False}
COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
Say: TypeAlias = Callable[[int], str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as people see it: whose it is, where it lies, how it is said, and what stands where it is not known."""

    depth: int
    place: int
    say: Say
    unknown: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with a `%s` for each of the values that it shows."""

    template: str
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Face:
    """One name: how its value is shown, its formula, what it read, and the unchanging part of its node.

    `parts` is empty for a leaf. A rule of leaves only is an atom, any other unfolds; one of which all parts are shown
    is plain.
    `branches` are those of a choice, None where one is a mere number. `decided_by` is the truth value of which a single
    one decides a condition: true for `either`, false for `every`. `opening` is the node as far as no household changes
    it. `key` takes from a frame all values that the node depends on; it is None where some lie in other frames.
    `known` are the nodes that were written before, by key.
    """

    name: str
    label: str
    cites: list[dict[str, Any]]
    depth: int
    place: int
    shown: Shown
    formula: Sentence | None
    parts: tuple[Face, ...]
    is_atom: bool
    unfolds: bool
    is_plain: bool
    over_children: bool
    branches: Mapping[int, Face | None] | None
    decided_by: bool | None
    opening: str
    key: Callable[[Frame], Any] | None
    known: dict[Any, list[str]]


@dataclass(slots=True)
class Faces:
    """All faces of a law, the sentences of its programmes, and the openings of their trees by programme.

    `shared` is what the first explanation has written of the parameters, by place; they hold for all households.
    `report` is what the first report has written of the law, `heads` of each programme, and
    `asked` of each question, by kind and name; `waiting` are outcomes that wait for something, in pieces.
    """

    by_name: Mapping[str, Face]
    parameters: tuple[Face, ...]
    sentences: Mapping[str, Sentence]
    openings: Mapping[str, str]
    packs: Packs
    shared: list[Sequence[str] | None] | None = None
    report: str | None = None
    heads: dict[str, str] = field(default_factory=dict[str, str])
    asked: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    waiting: dict[tuple[Any, ...], list[Any]] = field(default_factory=dict[tuple[Any, ...], list[Any]])


@lru_cache(maxsize=LAWS_KEPT)
def faces(law: Law, packs: Packs) -> Faces:
    """Return the faces of a law, drawn at its first explanation."""
    return _Drawing(law, packs).draw()


class _Drawn(dict[str, T]):
    """What is drawn when it is first looked at: of the many names of a law a household shows a few."""

    def __init__(self, draw: Callable[[str], T]) -> None:
        super().__init__()
        self.draw = draw

    def __missing__(self, name: str) -> T:
        found = self[name] = self.draw(name)
        return found


class _Drawing:
    """Draws the faces of one law."""

    def __init__(self, law: Law, packs: Packs) -> None:
        self.law = law
        self.packs = packs
        self.names = law.computation.plan.names
        self.words = Words(packs.facts.vocabulary)
        self.drawn = _Drawn(lambda name: self.face(self.names[name]))
        self.parameters = {name.slot for name in law.computation.plan.parameters()}

    def draw(self) -> Faces:
        openings = {
            each.id: opened(
                name=each.id,
                kind="outcome",
                label=each.label,
                per=None,
                cites=cited(self.packs, each.cites),
                version=None,
            )
            for each in self.law.programmes
        }
        parameters = tuple(self.drawn[name.name] for name in self.law.computation.plan.parameters())
        sentences = _Drawn(lambda text: self.sentence(text, labels=False))
        return Faces(self.drawn, parameters, sentences, openings, self.packs)

    def face(self, known: Name) -> Face:
        """Draw one name, and what its rule reads before it."""
        rule = known.rule if known.kind == "rule" else None
        over = rule is not None and rule.form in OVER_CHILDREN
        parts = tuple(self.drawn[read] for read in rule.reads) if rule is not None else ()
        formula = self.formula(known, labels=over)
        is_atom = bool(parts) and not any(part.parts for part in parts) and not over
        key = _key(known, formula, parts if is_atom else (), self.parameters)
        is_atom = is_atom and key is not None
        cites = self.cites_of(known)
        return Face(
            name=known.name, label=self.label(known), cites=cites, depth=known.slot[0], place=known.slot[1],
            shown=self.shown(known), formula=formula,
            parts=parts, is_atom=is_atom, unfolds=bool(parts) and not is_atom,
            is_plain=rule is not None and rule.form is Form.CALL,
            over_children=over,
            branches=self.branches(rule) if rule is not None and rule.cases is not None else None,
            decided_by=DECIDED_BY.get(rule.form) if rule is not None else None,
            opening=opened(
                name=known.name, kind=known.kind, label=self.label(known), per=PER.get(known.unit.kind), cites=cites,
                origin=self.origin(known), version=self.version(known),
            ),
            key=key, known={},
        )  # fmt: skip

    def formula(self, known: Name, *, labels: bool) -> Sentence | None:
        """Cut a rule's formula."""
        shows = known.rule.shows if known.rule is not None else None
        return self.sentence(shows, labels=labels) if shows else None

    def branches(self, rule: Rule) -> dict[int, Face | None]:
        """Draw the branches of a choice."""
        return {key: self.drawn[case] if isinstance(case, str) else None for key, case in (rule.cases or {}).items()}

    def shown(self, known: Name) -> Shown:
        """Say how a value is shown."""
        depth, place = known.slot
        return Shown(depth, place, self.words.sayer(known.unit), f"（{self.label(known)}{NOT_KNOWN}）")

    def sentence(self, text: str, *, labels: bool) -> Sentence:
        """Cut a sentence at its placeholders; parameters are said at once, as they hold for all households.

        A combination over members has no single value: its label stands.
        """
        pieces: list[str] = []
        shown: list[Shown] = []
        for number, piece in enumerate(PLACEHOLDER.split(text)):
            known = self.names.get(piece) if number % 2 else None
            if known is not None and known.parameter is None and not labels:
                pieces.append("%s")
                shown.append(self.shown(known))
            else:
                pieces.append(self.fixed(piece, known, labels=labels).replace("%", "%%"))
        return Sentence("".join(pieces), tuple(shown))

    def fixed(self, piece: str, known: Name | None, *, labels: bool) -> str:
        """Say what no household changes: words, labels, parameters."""
        if known is None or labels:
            return piece if known is None else self.label(known)
        shown, value = self.shown(known), self.law.values[known.name]
        return shown.unknown if isinstance(value, Unknown) else shown.say(value)

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

    def version(self, known: Name) -> str | None:
        """Name the version of a rule or of a parameter's value by its content hash; facts have none."""
        if known.rule is not None:
            return known.rule.version
        return None if known.parameter is None else self.law.parameters[known.name].version

    def origin(self, known: Name) -> dict[str, Any] | None:
        """Say which pack set a parameter, from when, and how sure it is."""
        return None if known.parameter is None else origin(self.packs, self.law.parameters[known.name])


def _key(
    known: Name, formula: Sentence | None, parts: Iterable[Face], parameters: set[Slot]
) -> Callable[[Frame], Any] | None:
    """Take from a frame everything that a node shows and no law fixes, if it all lies in that frame."""
    shown = [*(formula.shown if formula is not None else ()), *(part.shown for part in parts)]
    slots = {(each.depth, each.place) for each in shown} - parameters
    if any(depth != known.slot[0] for depth, _ in slots):
        return None
    return itemgetter(*{known.slot[1], *(place for _, place in slots)})


def opened(**constant: Any) -> str:
    """Write the beginning of a JSON object, open for what a household adds."""
    return COMPACT.encode(constant)[:-1]


def cited(packs: Packs, cites: Iterable[str]) -> list[dict[str, Any]]:
    """Return citations with their Chinese text and address."""
    return [{"id": cite, "text": packs.sources.text(cite), "url": packs.sources.resolve(cite)[0].url} for cite in cites]


def origin(packs: Packs, resolved: Resolved) -> dict[str, Any] | None:
    """Say which pack set a value, from when, how sure and how lately checked, and why another stands in for it."""
    if resolved.assumed:
        return {
            "pack": "assumed",
            "pack_label": "示例假设值",
            "from": None,
            "sure": None,
            "checked": None,
            "because": None,
            "stated": None,
        }
    if resolved.origin is None:
        return None
    pack = packs.by_id.get(resolved.origin.pack)
    return {
        "pack": resolved.origin.pack,
        "pack_label": pack.label if pack else "本地公布",
        "from": resolved.origin.since.isoformat(),
        "sure": resolved.origin.sure,
        "checked": resolved.origin.checked.isoformat() if resolved.origin.checked else None,
        "because": resolved.via.because if resolved.via else None,
        "stated": _stated(resolved),
    }


def _stated(resolved: Resolved) -> str | None:
    """Say an amount by the month, as its document does, where it is kept by the year; None for every other value."""
    by_month = resolved.origin is not None and resolved.origin.per == "month"
    if not by_month or resolved.parameter.unit.kind is not Kind.FEN_YEAR or not isinstance(resolved.value, int):
        return None
    return f"{show_yuan(resolved.value // MONTHS_A_YEAR)} / {PER[Kind.FEN_MONTH]}"
