"""收入与财产: what was declared beside what sources and visit found, the difference, and what counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from doudi.accounts.roles import Act
from doudi.desk.case.foreseen import foreseen
from doudi.desk.case.opened import Opened
from doudi.faces.badges import Badge
from doudi.faces.fields import Option
from doudi.kernel.money import show_yuan
from doudi.policy.facts import Fact, Facts
from doudi.policy.types import Kind
from doudi.policy.values import Words
from doudi.standards import lawbook
from doudi.verification.models import SAYS_NOTHING, AnswerKind, Ground
from doudi.verification.queries import Difference
from doudi.verification.sources import sourcebook

AGREES, DIFFERS, ALONE = "agrees", "differs", "alone"
HOUSEHOLD = "全家"
NEVER_NOTHING = (Kind.DAY, Kind.YEARS)
"""A day or an age is something, whatever it is."""
NONE = "none"
"""The code that says so in a list of choices."""
NOT_CHECKED = "未核对"
REASON_AT_WILL = "理由（核对值可空）"
UNFOUND = {
    AnswerKind.FAILED: "查询失败", AnswerKind.REVIEW: "待核实", AnswerKind.NOTHING_FOUND: "查无记录",
    AnswerKind.ANSWERED: "已核对，没有这一项",
}  # fmt: skip
"""What stands for a value that no source gave; the first that any source answered counts, so no failure is hidden."""
TOLD = (
    (Ground.SOURCE, "found", "核对值"), (Ground.VISIT, "seen", "入户值"), (Ground.DECLARED, "declared", "申报值"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One fact; `unfound` stands where no source gave a value, `settled` says who chose what and why.

    `grounds` are what may be chosen while it is open. `is_nothing`: it is a nought or a no, and
    nobody who was asked says otherwise."""

    label: str
    declared: str
    found: str
    unfound: str
    seen: str
    difference: Badge | None
    state: str
    source: str
    adopted: str
    settled: str
    fact: str
    member: int | None
    supporter: int | None
    replaces: int | None
    is_open: bool
    is_nothing: bool
    grounds: tuple[Option, ...]
    reason_hint: str
    may_ask_again: bool

    @property
    def checked(self) -> str:
        """What the sources said of it, in one line."""
        said = f"核对 {self.found}" if self.found else self.unfound
        return f"{said}：{self.source}" if self.source else said


@dataclass(slots=True)
class Part:
    """The facts of one person, or of the household: what there is, and, folded, what there is not."""

    title: str
    lines: list[Line] = field(default_factory=list[Line])
    nothings: list[Line] = field(default_factory=list[Line])


def comparison(found: Opened) -> dict[str, object]:
    """Return what the tab shows."""
    facts = lawbook.packs().facts
    words = Words(facts.vocabulary)
    parts: dict[tuple[int | None, int | None], Part] = {}
    for row in found.differences:
        part = parts.setdefault(row.whom, Part(_title(row, found)))
        line = _line(row, facts, words)
        (part.nothings if line.is_nothing else part.lines).append(line)
    may_settle = found.allows(Act.INVESTIGATE) and (found.case.closed_on is None or found.is_granted)
    return {
        "parts": list(parts.values()), "unsettled": found.open_differences, "may_settle": may_settle,
        "is_reviewed": found.is_granted, "may_review": may_settle and found.is_granted, "foreseen": foreseen(found),
    }  # fmt: skip


def _title(row: Difference, found: Opened) -> str:
    member, supporter = row.whom
    if member is None:
        return HOUSEHOLD
    name = found.names.get(member, "")
    if supporter is None:
        return name
    others = [each.name for person in found.members for each in person.supporters.all() if each.pk == supporter]
    return f"{name}的义务人 {''.join(others)}"


def _line(row: Difference, facts: Facts, words: Words) -> Line:
    fact, is_open = facts.by_name[row.fact], not row.is_settled
    said = {name: _said(words, fact, getattr(row, name)) for name in ("declared", "seen")}
    said["found"] = "" if row.is_off_record else _said(words, fact, row.found)
    adopted = row.adopted
    told = (row.found, row.seen, row.declared)
    counts = adopted.adopted if adopted else next((value for value in told if value is not None), None)
    return Line(
        label=fact.label, **said, unfound=_unfound(row), difference=_difference(row, fact), state=_state(row),
        source=_source(row), adopted="" if is_open else _said(words, fact, counts), settled=_settled(row),
        fact=row.fact, member=row.whom[0], supporter=row.whom[1], replaces=adopted.pk if adopted else None,
        is_open=is_open, is_nothing=_is_nothing(row, fact), grounds=_offered(row, fact) if is_open else (),
        reason_hint=_reason_hint(row) if is_open else "", may_ask_again=is_open and bool(row.asked),
    )  # fmt: skip


def _reason_hint(row: Difference) -> str:
    return REASON_AT_WILL if usual_reason(row, Ground.SOURCE) or usual_reason(row, Ground.VISIT) else "理由"


def _is_nothing(row: Difference, fact: Fact) -> bool:
    """Whether everybody who spoke of it said nought or no, no source is open, and nobody had to settle it."""
    has_failed = any(outcome in SAYS_NOTHING for _, outcome in row.asked)
    is_plain = row.adopted is None and not row.differs and not has_failed
    return is_plain and {row.declared, row.found, row.seen} <= {None, _nothing(fact)}


def _nothing(fact: Fact) -> int | None:
    """Return the value that says there is nothing: nought, no, or the choice `none`; None where there is no such."""
    if fact.unit.kind in NEVER_NOTHING:
        return None
    if fact.unit.kind is not Kind.CHOICE:
        return 0
    choice = lawbook.packs().facts.vocabulary.of(fact.unit)
    return choice.read(NONE) if NONE in choice.codes() else None


def _unfound(row: Difference) -> str:
    answered = {outcome for _, outcome in row.asked}
    return next((word for outcome, word in UNFOUND.items() if outcome in answered), NOT_CHECKED)


def _said(words: Words, fact: Fact, value: int | None) -> str:
    return "" if value is None else words.say(fact.unit, value)


def _state(row: Difference) -> str:
    if row.differs:
        return DIFFERS
    told = [value for value in (row.declared, row.found, row.seen) if value is not None]
    return AGREES if len(told) > 1 else ALONE


def _difference(row: Difference, fact: Fact) -> Badge | None:
    """Say by how much they differ: in money with its sign; red where more counts than was declared."""
    if not row.differs:
        return None
    other = row.found if row.found is not None else row.seen
    if not fact.unit.is_money or row.declared is None or other is None:
        return Badge("bad", "不一致", "alert-triangle")
    more = other - row.declared
    sign = "+" if more > 0 else ""
    return Badge("bad" if more > 0 else "warn", f"{sign}{show_yuan(more)}", "alert-triangle")


def _source(row: Difference) -> str:
    sources = sourcebook().sources
    told = [
        f"{sources[name].label}{AnswerKind(outcome).label}" for name, outcome in row.asked if outcome in SAYS_NOTHING
    ]
    if row.found_by in sources:
        told.insert(0, sources[row.found_by].label)
    else:
        told[:0] = [sources[name].label for name, outcome in row.asked if outcome not in SAYS_NOTHING]
    if row.seen is not None:
        told.append("入户调查")
    if row.contested:
        told.append("来源之间不一致")
    return "、".join(dict.fromkeys(told))


def _settled(row: Difference) -> str:
    if row.adopted is None:
        return ""
    reason = f"：{row.adopted.reason}" if row.adopted.reason else ""
    return f"{Ground(row.adopted.ground).label}，{row.adopted.settled_by}{reason}"


def _offered(row: Difference, fact: Fact) -> tuple[Option, ...]:
    """List what the row of the table offers; that nothing is on record is chosen by somebody, not by the page."""
    options = grounds_of(row, fact)
    return (Option("", "请选择"), *options) if row.is_off_record and options else options


def grounds_of(row: Difference, fact: Fact, chosen: object = None) -> tuple[Option, ...]:
    """List what may be chosen: what somebody told, each with its value."""
    words = Words(lawbook.packs().facts.vocabulary)
    return tuple(
        Option(ground.value, f"{label} {_chosen(row, words.say(fact.unit, value), ground)}", ground.value == chosen)
        for ground, name, label in TOLD
        if (value := getattr(row, name)) is not None
    )


def _chosen(row: Difference, said: str, ground: Ground) -> str:
    """Say a value that may be chosen; nothing on record counts as none of it."""
    return f"查无记录，按“{said}”计" if row.is_off_record and ground is Ground.SOURCE else said


def usual_reason(row: Difference, ground: str) -> str:
    """Return the reason that goes without saying: what was checked counts, and no other check speaks against it.

    That there is nothing on record goes without saying in no case: it may have a cause."""
    if row.contested or row.is_off_record or (row.found is not None and row.seen is not None and row.found != row.seen):
        return ""
    if ground == Ground.SOURCE and row.found is not None:
        source = sourcebook().sources.get(row.found_by)
        return f"以核对结果为准：{source.label if source else ''}".rstrip("：")
    return "以入户调查为准" if ground == Ground.VISIT and row.seen is not None else ""
