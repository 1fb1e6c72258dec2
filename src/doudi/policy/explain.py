"""The explanation: how each result came about, as a tree of rules with values, articles and origins.

A node shows its formula in words, where the law has it, and for a parameter which pack set it and from when. What has
been shown once is not unfolded again (`see`). A choice unfolds only the branch that was taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from doudi.policy.plan import ASSESSED_ON, Name
from doudi.policy.programmes import PLACEHOLDER
from doudi.policy.rules import OVER_CHILDREN, Form, Rule
from doudi.policy.unknown import Unknown, Value
from doudi.policy.values import PER, Words

if TYPE_CHECKING:
    from doudi.policy.assessment import Assessment, Outcome
    from doudi.policy.snapshot import Resolved

NOT_KNOWN = "未知"
Path = tuple[int, ...]


@dataclass(slots=True)
class Explainer:
    """Explains one assessment."""

    assessment: Assessment
    words: Words
    shown: set[tuple[str, Path]] = field(default_factory=set[tuple[str, Path]])

    @classmethod
    def of(cls, assessment: Assessment) -> Explainer:
        """Prepare to explain."""
        return cls(assessment, Words(assessment.snapshot.packs.facts.vocabulary))

    def outcome(self, outcome: Outcome) -> dict[str, Any]:
        """Return the tree of one outcome: the amount where there is one, then each condition."""
        self.shown = set()
        roots = [condition.rule for condition in outcome.programme.conditions]
        if outcome.amount is not None or not roots:
            roots.insert(0, outcome.programme.amount)
        children = [self.node(name, outcome.path) for name in dict.fromkeys(roots)]
        return {
            "name": outcome.programme.id, "kind": "outcome", "label": outcome.programme.label, "formula": None,
            "value": outcome.amount, "text": None, "per": None, "person": self.person(outcome.path),
            "cites": self.cites(outcome.programme.cites), "origin": None, "provenance": None, "see": False,
            "children": children,
        }  # fmt: skip

    def node(self, name: str, path: Path) -> dict[str, Any]:
        """Return the tree below one name for the entity at a path."""
        known = self.assessment.law.computation.plan.names[name]
        path = path[: known.entity.depth]
        value = self.assessment.frames.at(known.slot, path)
        seen = (name, path) in self.shown
        self.shown.add((name, path))
        node = self.bare(known, path, value)
        node["see"] = seen and known.kind == "rule"
        if known.rule is not None and not seen and known.rule.form is not Form.STATE:
            node["children"] = self.children(known, known.rule, path)
        return node

    def bare(self, known: Name, path: Path, value: Value) -> dict[str, Any]:
        """Return a node without what is below it."""
        rule = known.rule
        unknown = isinstance(value, Unknown)
        return {
            "name": known.name, "kind": known.kind, "label": self.label(known),
            "formula": self.formula(rule.shows, rule, path) if rule is not None and rule.shows else None,
            "value": None if unknown else int(value),
            "text": NOT_KNOWN if unknown else self.words.say(known.unit, int(value)),
            "per": PER.get(known.unit.kind), "person": self.person(path), "cites": self.cites_of(known),
            "origin": self.origin(known), "provenance": self.assessment.household.provenance.get((known.name, path)),
            "see": False, "children": [],
        }  # fmt: skip

    def children(self, known: Name, rule: Rule, path: Path) -> list[dict[str, Any]]:
        """Return the nodes of what a rule read."""
        if rule.form in OVER_CHILDREN:
            return [self.node(rule.reads[0], below) for below in self.below(path)]
        names = rule.reads if rule.form is not Form.CHOOSE else self.chosen(known, rule, path)
        return [self.node(read, path) for read in names]

    def chosen(self, known: Name, rule: Rule, path: Path) -> list[str]:
        """Return what a choice went by and the branch it took, that branch first."""
        by = self.assessment.value(rule.reads[0], path[: known.entity.depth])
        branch = None if isinstance(by, Unknown) else (rule.cases or {}).get(int(by))
        return [branch, rule.reads[0]] if isinstance(branch, str) else [rule.reads[0]]

    def below(self, path: Path) -> list[Path]:
        """Return the paths of the children of the entity at a path."""
        if not path:
            return [(index,) for index in range(len(self.assessment.household.members))]
        obligors = self.assessment.household.members[path[0]].obligors
        return [(*path, number) for number in range(len(obligors or ()))]

    def label(self, known: Name) -> str:
        """Return the Chinese name of a thing."""
        if known.rule is not None:
            return known.rule.label
        if known.parameter is not None:
            return known.parameter.label
        if known.name == ASSESSED_ON:
            return "测算日"
        return self.assessment.snapshot.packs.facts.by_name[known.name].label

    def formula(self, shows: str, rule: Rule | None, path: Path) -> str:
        """Fill a sentence with values as people read them; a combination over members has no single value to show."""
        plan = self.assessment.law.computation.plan

        def say(name: str) -> str:
            known = plan.names[name]
            if rule is not None and rule.form in OVER_CHILDREN:
                return self.label(known)
            value = self.assessment.frames.at(known.slot, path[: known.entity.depth])
            return (
                f"（{self.label(known)}{NOT_KNOWN}）"
                if isinstance(value, Unknown)
                else self.words.say(known.unit, int(value))
            )

        return PLACEHOLDER.sub(lambda found: say(found[1]), shows)

    def cites_of(self, known: Name) -> list[dict[str, Any]]:
        """Return the citations of a rule, or of the value a parameter has here."""
        if known.rule is not None:
            return self.cites(known.rule.cites)
        if known.parameter is None:
            return []
        resolved = self.assessment.law.parameters[known.name]
        given = [cite for value in (resolved.origin, resolved.via) if value for cite in value.cites]
        return self.cites(dict.fromkeys(given))

    def cites(self, given: Mapping[str, Any] | tuple[str, ...]) -> list[dict[str, Any]]:
        """Return citations with their Chinese text."""
        return [cited(self.assessment, cite) for cite in given]

    def origin(self, known: Name) -> dict[str, Any] | None:
        """Say which pack set a parameter, from when, and how sure it is."""
        if known.parameter is None:
            return None
        return origin(self.assessment, self.assessment.law.parameters[known.name])

    def person(self, path: Path) -> dict[str, str] | None:
        """Return id and name of whom a node speaks of."""
        found = self.assessment.household.person(path)
        return None if found is None else {"id": found[0], "name": found[1]}


def cited(assessment: Assessment, cite: str) -> dict[str, Any]:
    """Return a citation with its Chinese text and address."""
    source, _ = assessment.snapshot.packs.sources.resolve(cite)
    return {"id": cite, "text": assessment.snapshot.packs.sources.text(cite), "url": source.url}


def origin(assessment: Assessment, resolved: Resolved) -> dict[str, Any] | None:
    """Say which pack set a value, from when, how sure it is, and why another parameter stands in for it."""
    if resolved.assumed:
        return {"pack": "assumed", "pack_label": "示例假设值", "from": None, "sure": None, "because": None}
    if resolved.origin is None:
        return None
    pack = assessment.snapshot.packs.by_id.get(resolved.origin.pack)
    return {
        "pack": resolved.origin.pack,
        "pack_label": pack.label if pack else "本地公布",
        "from": resolved.origin.since.isoformat(),
        "sure": resolved.origin.sure,
        "because": resolved.via.because if resolved.via else None,
    }
