"""Texts of the small functions that the batch kernel calls between rules: conditions, choices, outcomes.

`known`, `either` and the like mean what they mean in `policy.evaluate`, over pairs of a number and what it waits for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from doudi.policy.batch.work import ELIGIBLE, INELIGIBLE, NOT_ASSESSED, UNDETERMINED
from doudi.policy.rules import Rule

COMMON = f"""
def taken(number, bit):
  if number == MISSING:
    return 0, bit
  return number, NOTHING
def where_known(number, waits):
  return int64(number) if waits == NOTHING else 0
def known(number, waits):
  return number if waits == NOTHING else 0, waits
def is_false(number, waits):
  return 1 if number == 0 and waits == NOTHING else 0
def is_true(number):
  return 1 if number != 0 else 0
def any_of(deciding, waits):
  if deciding != 0:
    return 1, NOTHING
  return 0, waits
def all_of(deciding, waits):
  if deciding != 0:
    return 0, NOTHING
  return 1 if waits == NOTHING else 0, waits
def negated(number, waits):
  return 1 if number == 0 and waits == NOTHING else 0, waits
def if_listed(listed, found, bit):
  return found if listed else (0, bit)
def granted(status, number, waits):
  return number if status == {ELIGIBLE} and waits == NOTHING else MISSING
"""
"""What every kernel calls. `MISSING` and `NOTHING` are given to it."""


@dataclass
class Function:
    """The text of one segment, and the rules whose functions it calls as `f0`, `f1`, …."""

    text: str
    called: tuple[Rule, ...]


def names_in(text: str) -> list[str]:
    """List the functions that a text defines."""
    return [line[4 : line.index("(")] for line in text.splitlines() if line.startswith("def ")]


def joined(waits: Iterable[str]) -> str:
    """Write what several values wait for."""
    return " | ".join(dict.fromkeys(waits)) or "NOTHING"


def divides(rule: Rule) -> bool:
    """Whether a rule may divide by something it reads, and so must not be tried on what is not known."""
    return any(isinstance(node, ast.FloorDiv | ast.Mod) for node in ast.walk(ast.parse(rule.source.strip())))


def guarded(function: str, reads: int) -> str:
    """Write a function that calls another only where everything it reads is known."""
    given = [f"v{number}" for number in range(reads)]
    called = f"int64({function}({', '.join(given)}))"
    return f"def guarded_{function}({', '.join(['waits', *given])}):\n  return {called} if waits == NOTHING else 0"


def condition(form: str, reads: int) -> str:
    """Write `either` or `every` of so many conditions: one that decides is enough, whatever else is unknown."""
    given = ", ".join(f"v{number}, u{number}" for number in range(reads))
    unknown = joined(f"u{number}" for number in range(reads))
    if form == "either":
        decided, found = " or ".join(f"v{number} != 0" for number in range(reads)), ("1", "0")
    else:
        decided = " or ".join(f"(v{number} == 0 and u{number} == NOTHING)" for number in range(reads))
        found = ("0", "1 if waits == NOTHING else 0")
    return "\n".join((
        f"def {form}_{reads}({given}):", f"  if {decided}:", f"    return {found[0]}, NOTHING",
        f"  waits = {unknown}", f"  return {found[1]}, waits",
    ))  # fmt: skip


def chosen(name: str, keys: Sequence[int]) -> str:
    """Write a choice between branches, each with its key."""
    given = "".join(f"v{number}, u{number}, " for number in range(len(keys)))
    lines = [f"def {name}(by, waits, {given}bit):", "  if waits != NOTHING:", "    return 0, waits"]
    for number, key in enumerate(keys):
        lines += [f"  if by == {key}:", f"    return v{number}, u{number}"]
    return "\n".join([*lines, "  return 0, bit"])


def decided(conditions: int) -> str:
    """Write what decides a programme: the first condition that fails, else what is waited for, else what is given."""
    given = "".join(f", v{number}, u{number}" for number in range(conditions))
    lines = [
        f"def decided_{conditions}(applies, if_applies, strict{given}):",
        "  if applies == 0 and if_applies == NOTHING:",
        f"    return {NOT_ASSESSED}, 0, NOTHING",
    ]
    for number in range(conditions):
        lines += [f"  if v{number} == 0 and u{number} == NOTHING:", f"    return {INELIGIBLE}, {number + 1}, NOTHING"]
    lines += ["  if if_applies != NOTHING:", f"    return {UNDETERMINED}, 0, if_applies"]
    unknown = joined(f"u{number}" for number in range(conditions))
    lines += [f"  waits = {unknown}", "  if waits != NOTHING:", f"    return {UNDETERMINED}, 0, waits"]
    return "\n".join([*lines, f"  return {ELIGIBLE}, 0, strict"])
