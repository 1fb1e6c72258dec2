"""Writes the texts of the batch kernel: functions that go through households, their members and supporters.

Each value is two local variables, the number and what it waits for: a set of bits, empty where the value is known. An
unknown value is held as 0. Nothing gets into the text but numbers of slots and rows, and names made up here; the rules
themselves are called as they are. Every variable but the sums is written once and nothing branches: the time that Numba
takes grows with the square of branches and variables written twice. What one segment leaves for another lies in arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from doudi.policy.batch.helpers import Function, chosen, condition, decided, divides, guarded, joined
from doudi.policy.batch.schedule import STATES, Loop, Schedule, Segment, reported, scheduled
from doudi.policy.batch.work import ELIGIBLE, OBLIGORS, Work, rule_of, strict
from doudi.policy.plan import ASSESSED_ON, Name
from doudi.policy.rules import Form, Rule

Value: TypeAlias = tuple[str, str]
"""A number, and what it waits for, as the text names them."""

SIGNATURE = (
    "first", "last", "day", "places", "members", "supporters", "listed", "own", "person", "supporter", "values", "bits",
    "own_outcomes", "own_reasons", "own_waits", "own_amounts", "own_carried",
    "outcomes", "reasons", "waits", "amounts", "carried",
    "own_kept", "own_kept_waits", "kept", "kept_waits", "below", "below_waits",
)  # fmt: skip
COLUMNS = ("own", "person", "supporter")
ROWS = ("h", "i", "o")
LETTERS = ("a", "b", "c")
STORES = ("own_kept", "kept", "below")
IN_STORE = ("h - first", "i - base", "o - under")
"""Where a value that is left for later lies: in a store by depth, counted from the first household of a block."""
NOTHING = "NOTHING"
EACH_MEMBER = "for i in range(members[h], members[h + 1]):"
EACH_SUPPORTER = "for o in range(supporters[i], supporters[i + 1]):"
HELPERS = {Form.EITHER: "either", Form.EVERY: "every", Form.NOT: "negated"}


@dataclass
class Writing:
    """The functions of one kernel being written.

    `called` lists the rules that the function being written calls; `helpers` the texts of what else it calls.
    """

    work: Work
    lines: list[str] = field(default_factory=list[str])
    called: list[Rule] = field(default_factory=list[Rule])
    helpers: dict[str, str] = field(default_factory=dict[str, str])
    pass_number: int = 0

    def __post_init__(self) -> None:
        """Arrange the loops, and find what one loop leaves for another."""
        self.schedule: Schedule = scheduled(self.work)
        self.cause = {name: number for number, name in enumerate(self.work.causes)}
        self.row = {name.name: row for names in self.work.columns for row, name in enumerate(names)}
        self.parameter = {name.name: row for row, name in enumerate(self.work.parameters)}
        self.kept: tuple[dict[str, int], ...] = ({}, {}, {})
        for name in self._left_behind():
            mine = self.kept[self.depth(name)]
            mine.setdefault(name, len(mine))

    def _left_behind(self) -> Iterator[str]:
        """Yield results that are read after their own loop, or if of a household after their segment, is over."""
        home: dict[str, Segment | Loop] = {}
        for segment in self.schedule.segments:
            home |= dict.fromkeys(segment.own(), segment)
            home |= {name.name: loop for loop in segment.loops for name in loop.computed if name.entity.depth}
            for loop in segment.loops:
                yield from (name.name for name in loop.gathered if name.entity.depth)
                readers: tuple[Segment | Loop, Segment | Loop] = (segment, loop)
                yield from (
                    read for read in loop.reads() if read in home and home[read] is not readers[self.depth(read) > 0]
                )
            for depth, number in segment.reports:
                yield from (
                    name for name in reported(self.work, depth, number) if name in home and home[name] is not segment
                )

    def depth(self, name: str) -> int:
        """Return in which loop a name's value lives; what hangs on the place alone lives in the outermost."""
        return 0 if self.is_of_place(name) else self.work.plan.names[name].entity.depth

    def is_of_place(self, name: str) -> bool:
        """Whether a value is the same for everybody in a place."""
        return name == ASSESSED_ON or name in self.schedule.of_place

    def at(self, name: str) -> Value:
        """Name the local variables of a value; those of a member or a supporter are of the pass they stand in."""
        if name == ASSESSED_ON:
            return "day", NOTHING
        depth, place = self.work.plan.names[name].slot
        variable = f"{LETTERS[depth]}{place}" + (f"_{self.pass_number}" if self.depth(name) else "")
        return variable, f"{variable}u"

    def functions(self) -> list[Function]:
        """Write all functions; they are called one after the other for the same households."""
        return [self.function(segment) for segment in self.schedule.segments]

    def function(self, segment: Segment) -> Function:
        """Write the function of a segment, and before it what it calls."""
        self.lines, self.called, self.helpers = [], [], {}
        read = list(self.read_by(segment))
        self.put(
            0, f"def compute({', '.join(SIGNATURE)}):", "  h = first",
            "  base = members[first]", "  under = supporters[base]", "  while h < last:", "    place = places[h]",
        )  # fmt: skip
        self.of_place(2, read)
        self.put(2, "while h < last and places[h] == place:")
        mine = set(segment.own())
        self.fetch(3, (name for name in read if name not in mine), 0)
        for loop in segment.loops:
            self.pass_number += 1
            self.loop(loop)
        for name in segment.own():
            if name in self.kept[0]:
                self.keep(3, name, 0)
        self.reports(segment)
        self.put(3, "h += 1")
        return Function("\n".join([*self.helpers.values(), *self.lines]) + "\n", tuple(self.called))

    def read_by(self, segment: Segment) -> Iterator[str]:
        """Yield every name that a segment reads."""
        for loop in segment.loops:
            yield from loop.reads()
        for depth, number in segment.reports:
            yield from reported(self.work, depth, number)

    def of_place(self, indent: int, read: Iterable[str]) -> None:
        """Take the parameters that are needed, and compute what hangs on nothing else."""
        needed = self.schedule.needed_of_place(self.work, read)
        for name in self.work.parameters:
            if name.name in needed:
                self.load(indent, name, f"values[place, {self.parameter[name.name]}]")
        self.compute(indent, [name for name in self.schedule.place_order if name.name in needed])

    def put(self, depth: int, *lines: str) -> None:
        """Add lines, indented."""
        self.lines += ["  " * depth + line for line in lines]

    def load(self, depth: int, name: Name, source: str) -> None:
        """Take a number from a column."""
        cause = self.cause.get(name.name if name.parameter is None else name.parameter.name, 0)
        self.put(depth, f"{', '.join(self.at(name.name))} = taken({source}, bits[{cause}])")

    def loop(self, loop: Loop) -> None:
        """Write one pass."""
        if loop.depth == 0:
            self.compute(3, loop.computed)
            return
        if loop.depth == 1:
            self.begin(3, loop.gathered)
            self.put(3, EACH_MEMBER)
            self.inside(4, loop)
            self.end(3, loop.gathered)
            return
        self.put(3, EACH_MEMBER)
        self.fetch(4, loop.reads(), 1)
        self.begin(4, loop.gathered)
        self.put(4, EACH_SUPPORTER)
        self.inside(5, loop)
        self.end(4, loop.gathered)
        for name in loop.gathered:
            self.keep(4, name.name, 1)

    def inside(self, indent: int, loop: Loop) -> None:
        """Write what is done for each whom a pass goes through."""
        mine = {name.name for name in loop.computed}
        self.fetch(indent, (read for read in loop.reads() if read not in mine), loop.depth)
        self.compute(indent, loop.computed)
        for name in loop.computed:
            if name.name in self.kept[loop.depth]:
                self.keep(indent, name.name, loop.depth)
        for name in loop.gathered:
            self.gather(indent, name)

    def fetch(self, indent: int, names: Iterable[str], depth: int) -> None:
        """Take facts from their columns, and results that an earlier pass has left."""
        for name in dict.fromkeys(names):
            if self.is_of_place(name) or self.depth(name) != depth:
                continue
            if name in self.kept[depth]:
                where = f"[{self.kept[depth][name]}, {IN_STORE[depth]}]"
                number, waits = self.at(name)
                self.put(indent, f"{number} = {STORES[depth]}{where}", f"{waits} = {STORES[depth]}_waits{where}")
            else:
                source = f"{COLUMNS[depth]}[{self.row[name]}, {ROWS[depth]}]"
                self.load(indent, self.work.plan.names[name], source)

    def keep(self, indent: int, name: str, depth: int) -> None:
        """Leave a result for a later pass."""
        where = f"[{self.kept[depth][name]}, {IN_STORE[depth]}]"
        number, waits = self.at(name)
        self.put(indent, f"{STORES[depth]}{where} = {number}", f"{STORES[depth]}_waits{where} = {waits}")

    def begin(self, indent: int, names: Sequence[Name]) -> None:
        """Begin sums and conditions over children."""
        for name in names:
            number, waits = self.at(name.name)
            self.put(indent, f"{number}s = 0", f"{waits}s = NOTHING")

    def gather(self, indent: int, name: Name) -> None:
        """Take one child into a sum or a condition; a condition counts the children that decide it."""
        (number, waits), (value, unknown) = self.at(name.name), self.at(rule_of(name).reads[0])
        taken = {Form.ALL: f"is_false({value}, {unknown})", Form.ANY: f"is_true({value})"}
        self.put(indent, f"{number}s += {taken.get(rule_of(name).form, value)}", f"{waits}s |= {unknown}")

    def end(self, indent: int, names: Sequence[Name]) -> None:
        """End sums and conditions over children; it may not be known whether a member has supporters."""
        for name in names:
            number, waits = self.at(name.name)
            helper = {Form.ALL: "all_of", Form.ANY: "any_of"}.get(rule_of(name).form, "known")
            done = f"{helper}({number}s, {waits}s)"
            if name.entity.depth:
                self.put(indent, f"{number}, {waits} = if_listed(listed[i], {done}, bits[{self.cause[OBLIGORS]}])")
            else:
                self.put(indent, f"{number}, {waits} = {done}")

    def compute(self, indent: int, names: Iterable[Name]) -> None:
        """Write the lines of rules that read no children."""
        for name in names:
            rule = rule_of(name)
            target = ", ".join(self.at(name.name))
            if rule.form is Form.CALL:
                self.put(indent, *self.call(rule, self.at(name.name)))
            elif rule.form is Form.CHOOSE:
                self.put(indent, f"{target} = {self.choice(rule)}")
            else:
                self.put(indent, f"{target} = {self.combined(HELPERS[rule.form], rule.reads)}")

    def call(self, rule: Rule, target: Value) -> Iterator[str]:
        """Call a rule's function; one that divides is called only where everything it reads is known."""
        number, waits = target
        read = [self.at(name) for name in rule.reads]
        function, given = f"f{len(self.called)}", ", ".join(value for value, _ in read)
        self.called.append(rule)
        yield f"{waits} = {joined([unknown for _, unknown in read])}"
        if divides(rule):
            self.helpers[function] = guarded(function, len(read))
            yield f"{number} = guarded_{function}({waits}{', ' if given else ''}{given})"
        else:
            yield f"{number} = where_known({function}({given}), {waits})"

    def combined(self, helper: str, reads: Sequence[str]) -> str:
        """Call a helper with the values of some names."""
        name = helper if helper == "negated" else f"{helper}_{len(reads)}"
        if helper != "negated":
            self.helpers[name] = condition(helper, len(reads))
        return f"{name}({', '.join(part for read in reads for part in self.at(read))})"

    def choice(self, rule: Rule) -> str:
        """Take the branch of a known choice."""
        cases = rule.cases or {}
        name = "choose_" + "_".join(str(key).replace("-", "n") for key in cases)
        self.helpers[name] = chosen(name, list(cases))
        branches = [self.at(branch) if isinstance(branch, str) else (str(branch), NOTHING) for branch in cases.values()]
        given = [*self.at(rule.reads[0]), *(part for branch in branches for part in branch)]
        return f"{name}({', '.join(given)}, bits[{self.cause[rule.name]}])"

    def reports(self, segment: Segment) -> None:
        """Write what the segment tells of households, then of members."""
        own = [number for depth, number in segment.reports if depth == 0]
        members = [number for depth, number in segment.reports if depth == 1]
        for number in own:
            self.report(3, 0, number)
        if members:
            self.pass_number += 1
            self.put(3, EACH_MEMBER)
            self.fetch(4, (name for number in members for name in reported(self.work, 1, number)), 1)
            for number in members:
                self.report(4, 1, number)

    def report(self, indent: int, depth: int, number: int) -> None:
        """Write outcome and amounts of a programme, or next month's states, into the columns that go out."""
        own, row = "" if depth else "own_", ROWS[depth]
        if number == STATES:
            for at, name in enumerate(reported(self.work, depth, STATES)):
                self.put(
                    indent, f"{own}carried[{at}, {row}] = granted({ELIGIBLE}, {', '.join(self.at(name))})"
                )  # fmt: skip
            return
        programme = self.work.programmes_of(depth)[number]
        conditions = [condition.rule for condition in programme.conditions]
        applies = ", ".join(self.at(programme.applies)) if programme.applies else f"1, {NOTHING}"
        helper = f"decided_{len(conditions)}"
        self.helpers[helper] = decided(len(conditions))
        given = ", ".join(part for name in conditions for part in self.at(name))
        whole = joined([self.at(name)[1] for name in strict(programme)])
        cell = f"[{number}, {row}]"
        self.put(
            indent, f"status, reason, waiting = {helper}({applies}, {whole}, {given})",
            f"{own}outcomes{cell} = status", f"{own}reasons{cell} = reason", f"{own}waits{cell} = waiting",
        )  # fmt: skip
        for at, (of, name) in enumerate(self.work.amounts_of(depth)):
            if of is programme:
                self.put(indent, f"{own}amounts[{at}, {row}] = granted(status, {', '.join(self.at(name))})")
