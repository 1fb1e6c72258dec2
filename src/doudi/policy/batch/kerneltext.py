"""Writes the text of the batch kernel: one function that goes through households, their members and supporters.

Each value is two local variables, the number and what it waits for: a set of bits, empty where the value is known. An
unknown value is held as 0. Nothing gets into the text but numbers of slots and rows, and names made up here; the rules
themselves are called as they are. Every variable but the sums is written once and nothing branches: the time that Numba
takes grows with the square of branches and variables written twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from doudi.policy.batch.helpers import chosen, condition, decided, divides, guarded, joined
from doudi.policy.batch.schedule import ONCE_A_PLACE, Loop, Schedule, scheduled
from doudi.policy.batch.work import ELIGIBLE, OBLIGORS, Work, roots, rule_of, strict
from doudi.policy.plan import ASSESSED_ON, Name
from doudi.policy.rules import Form, Rule

Value: TypeAlias = tuple[str, str]
"""A number, and what it waits for, as the text names them."""

SIGNATURE = (
    "first", "last", "day", "places", "members", "supporters", "listed", "own", "person", "supporter", "values", "bits",
    "own_outcomes", "own_reasons", "own_waits", "own_amounts", "own_carried",
    "outcomes", "reasons", "waits", "amounts", "carried", "kept", "kept_waits", "below", "below_waits",
)  # fmt: skip
COLUMNS = ("own", "person", "supporter")
ROWS = ("h", "i", "o")
LETTERS = ("a", "b", "c")
STORES = ("", "kept", "below")
IN_STORE = ("", "j", "q")
NOTHING = "NOTHING"
EACH_MEMBER = ("for j in range(people):", "  i = start + j")
EACH_SUPPORTER = ("for o in range(supporters[i], supporters[i + 1]):", "  q = o - supporters[start]")
HELPERS = {Form.EITHER: "either", Form.EVERY: "every", Form.NOT: "negated"}


@dataclass
class Writing:
    """One kernel being written.

    `called` lists the rules whose functions the text calls as `f0`, `f1`, …; `helpers` the texts of what else it calls.
    """

    work: Work
    lines: list[str] = field(default_factory=list[str])
    called: list[Rule] = field(default_factory=list[Rule])
    helpers: dict[str, str] = field(default_factory=dict[str, str])
    kept: dict[str, int] = field(default_factory=dict[str, int])
    pass_number: int = 0

    def __post_init__(self) -> None:
        """Arrange the loops, and find what one loop leaves for another."""
        self.schedule: Schedule = scheduled(self.work)
        self.cause = {name: number for number, name in enumerate(self.work.causes)}
        self.row = {name.name: row for names in self.work.columns for row, name in enumerate(names)}
        self.parameter = {name.name: row for row, name in enumerate(self.work.parameters)}
        for name in self._left_behind():
            self.kept.setdefault(name, len(self.kept))

    def _left_behind(self) -> Iterator[str]:
        """Yield members' and supporters' results that are read after their own loop is over."""
        computed = {name.name: loop for loop in self.schedule.loops for name in loop.computed}
        for loop in self.schedule.loops:
            yield from (name.name for name in loop.gathered if name.entity.depth)
            for read in loop.reads():
                if read in computed and computed[read] is not loop and self.depth(read):
                    yield read
        yield from (name for name in self.reported() if name in computed and self.depth(name) == 1)

    def reported(self) -> list[str]:
        """List the names of members that outcomes and next month's state are made of."""
        found = [name for programme in self.work.programmes_of(1) for name in roots(programme)]
        return [*found, *(of.name for _, of in self.work.carried(1)), *(name.name for name in self.work.told[1])]

    def depth(self, name: str) -> int:
        """Return in which loop a name's value lives; what hangs on the place alone lives in none."""
        return 0 if name in self.schedule.of_place else self.work.plan.names[name].entity.depth

    def at(self, name: str) -> Value:
        """Name the local variables of a value; those of a member or a supporter are of the pass they stand in."""
        if name == ASSESSED_ON:
            return "day", NOTHING
        depth, place = self.work.plan.names[name].slot
        variable = f"{LETTERS[depth]}{place}" + (f"_{self.pass_number}" if self.depth(name) else "")
        return variable, f"{variable}u"

    def text(self) -> str:
        """Write the whole function, and before it what it calls."""
        self.put(
            0, f"def compute({', '.join(SIGNATURE)}):", "  h = first", "  while h < last:", "    place = places[h]"
        )
        for name in self.work.parameters:
            self.load(2, name, f"values[place, {self.parameter[name.name]}]")
        for loop in self.schedule.loops:
            if loop.depth == ONCE_A_PLACE:
                self.compute(2, loop.computed)
        self.put(
            2, "while h < last and places[h] == place:", "  start = members[h]", "  people = members[h + 1] - start"
        )
        for name in self.work.columns[0]:
            self.load(3, name, f"own[{self.row[name.name]}, h]")
        for number, loop in enumerate(self.schedule.loops, start=1):
            self.pass_number = number
            if loop.depth != ONCE_A_PLACE:
                self.loop(loop)
        self.report(3, 0)
        self.pass_number += 1
        if self.reported():
            self.put(3, *EACH_MEMBER)
            self.fetch(4, self.reported(), 1)
            self.report(4, 1)
        self.put(3, "h += 1")
        return "\n".join([*self.helpers.values(), *self.lines]) + "\n"

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
            self.put(3, *EACH_MEMBER)
            self.inside(4, loop)
            self.end(3, loop.gathered)
            return
        self.put(3, *EACH_MEMBER)
        self.fetch(4, loop.reads(), 1)
        self.begin(4, loop.gathered)
        self.put(4, *EACH_SUPPORTER)
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
            if name.name in self.kept:
                self.keep(indent, name.name, loop.depth)
        for name in loop.gathered:
            self.gather(indent, name)

    def fetch(self, indent: int, names: Iterable[str], depth: int) -> None:
        """Take facts from their columns, and results that an earlier pass has left."""
        for name in dict.fromkeys(names):
            if self.depth(name) != depth:
                continue
            if name in self.kept:
                where = f"[{self.kept[name]}, {IN_STORE[depth]}]"
                number, waits = self.at(name)
                self.put(indent, f"{number} = {STORES[depth]}{where}", f"{waits} = {STORES[depth]}_waits{where}")
            else:
                source = f"{COLUMNS[depth]}[{self.row[name]}, {ROWS[depth]}]"
                self.load(indent, self.work.plan.names[name], source)

    def keep(self, indent: int, name: str, depth: int) -> None:
        """Leave a result for a later pass."""
        where = f"[{self.kept[name]}, {IN_STORE[depth]}]"
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

    def report(self, indent: int, depth: int) -> None:
        """Write outcomes, amounts and next month's state into the columns that go out."""
        own, row = "" if depth else "own_", ROWS[depth]
        amount = 0
        for number, programme in enumerate(self.work.programmes_of(depth)):
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
            for name in (programme.amount, programme.per_person):
                if name is not None:
                    self.put(indent, f"{own}amounts[{amount}, {row}] = granted(status, {', '.join(self.at(name))})")
                    amount += 1
        beside = [*(of for _, of in self.work.carried(depth)), *self.work.told[depth]]
        for number, name in enumerate(beside):
            self.put(indent, f"{own}carried[{number}, {row}] = granted({ELIGIBLE}, {', '.join(self.at(name.name))})")
