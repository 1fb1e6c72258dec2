"""示例参数: values a reader may assume where the place has published none. Kept apart from facts, and always marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from doudi.faces.draft import Draft
from doudi.faces.fields import Field, Option
from doudi.faces.filing import amount_text, basis_points
from doudi.faces.questions import unit_field
from doudi.kernel.errors import DoudiError
from doudi.policy.packs import Packs
from doudi.policy.parameters import Parameter
from doudi.policy.types import Kind
from doudi.policy.values import parse_text

PREFIX = "assume."
PERIOD = ".per"
MONTH, YEAR = "month", "year"


@dataclass(frozen=True, slots=True)
class Assumption:
    """One parameter that may be assumed: its value, and for yearly amounts whether it was written by month or year."""

    label: str
    value: Field
    period: Field | None


def named(draft: Draft, packs: Packs) -> tuple[str, ...]:
    """List the parameters for which the form has a field."""
    names = (name.removeprefix(PREFIX) for name in draft.values if name.startswith(PREFIX))
    return tuple(name for name in names if name in packs.parameters)


def read_assumptions(draft: Draft, packs: Packs) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is assumed, as `--set` takes it, and what is wrong by field name."""
    assumed: dict[str, str] = {}
    errors: dict[str, str] = {}
    for name in named(draft, packs):
        text = _text(packs.parameters[name], draft)
        if not text:
            continue
        try:
            parse_text(packs.parameters[name].unit, text, packs.facts.vocabulary)
            assumed[name] = text
        except DoudiError as error:
            errors[PREFIX + name] = str(error)
    return assumed, errors


def assumption_fields(names: Iterable[str], draft: Draft, packs: Packs, errors: dict[str, str]) -> Iterator[Assumption]:
    """Make the fields of parameters, each once."""
    for name in dict.fromkeys(names):
        parameter = packs.parameters[name]
        bare = Field(name=PREFIX + name, label=f"{parameter.label}（示例）", error=errors.get(PREFIX + name, ""))
        value = unit_field(parameter.unit, bare, draft, packs.facts.vocabulary)
        yield Assumption(parameter.label, value, _period(parameter, draft))


def _text(parameter: Parameter, draft: Draft) -> str:
    name = PREFIX + parameter.name
    text = draft.text(name)
    if parameter.unit.kind is Kind.CODES:
        return ",".join(draft.texts(name))
    if not text or not (parameter.unit.is_money or parameter.unit.kind is Kind.BASIS_POINTS):
        return text
    if parameter.unit.kind is Kind.BASIS_POINTS:
        return str(basis_points(text))
    period = draft.text(name + PERIOD) or MONTH
    return f"{amount_text(text)}/{period}" if parameter.unit.kind is Kind.FEN_YEAR else amount_text(text)


def _period(parameter: Parameter, draft: Draft) -> Field | None:
    """Ask whether a yearly amount was written by month, as most places publish it, or by year."""
    if parameter.unit.kind is not Kind.FEN_YEAR:
        return None
    name = PREFIX + parameter.name + PERIOD
    is_year = draft.text(name) == YEAR
    options = (Option(MONTH, "每月", not is_year), Option(YEAR, "每年", is_year))
    return Field(name=name, label="这个数是每月的还是每年的？", shape="choices", options=options)
