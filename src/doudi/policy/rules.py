"""How the law is written down: rules, and the few ways to combine them.

A rule is a pure function of scalars whose argument names say what it reads. A combinator needs no code of its
own: sums and counts over members, three-valued conditions, a choice of branches, last month's result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, IntEnum
from hashlib import sha256
from typing import Any, Required, TypedDict, Unpack, get_type_hints

from doudi.policy import written
from doudi.policy.entities import Entity
from doudi.policy.purity import require_pure
from doudi.policy.types import BOOL, COUNT, Kind, Unit


class Form(Enum):
    """How a rule's result comes about."""

    CALL = "call"
    TOTAL = "total"
    COUNT = "count"
    ANY = "any"
    ALL = "all"
    EITHER = "either"
    EVERY = "every"
    NOT = "not"
    CHOOSE = "choose"
    STATE = "state"


VERSION_LENGTH = 12
OVER_CHILDREN = frozenset({Form.TOTAL, Form.COUNT, Form.ANY, Form.ALL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One version of one rule of law.

    `cites` are texts that followed one another with the same content: the rule is in force from the day of the first
    until the repeal of the last, unless `since` or `until` say otherwise, and the newest in force is what is quoted.
    `unit` is None where it is that of what is combined. A rule with `difference` is one by which it matters that what
    was found is not what was declared: the words for the family, where it holds by the one and not by the other;
    `gone`, where somebody of whom it held is found to be of the family no more.
    """

    name: str
    entity: Entity
    form: Form
    label: str
    cites: tuple[str, ...]
    reads: tuple[str, ...]
    unit: Unit | None = None
    function: Callable[..., int | bool] | None = None
    takes: Mapping[str, Unit] | None = None
    shows: str | None = None
    cases: Mapping[int, str | int] | None = None
    start: int = 0
    since: date | None = None
    until: date | None = None
    source: str = ""
    difference: str | None = None
    gone: str | None = None

    @property
    def text(self) -> str:
        """Everything that makes this version what it is, on one line but for its source."""
        return f"{self.name}|{self.entity.name}|{self.cites}|{self.since}|{self.until}|{self.source}"

    @property
    def version(self) -> str:
        """The content hash of this version of the rule, short: another text of it has another."""
        return sha256(self.text.encode()).hexdigest()[:VERSION_LENGTH]

    def __call__(self, *args: int, **named: int) -> int | bool:
        """Run the function itself, as tests and the batch compiler do."""
        if self.function is None:
            message = f"{self.name} is a combination and has no function of its own"
            raise TypeError(message)
        return self.function(*args, **named)


def _stated(text: Text) -> dict[str, Any]:
    """Turn what the author stated into the fields of a rule."""
    cites = text["cites"]
    plain = ("shows", "difference", "gone")
    fields: dict[str, Any] = {"label": text["label"], **{name: text.get(name) for name in plain}}
    fields["cites"] = (cites,) if isinstance(cites, str) else tuple(cites)
    fields["since"], fields["until"] = (
        date.fromisoformat(day) if day else None for day in (text.get("since"), text.get("until"))
    )
    return fields


def _unit_of(annotation: Any) -> Unit:
    """Return the unit that an annotation carries."""
    for extra in getattr(annotation, "__metadata__", ()):
        if isinstance(extra, Unit):
            return extra
    if annotation is bool:
        return BOOL
    if isinstance(annotation, type) and issubclass(annotation, IntEnum):
        return Unit(Kind.CHOICE, annotation)
    message = f"{annotation!r} is not a type a rule may name; see doudi.policy.types"
    raise TypeError(message)


class _Given(TypedDict, total=False):
    """What a rule states besides its label and its logic.

    `shows` is the formula in words, `{name}` standing for a value it reads; days are ISO texts. `difference` tags a
    truth that declared and found values are held against, see `doudi.policy.flagging`; `gone` goes with it.
    """

    cites: Required[str | Sequence[str]]
    shows: str
    since: str
    until: str
    difference: str
    gone: str


class Text(_Given):
    """What a combination states besides its logic."""

    label: Required[str]


def rule(
    entity: Entity, label: str, *, name: str | None = None, **text: Unpack[_Given]
) -> Callable[[Callable[..., int | bool]], Rule]:
    """Make a rule of a pure function; `name` sets dated versions apart from their Python names."""

    def make(function: Callable[..., int | bool]) -> Rule:
        require_pure(function)
        hints = get_type_hints(function, include_extras=True)
        unit = _unit_of(hints.pop("return", None))
        takes = {argument: _unit_of(hint) for argument, hint in hints.items()}
        return Rule(
            name=name or function.__name__, entity=entity, form=Form.CALL, reads=tuple(takes), unit=unit,
            function=function, takes=takes, source=written.source(function), **_stated({"label": label, **text}),
        )  # fmt: skip

    return make


def _combination(form: Form, unit: Unit | None, purpose: str) -> Callable[..., Rule]:
    """Make the builder of a form that reads one name, or for `either` and `every` several."""

    def build(name: str, entity: Entity, of: str | Sequence[str], **text: Unpack[Text]) -> Rule:
        reads = (of,) if isinstance(of, str) else tuple(of)
        return Rule(
            name=name, entity=entity, form=form, reads=reads, unit=unit, source=f"{form.value} {reads}", **_stated(text)
        )

    build.__doc__ = purpose
    return build


total = _combination(Form.TOTAL, None, "Add up `of` over the entity's children; unknown if any of them is.")
count = _combination(Form.COUNT, COUNT, "Count the entity's children of whom `of` is true.")
any_of = _combination(Form.ANY, BOOL, "Whether `of` is true of any child; one true decides, whatever is unknown.")
all_of = _combination(Form.ALL, BOOL, "Whether `of` is true of every child; one false decides; true of no child.")
either = _combination(Form.EITHER, BOOL, "Whether any of the conditions `of` is true; one true decides.")
every = _combination(Form.EVERY, BOOL, "Whether all conditions `of` are true; one false decides.")
negation = _combination(Form.NOT, BOOL, "Whether `of` is false.")


def choose(name: str, entity: Entity, *, by: str, cases: Mapping[Any, str | int], **text: Unpack[Text]) -> Rule:
    """Take the branch that `by` names; only that branch must be known. A branch may be a literal number."""
    branches = {int(key): branch for key, branch in cases.items()}
    reads = (by, *dict.fromkeys(branch for branch in branches.values() if isinstance(branch, str)))
    if len(reads) == 1:
        message = f"{name} chooses between numbers only, whose unit nobody knows; name at least one branch"
        raise TypeError(message)
    return Rule(
        name=name, entity=entity, form=Form.CHOOSE, reads=reads, cases=branches,
        source=f"choose {by} {sorted(branches.items())}", **_stated(text),
    )  # fmt: skip


def state(name: str, entity: Entity, *, of: str, start: int, **text: Unpack[Text]) -> Rule:
    """Last month's result of `of`, or `start` in the first month of all. The months are a fold."""
    return Rule(
        name=name, entity=entity, form=Form.STATE, reads=(of,), start=start, source=f"state {of} {start}",
        **_stated(text),
    )  # fmt: skip
