"""The explanation: how each result came about, as a tree of rules with values, articles and origins.

A node shows its formula in words, where the law has it, and for a parameter which pack set it and from when. A rule
that has been unfolded once is not unfolded again (`see`). A choice unfolds only the branch that was taken, and a
condition that one of its parts decides only that part.

The tree is written as JSON text, piece after piece: most of a node is the same for every household and stands ready
(`faces`), and a node that shows the same values as one before differs from it by the person alone. Whoever wants
objects parses the text. After each node stands the comma before the next, which the end of a list takes the place of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from json.encoder import encode_basestring as quoted
from typing import TypeAlias

from doudi.policy.assessment import Assessment, Outcome
from doudi.policy.faces import NOT_KNOWN, Face, Faces, Sentence, Shown, faces
from doudi.policy.frames import Frame
from doudi.policy.unknown import Unknown, Value

Path = tuple[int, ...]
Row: TypeAlias = Sequence[str]
"""What a node adds to the text, piece after piece."""
NO_VALUE = f'null,"text":{quoted(NOT_KNOWN)}'
OPEN = ',"provenance":null,"see":false,"children":['
SEEN = ',"provenance":null,"see":true,"children":[]}'
ENDED = "]}"
COMMA = ","
KEPT = 16
"""How many nodes a name keeps for others with the same values: nothing, yes and no come first, being commonest."""


class Whom:
    """The household, a member or an obligor while it is explained: values, and what was said and written of them.

    `levels` are the entities above and itself. By place in the frame: `said`, and `rows`, what stands for a node from
    now on in the tree being put.
    """

    __slots__ = ("below", "frame", "levels", "path", "person", "rows", "said")

    def __init__(self, frame: Frame, above: tuple[Whom, ...], path: Path, person: tuple[str, str] | None) -> None:
        """Stand below the entities `above`; `person` is id and name."""
        self.frame = frame
        self.levels: tuple[Whom, ...] = (*above, self)
        self.path = path
        self.person = "null" if person is None else f'{{"id":{quoted(person[0])},"name":{quoted(person[1])}}}'
        self.below: list[Whom] = []
        self.said: list[str | None] = [None] * len(frame)
        self.rows: list[Row | None] = [None] * len(frame)

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
        return sentence.template % tuple(
            [levels[shown.depth].said[shown.place] or levels[shown.depth].text(shown) for shown in sentence.shown]
        )


class Explainer:
    """Explains one assessment."""

    def __init__(self, assessment: Assessment) -> None:
        """Prepare to explain."""
        self.law = assessment.law
        self.household = assessment.household
        self.provenance = assessment.household.provenance
        self.faces: Faces = faces(assessment.law, assessment.snapshot.packs)
        self.everybody = _arranged(assessment)
        self.touched: list[tuple[Whom, int]] = []
        self.share(self.everybody[()])
        self.blank = {path: [*whom.rows] for path, whom in self.everybody.items()}
        self.handled = {path: [*whom.rows] for path, whom in self.everybody.items()}
        self.begun_with: Mapping[Path, list[Row | None]] | None = None

    def share(self, top: Whom) -> None:
        """Take over what holds for all households; the first one writes it."""
        if self.faces.shared is None:
            for face in self.faces.parameters:
                self.write(face, top)
            self.faces.shared = top.rows
        top.rows = self.faces.shared.copy()

    def outcome(self, outcome: Outcome, out: list[str]) -> None:
        """Put the tree of one outcome: the amount where there is one, each condition, and what is told.

        The tree of a programme that is handled here is whole, as it is kept with the determination. The others go by
        what has been found there (who counts, who is on dibao): what such a tree has shown they only name. Of one of
        which it is not known whether it concerns anybody there is nothing to explain.
        """
        handled = outcome.programme.handled
        whom = self.everybody[outcome.path]
        out += (self.opening(outcome), whom.person, OPEN)
        if not outcome.concerns and not handled:
            out.append(ENDED)
            return
        self.begin(afresh=handled)
        self.put([self.faces.by_name[name] for name in dict.fromkeys(_roots(outcome))], whom, out)
        out[-1] = ENDED
        if handled:
            self.keep()

    def opening(self, outcome: Outcome) -> str:
        """Begin the tree of an outcome, as far as whom it is for."""
        opening = self.faces.openings[outcome.programme.id]
        amount = "null" if outcome.amount is None else outcome.amount
        return f'{opening},"origin":null,"formula":null,"value":{amount},"text":null,"person":'

    def begin(self, *, afresh: bool) -> None:
        """Forget what the tree before has shown; where not `afresh`, keep in mind those of programmes handled here."""
        start = self.blank if afresh else self.handled
        if start is self.begun_with:
            for whom, place in self.touched:
                whom.rows[place] = start[whom.path][place]
        else:
            for path, whom in self.everybody.items():
                whom.rows = [*start[path]]
        self.begun_with = start
        self.touched.clear()

    def keep(self) -> None:
        """Remember what a tree of a programme handled here has shown."""
        for whom, place in self.touched:
            self.handled[whom.path][place] = whom.rows[place]

    def tree(self, name: str, path: Path) -> str:
        """Write the tree below any one name for the entity at a path."""
        out: list[str] = []
        self.put([self.faces.by_name[name]], self.everybody[path], out)
        return "".join(out)[:-1]

    def put(self, parts: Iterable[Face], whom: Whom, out: list[str]) -> None:
        """Put the trees below some names; what a rule read is left out where it has been shown already."""
        levels = whom.levels
        for part in parts:
            place, whose = part.place, levels[part.depth]
            row = whose.rows[place]
            if row is not None:
                out += row
            elif part.unfolds:
                self.unfold(part, whose, out)
            else:
                out += self.write(part, whose)

    def unfold(self, face: Face, whom: Whom, out: list[str]) -> None:
        """Put a rule with what it read, once in a tree; a member may have no supporters to show."""
        before, person = self.pieces(face, whom)[0], whom.person
        whom.rows[face.place] = (before, person, SEEN, COMMA)
        self.touched.append((whom, face.place))
        out += (before, person, OPEN)
        if face.over_children:
            for below in self.deciding(face, whom):
                self.put(face.parts, below, out)
        else:
            self.put(face.parts if face.is_plain else self.parts(face, whom), whom, out)
        if out[-1] == COMMA:
            out[-1] = ENDED
        else:
            out.append(ENDED)
        out.append(COMMA)

    def write(self, face: Face, whom: Whom) -> Row:
        """Write a leaf or an atom for one entity, whole; an atom is written once in a tree."""
        pieces, person = self.pieces(face, whom), whom.person
        row = [person] * (2 * len(pieces))
        row[::2] = pieces
        row[-1] = COMMA
        whom.rows[face.place] = (pieces[0], person, SEEN, COMMA) if face.parts else row
        self.touched.append((whom, face.place))
        return row

    def pieces(self, face: Face, whom: Whom) -> list[str]:
        """Return a node in pieces between which it says whom it speaks of; composed once for the same values."""
        if face.key is None or (self.provenance and not face.unfolds):
            return self.composed(face, whom)
        key = face.key(whom.frame)
        found = face.known.get(key)
        if found is None:
            found = self.composed(face, whom)
            if len(face.known) < KEPT:
                face.known[key] = found
        return found

    def composed(self, face: Face, whom: Whom) -> list[str]:
        """Compose a node, in pieces between which it says whom it speaks of."""
        value = whom.frame[face.place]
        formula = "null" if face.formula is None else quoted(whom.sentence(face.formula))
        shown = NO_VALUE if value.__class__ is Unknown else f'{value:d},"text":{quoted(whom.text(face.shown))}'
        pieces = [f'{face.opening},"formula":{formula},"value":{shown},"person":', OPEN]
        if face.is_atom:
            self.add_leaves(face, whom, pieces)
        elif not face.parts:
            source = self.provenance.get((face.name, whom.path))
            pieces[1] = (OPEN if source is None else OPEN.replace("null", quoted(source), 1)) + ENDED
        return pieces

    def add_leaves(self, face: Face, whom: Whom, pieces: list[str]) -> None:
        """Add what an atom read to its pieces: facts of the same entity, and parameters, which speak of nobody."""
        for part in self.parts(face, whom):
            if part.depth:
                before, after = self.pieces(part, whom)
                pieces[-1] += before
                pieces.append(after + COMMA)
            else:
                top = whom.levels[0]
                pieces[-1] += "".join(top.rows[part.place] or self.write(part, top))
        pieces[-1] = pieces[-1][: -len(COMMA)] + ENDED

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
        decided_by, levels = face.decided_by, whom.levels
        if whom.frame[face.place] is not decided_by:
            return face.parts
        return [part for part in face.parts if levels[part.depth].frame[part.place] == decided_by][:1]

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


def _roots(outcome: Outcome) -> list[str]:
    """List what a tree begins with: the amount where there is one, the conditions, what a grant tells."""
    roots = [condition.rule for condition in outcome.programme.conditions]
    if outcome.programme.amount and (outcome.amount is not None or not roots):
        roots.insert(0, outcome.programme.amount)
    return roots + [name for name, value in outcome.told if value is not None]


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
