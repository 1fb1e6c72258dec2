"""Fuses a plan into one Python function: a line for each rule, and one loop for rules of the same entity in a row.

Calling some four hundred small functions one by one costs more than what they compute. Nothing gets into the text of
the function but numbers of slots and keys, and names made up here; the rules themselves are called as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from doudi.policy.entities import ENTITIES
from doudi.policy.frames import Frames
from doudi.policy.plan import Name, Slot
from doudi.policy.rules import OVER_CHILDREN, Form, Rule

Run: TypeAlias = Callable[[Frames], None]

FRAMES = ("own", "member", "obligor")
LOOPS = (
    ("own = frames.own", 0),
    ("for index, member in enumerate(frames.members):", 1),
    ("for member, below in zip(frames.members, frames.obligors):\n  for obligor in below or ():", 2),
)
"""What makes the frames of an entity known, and how deep the lines of its rules then stand."""

COMBINING = {
    Form.TOTAL: "total", Form.COUNT: "total", Form.ANY: "any_of", Form.ALL: "all_of", Form.EITHER: "any_of",
    Form.EVERY: "all_of", Form.NOT: "negated",
}  # fmt: skip
DECIDED_BY = {Form.EITHER: True, Form.EVERY: False}


def fused(order: Sequence[Name], names: Mapping[str, Name], given: Mapping[str, Any]) -> Run:
    """Return the function that computes rules in their order; `given` is what its text calls by name."""
    known = dict(given)
    lines = ["own = frames.own"]
    depth = 0
    for name in _gathered(order):
        if name.entity.depth != depth:
            depth = name.entity.depth
            lines += LOOPS[depth][0].split("\n")
        lines += ["  " * LOOPS[depth][1] + line for line in _lines(name, names, known)]
    text = "\n".join(["def compute(frames):", *(f"  {line}" for line in lines)])
    exec(compile(text, "<fused rules>", "exec"), known)  # noqa: S102 the text is made here, of numbers alone
    return known["compute"]


def _gathered(order: Iterable[Name]) -> Iterator[Name]:
    """Order anew so that rules of an entity follow each other for as long as all they read has been computed."""
    waiting = list(order)
    to_come = {name.name for name in waiting}
    while waiting:
        for entity in ENTITIES:
            for name in [name for name in waiting if name.entity is entity]:
                if to_come.isdisjoint(name.rule.reads if name.rule else ()):
                    to_come.discard(name.name)
                    yield name
        waiting = [name for name in waiting if name.name in to_come]


def _lines(name: Name, names: Mapping[str, Name], known: dict[str, Any]) -> Iterator[str]:
    """Write the lines that compute one rule for one entity."""
    rule = name.rule
    if rule is None:
        raise TypeError(name.name)
    target = _at(name.slot)
    reads = [names[read].slot for read in rule.reads]
    if rule.form in OVER_CHILDREN:
        yield f"{target} = {_over_children(rule, name.entity.depth, reads[0])}"
    elif rule.form is Form.CHOOSE:
        yield from _choice(rule, target, names, known)
    elif rule.form is Form.CALL:
        yield f"{target} = {_call(rule, reads, known)}"
    elif rule.form in DECIDED_BY:
        yield f"{target} = {_condition(rule.form, [_at(slot) for slot in reads])}"
    else:
        yield f"{target} = {COMBINING[rule.form]}({_at(reads[0])})"


def _condition(form: Form, values: list[str]) -> str:
    """Combine conditions; where all of them are plain truths, without a call."""
    one = DECIDED_BY[form]
    any_decides = " or ".join(f"{value} is {one}" for value in values)
    none_decides = " and ".join(f"{value} is {not one}" for value in values)
    return f"{one} if {any_decides} else {not one} if {none_decides} else {COMBINING[form]}(({', '.join(values)},))"


def _call(rule: Rule, reads: list[Slot], known: dict[str, Any]) -> str:
    """Call a rule's function; an unknown argument makes an unknown result."""
    function = _named(known, rule.function)
    if not reads:
        return f"{function}()"
    taken = [f"v{number}" for number in range(len(reads))]
    unknown = " or ".join(
        f"({value} := {_at(slot)}).__class__ is Unknown" for value, slot in zip(taken, reads, strict=True)
    )
    if len(reads) == 1:
        return f"v0 if {unknown} else {function}(v0)"
    everything = ", ".join(map(_at, reads))
    return f"Unknown(NOTHING, ({everything},)) if {unknown} else {function}({', '.join(taken)})"


def _choice(rule: Rule, target: str, names: Mapping[str, Name], known: dict[str, Any]) -> Iterator[str]:
    """Take the branch of a known choice; the others need not be known."""
    yield f"v = {_at(names[rule.reads[0]].slot)}"
    yield f"if v.__class__ is Unknown: {target} = v"
    for key, branch in (rule.cases or {}).items():
        yield f"elif v == {key}: {target} = {_at(names[branch].slot) if isinstance(branch, str) else branch}"
    yield f"else: {target} = missing_branch({_named(known, rule.name)}, v)"


def _over_children(rule: Rule, depth: int, child: Slot) -> str:
    """Combine a value of all children. It may not be known whether a member has any."""
    combined = COMBINING[rule.form]
    if depth == 0:
        return f"{combined}([{FRAMES[1]}[{child[1]}] for {FRAMES[1]} in frames.members])"
    values = f"[{FRAMES[2]}[{child[1]}] for {FRAMES[2]} in frames.obligors[index]]"
    return f"missing_children(index) if frames.obligors[index] is None else {combined}({values})"


def _named(known: dict[str, Any], thing: object) -> str:
    """Give a thing a name that the text can call it by."""
    name = f"given_{len(known)}"
    known[name] = thing
    return name


def _at(slot: Slot) -> str:
    return f"{FRAMES[slot[0]]}[{slot[1]}]"
