"""The explanation: how each result came about, as a tree of rules with values, articles and origins.

A node shows its formula in words, where the law has it, and for a parameter which pack set it and from when. A rule
that has been unfolded once is not unfolded again (`see`). A choice unfolds only the branch that was taken, and a
condition that one of its parts decides only that part.

The tree is written as JSON text, piece after piece: most of a node is the same for every household and stands ready
(`faces`), and a node that shows the same values as one before differs from it by the person alone. Whoever wants
objects parses the text. What ends a node ends with the comma before the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from json.encoder import encode_basestring as quoted
from typing import Any

from doudi.policy.assessment import Assessment, Outcome
from doudi.policy.faces import NOT_KNOWN, Face, Faces, Sentence, Shown, faces
from doudi.policy.frames import Frame
from doudi.policy.unknown import Unknown, Value

Path = tuple[int, ...]
NO_VALUE = f'null,"text":{quoted(NOT_KNOWN)}'
OPEN = ',"provenance":null,"see":false,"children":['
SEEN = ',"provenance":null,"see":true,"children":[]},'
ENDED = "]},"
WHO = "\0"
"""Stands for the person in a node that is kept; JSON text holds no such character."""
KEPT = 4


class Whom:
    """The household, a member or an obligor while it is explained: values, and what was said and written of them.

    `levels` are the entities above and itself; `said` and `written` are by place in the frame.
    """

    __slots__ = ("below", "frame", "levels", "path", "person", "said", "unfolded", "written")

    def __init__(self, frame: Frame, above: tuple[Whom, ...], path: Path, person: tuple[str, str] | None) -> None:
        """Stand below the entities `above`; `person` is id and name."""
        self.frame = frame
        self.levels: tuple[Whom, ...] = (*above, self)
        self.path = path
        self.person = "null" if person is None else f'{{"id":{quoted(person[0])},"name":{quoted(person[1])}}}'
        self.below: list[Whom] = []
        self.said: list[str | None] = [None] * len(frame)
        self.written: list[list[str] | None] = [None] * len(frame)
        self.unfolded: set[int] = set()

    def text(self, shown: Shown) -> str:
        """Say one value of this entity, once."""
        found = self.said[shown.place]
        if found is None:
            value = self.frame[shown.place]
            found = shown.unknown if value.__class__ is Unknown else shown.say(value)
            self.said[shown.place] = found
        return found

    def sentence(self, sentence: Sentence) -> str:
        """Say a sentence with the values it shows, of this entity and of those above."""
        levels = self.levels
        return sentence.template % tuple([levels[shown.depth].text(shown) for shown in sentence.shown])


class Explainer:
    """Explains one assessment."""

    def __init__(self, assessment: Assessment) -> None:
        """Prepare to explain."""
        self.household = assessment.household
        self.provenance = assessment.household.provenance
        self.faces: Faces = faces(assessment.law, assessment.snapshot.packs)
        self.everybody = _arranged(assessment)
        self.share(self.everybody[()])

    def share(self, top: Whom) -> None:
        """Take over what holds for all households; the first one writes it."""
        if self.faces.shared is None:
            for face in self.faces.parameters:
                self.write(face, top)
            self.faces.shared = top.written
        top.written = self.faces.shared.copy()

    def outcome(self, outcome: Outcome, out: list[str]) -> None:
        """Put the tree of one outcome: the amount where there is one, then each condition."""
        for whom in self.everybody.values():
            whom.unfolded.clear()
        roots = [condition.rule for condition in outcome.programme.conditions]
        if outcome.amount is not None or not roots:
            roots.insert(0, outcome.programme.amount)
        whom = self.everybody[outcome.path]
        opening = self.faces.openings[outcome.programme.id]
        amount = "null" if outcome.amount is None else outcome.amount
        out.append(f'{opening},"origin":null,"formula":null,"value":{amount},"text":null,"person":{whom.person}{OPEN}')
        self.put([self.faces.by_name[name] for name in dict.fromkeys(roots)], whom, out)

    def tree(self, name: str, path: Path) -> str:
        """Write the tree below any one name for the entity at a path."""
        out: list[str] = []
        face = self.faces.by_name[name]
        self.put_one(face, self.everybody[path].levels[face.depth], out)
        return "".join(out)[:-1]

    def put(self, parts: Iterable[Face], whom: Whom, out: list[str]) -> None:
        """Put the trees of what a node is made of, each of its own entity, and end the node."""
        levels = whom.levels
        for part in parts:
            whose = levels[part.depth]
            if part.parts:
                self.put_one(part, whose, out)
            else:
                out += whose.written[part.place] or self.write(part, whose)
        out[-1] = out[-1][:-1] + ENDED

    def put_below(self, face: Face, whom: Whom, out: list[str]) -> None:
        """Put the trees of the children that a rule combined, and end its node; there may be none."""
        below = self.deciding(face, whom)
        for each in below:
            self.put_one(face.parts[0], each, out)
        out[-1] = (out[-1][:-1] if below else out[-1]) + ENDED

    def put_one(self, face: Face, whom: Whom, out: list[str]) -> None:
        """Put the tree below one name of an entity; what a rule read is left out where it has been shown already."""
        place = face.place
        written = whom.written[place] or self.write(face, whom)
        if not face.parts:
            out += written
        elif place in whom.unfolded:
            out += (*written[:2], SEEN)
        else:
            whom.unfolded.add(place)
            out += written
            if face.over_children:
                self.put_below(face, whom, out)
            elif not face.is_atom:
                self.put(self.parts(face, whom), whom, out)

    def write(self, face: Face, whom: Whom) -> list[str]:
        """Write a node for one entity, once: a leaf or an atom whole, another rule as far as its children."""
        if face.key is None or (self.provenance and (face.is_atom or not face.parts)):
            pieces = self.composed(face, whom).split(WHO)
        else:
            key = face.key(whom.frame)
            pieces = face.known.get(key) or self.keep(face, whom, key)
        written = [whom.person] * (2 * len(pieces) - 1)
        written[::2] = pieces
        whom.written[face.place] = written
        return written

    def keep(self, face: Face, whom: Whom, key: Any) -> list[str]:
        """Compose a node, and keep it for others with the same values; the first few are the commonest."""
        pieces = self.composed(face, whom).split(WHO)
        if len(face.known) < KEPT:
            face.known[key] = pieces
        return pieces

    def composed(self, face: Face, whom: Whom) -> str:
        """Compose a node, leaving open whom it speaks of."""
        value = whom.frame[face.place]
        formula = "null" if face.formula is None else quoted(whom.sentence(face.formula))
        shown = NO_VALUE if value.__class__ is Unknown else f'{value:d},"text":{quoted(whom.text(face.shown))}'
        node = f'{face.opening},"formula":{formula},"value":{shown},"person":{WHO}'
        if face.is_atom:
            parts = [self.leaf(part, whom) for part in self.parts(face, whom)]
            return f"{node}{OPEN}{''.join(parts)[:-1]}{ENDED}"
        source = None if face.parts else self.provenance.get((face.name, whom.path))
        ended = "" if face.parts else ENDED
        return node + (OPEN if source is None else OPEN.replace("null", quoted(source), 1)) + ended

    def leaf(self, face: Face, whom: Whom) -> str:
        """Return a leaf inside an atom: of the same entity it too is left open."""
        whose = whom.levels[face.depth]
        if whose is whom:
            return self.composed(face, whom)
        return "".join(whose.written[face.place] or self.write(face, whose))

    def parts(self, face: Face, whom: Whom) -> Sequence[Face]:
        """Return what is to be seen of what a rule read: of a choice, the branch it took and what it went by."""
        if face.decided_by is not None:
            return self.deciding_parts(face, whom)
        if face.branches is None:
            return face.parts
        by = face.parts[0]
        chosen = self.value(by, whom)
        branch = None if isinstance(chosen, Unknown) else face.branches.get(chosen)
        return (by,) if branch is None else (branch, by)

    def deciding_parts(self, face: Face, whom: Whom) -> Sequence[Face]:
        """Return the first part that decided a condition by itself, all parts where none could."""
        if whom.frame[face.place] is not face.decided_by:
            return face.parts
        return (next(part for part in face.parts if self.value(part, whom) == face.decided_by),)

    def deciding(self, face: Face, whom: Whom) -> Sequence[Whom]:
        """Return the first child that decided a condition over them by itself, all children where none could."""
        if face.decided_by is None or whom.frame[face.place] is not face.decided_by or not whom.below:
            return whom.below
        return (next(below for below in whom.below if self.value(face.parts[0], below) == face.decided_by),)

    def value(self, face: Face, whom: Whom) -> Value:
        """Return the value of a name for an entity, or the one above it that the name speaks of."""
        return whom.levels[face.depth].frame[face.place]

    def reason(self, text: str, path: Path) -> str:
        """Say why a condition failed."""
        return self.everybody[path].sentence(self.faces.sentences[text])


def _arranged(assessment: Assessment) -> dict[Path, Whom]:
    """Stand everybody below the household, and list them by path."""
    frames, household = assessment.frames, assessment.household
    top = Whom(frames.own, (), (), None)
    everybody: dict[Path, Whom] = {(): top}
    for index, frame in enumerate(frames.members):
        path: Path = (index,)
        member = everybody[path] = Whom(frame, top.levels, path, household.person(path))
        top.below.append(member)
        for number, supporter in enumerate(frames.obligors[index] or ()):
            path = (index, number)
            everybody[path] = Whom(supporter, member.levels, path, household.person(path))
            member.below.append(everybody[path])
    return everybody
