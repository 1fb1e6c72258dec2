"""A field of a page as the partials in templates/ui/ draw it. It knows nothing of the law or of requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a select, of radio buttons or of checkboxes."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Options under a common heading; without a label they stand by themselves."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What a partial needs: `shape` names the partial, `name` is what the form sends, `value` what was written.

    `shape` is input, select or choices. `unit` stands behind the box, `mode` is the keyboard a phone shows.
    `hint` is always shown, `more` is folded away. `is_needed`: it cannot be left empty.
    """

    name: str
    label: str
    shape: str = "input"
    value: str = ""
    hint: str = ""
    more: str = ""
    error: str = ""
    unit: str = ""
    mode: str = ""
    kind: str = "text"
    autocomplete: str = "off"
    options: tuple[Option, ...] = ()
    groups: tuple[Group, ...] = ()
    several: bool = False
    disabled: bool = False
    read_only: bool = False
    autofocus: bool = False
    is_needed: bool = False

    @property
    def anchor(self) -> str:
        """The id of the control: where the error summary and the open questions lead."""
        return anchor(self.name)

    @property
    def template(self) -> str:
        """The partial that draws it."""
        return f"ui/{self.shape}.html"

    @property
    def is_filled(self) -> bool:
        """Whether anything was written or chosen; an empty choice is 不知道."""
        if self.shape == "choices":
            return any(option.chosen and option.value for option in self.options)
        return bool(self.value.strip())


@dataclass(frozen=True, slots=True)
class FieldError:
    """One line of the error summary: which field, and what to do."""

    anchor: str
    sentence: str


def anchor(name: str) -> str:
    """Make the id of a field from its name: `m1.wage` is `m1-wage`."""
    return name.replace(".", "-")


def section_anchor(owner: str, name: str) -> str:
    """Make the id of a section that folds several fields away."""
    return anchor(f"{owner}.{name}.section")


def in_chinese(day: date) -> str:
    """Write a day as people do: 2026年11月21日."""
    return f"{day.year}年{day.month}月{day.day}日"
