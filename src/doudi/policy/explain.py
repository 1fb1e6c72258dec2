"""The explanation: how each result came about, as a tree of rules with values, articles and origins.

A node shows its formula in words, where the law has it, and for a parameter which pack set it and from when. A rule
that has been unfolded once is not unfolded again (`see`). A choice unfolds only the branch that was taken, and a
condition that one of its parts decides only that part.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from doudi.policy.assessment import Assessment, Outcome
from doudi.policy.faces import Face, Faces, Sentence, cited, faces
from doudi.policy.frames import Stack
from doudi.policy.unknown import Unknown, Value

Path = tuple[int, ...]
Node = dict[str, Any]


@dataclass(slots=True)
class Explainer:
    """Explains one assessment."""

    assessment: Assessment
    faces: Faces
    people: dict[Path, dict[str, str] | None] = field(default_factory=dict[Path, dict[str, str] | None])
    stacks: dict[Path, Stack] = field(default_factory=dict[Path, Stack])
    leaves: dict[tuple[str, Path], Node] = field(default_factory=dict[tuple[str, Path], Node])
    unfolded: set[tuple[str, Path]] = field(default_factory=set[tuple[str, Path]])

    @classmethod
    def of(cls, assessment: Assessment) -> Explainer:
        """Prepare to explain."""
        return cls(assessment, faces(assessment.law, assessment.snapshot.packs))

    def outcome(self, outcome: Outcome) -> Node:
        """Return the tree of one outcome: the amount where there is one, then each condition."""
        self.unfolded = set()
        roots = [condition.rule for condition in outcome.programme.conditions]
        if outcome.amount is not None or not roots:
            roots.insert(0, outcome.programme.amount)
        return {
            "name": outcome.programme.id, "kind": "outcome", "label": outcome.programme.label, "formula": None,
            "value": outcome.amount, "text": None, "per": None, "person": self.person(outcome.path),
            "cites": cited(self.faces.packs, outcome.programme.cites), "origin": None, "provenance": None, "see": False,
            "children": [self.node(name, outcome.path) for name in dict.fromkeys(roots)],
        }  # fmt: skip

    def node(self, name: str, path: Path) -> Node:
        """Return the tree below one name for the entity at a path."""
        face = self.faces.by_name[name]
        path = path[: face.depth]
        if not face.reads:
            return self.leaf(face, path)
        key = (name, path)
        node = self.filled(face, path)
        if key in self.unfolded:
            node["see"] = True
            return node
        self.unfolded.add(key)
        node["children"] = self.children(face, path)
        return node

    def leaf(self, face: Face, path: Path) -> Node:
        """Return a fact, a parameter or last month's result; made once, however often it is read."""
        key = (face.name, path)
        node = self.leaves.get(key)
        if node is None:
            node = self.leaves[key] = self.filled(face, path)
            node["provenance"] = self.assessment.household.provenance.get(key)
        return node

    def filled(self, face: Face, path: Path) -> Node:
        """Fill a face in with one entity's values."""
        node = dict(face.constant)
        stack = self.stack(path)
        value = stack[face.slot[0]][face.slot[1]]
        if value.__class__ is not Unknown:
            node["value"] = int(value)
            node["text"] = face.say(value)
        if face.formula is not None:
            node["formula"] = self.said(face.formula, path)
        if path:
            node["person"] = self.person(path)
        return node

    def children(self, face: Face, path: Path) -> list[Node]:
        """Return the nodes of what a rule read."""
        if face.over_children:
            return [self.node(face.reads[0], below) for below in self.deciding(face, path, self.below(path))]
        if face.decided_by is not None:
            return [self.node(read, path) for read in self.deciding_reads(face, path)]
        if face.cases is None:
            return [self.node(read, path) for read in face.reads]
        return [self.node(read, path) for read in self.taken(face, face.cases, path)]

    def taken(self, face: Face, cases: Any, path: Path) -> list[str]:
        """Return the branch that a choice took, and what it went by."""
        by = self.faces.by_name[face.reads[0]]
        chosen: Value = self.stack(path)[by.slot[0]][by.slot[1]]
        branch = None if isinstance(chosen, Unknown) else cases.get(int(chosen))
        return [branch, face.reads[0]] if isinstance(branch, str) else [face.reads[0]]

    def deciding_reads(self, face: Face, path: Path) -> list[str]:
        """Return the first part that decided a condition by itself, all parts where none could."""
        if self.value(face, path) is not face.decided_by:
            return list(face.reads)
        values = ((read, self.value(self.faces.by_name[read], path)) for read in face.reads)
        return [next(read for read, value in values if value == face.decided_by)]

    def deciding(self, face: Face, path: Path, below: list[Path]) -> list[Path]:
        """Return the first child that decided a condition over them by itself, all children where none could."""
        if face.decided_by is None or self.value(face, path) is not face.decided_by or not below:
            return below
        child = self.faces.by_name[face.reads[0]]
        return [next(each for each in below if self.value(child, each) == face.decided_by)]

    def value(self, face: Face, path: Path) -> Value:
        """Return the value of a name for the entity at a path."""
        return self.stack(path)[face.slot[0]][face.slot[1]]

    def below(self, path: Path) -> list[Path]:
        """Return the paths of the children of the entity at a path."""
        if not path:
            return [(index,) for index in range(len(self.assessment.household.members))]
        obligors = self.assessment.household.members[path[0]].obligors
        return [(*path, number) for number in range(len(obligors or ()))]

    def said(self, sentence: Sentence, path: Path) -> str:
        """Say a sentence with the values it shows."""
        stack = self.stack(path)
        return "".join(
            [piece if isinstance(piece, str) else piece.text(stack[piece.slot[0]][piece.slot[1]]) for piece in sentence]
        )

    def reason(self, text: str, path: Path) -> str:
        """Say why a condition failed."""
        return self.said(self.faces.sentences[text], path)

    def stack(self, path: Path) -> Stack:
        """Return the frames that the entity at a path sees."""
        stack = self.stacks.get(path)
        if stack is None:
            stack = self.stacks[path] = self.assessment.frames.stack(path)
        return stack

    def person(self, path: Path) -> dict[str, str] | None:
        """Return id and name of whom a node speaks of."""
        if path not in self.people:
            found = self.assessment.household.person(path)
            self.people[path] = None if found is None else {"id": found[0], "name": found[1]}
        return self.people[path]
