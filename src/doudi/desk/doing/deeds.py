"""The acts on a case: what each asks, who may be offered it, and the one call it makes.

`fields` lists what its page asks (an act that asks nothing is one button), `perform` makes the call and says what
was done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Model, TextChoices

from doudi.accounts.models import Officer
from doudi.desk.case.opened import Opened
from doudi.faces.fields import Field
from doudi.kernel.errors import NotNow, Refused

Given = Mapping[str, str]
EMPTY = "没有填写"
Thing = TypeVar("Thing")
Row = TypeVar("Row", bound=Model)
Choice = TypeVar("Choice", bound=TextChoices)


class AnswerNeeded(Refused):
    """Something the act asks was left empty or is not of the form it has; `field` names it."""

    code = "desk.answer_needed"
    sentence = "“{label}”{reason}。"

    def __init__(self, *, field: str, label: str, reason: str) -> None:
        """Keep which field it is."""
        self.field = field
        super().__init__(field=field, label=label, reason=reason)


class NothingThere(NotNow):
    """What the act is about is not there, or no longer."""

    code = "desk.nothing_there"
    sentence = "没有{what}，不能办理；可能刚刚有人办过，请刷新后再看。"


class NotOffered(NotNow):
    """The act is not up now, or not this officer's."""

    code = "desk.not_offered"
    sentence = "现在不能“{act}”：已经办过了，还没有到这一步，或者不由您办理。能办的都在办件页的下方。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One act. `offers` says whether this officer may do it now; `told` is the text above its fields.

    `beside` names the act for who reads its page and is not convinced.
    """

    name: str
    label: str
    offers: Callable[[Opened], bool]
    perform: Callable[[Opened, Given, Officer], str]
    fields: Callable[[Opened, Given], list[Field]] | None = None
    told: Callable[[Opened], list[str]] | None = None
    kind: str = ""
    is_main: bool = False
    beside: str = ""

    @property
    def has_page(self) -> bool:
        """Whether it asks something before it is done."""
        return self.fields is not None or self.told is not None


def there(thing: Thing | None, what: str) -> Thing:
    """Return what an act is about. Raises NothingThere."""
    if thing is None:
        raise NothingThere(what=what)
    return thing


def needed(given: Given, name: str, label: str) -> str:
    """Return what was written. Raises AnswerNeeded."""
    text = given.get(name, "").strip()
    if not text:
        raise AnswerNeeded(field=name, label=label, reason=EMPTY)
    return text


def left_empty(fields: Iterable[Field], given: Mapping[str, object]) -> dict[str, str]:
    """Say of every field that cannot be left empty and was, all at once: by name, the sentence of it."""
    return {
        each.name: str(
            AnswerNeeded(field=each.name, label=each.label.rstrip("？"), reason="没有选择" if each.several else EMPTY)
        )
        for each in fields
        if each.is_needed and not str(given.get(each.name, "")).strip()
    }


def whole(given: Given, name: str, label: str) -> int:
    """Return a whole number. Raises AnswerNeeded."""
    text = needed(given, name, label)
    if not text.isdecimal() or len(text) > 6:  # noqa: PLR2004 - a million people at a meeting is a slip
        raise AnswerNeeded(field=name, label=label, reason="应是整数")
    return int(text)


def chosen(given: Given, name: str, label: str, of: type[Choice]) -> Choice:
    """Return what was chosen of a list. Raises AnswerNeeded."""
    text = needed(given, name, label)
    if text not in of.values:
        raise AnswerNeeded(field=name, label=label, reason="请从列出的里面选")
    return of(text)


def chosen_of(these: Iterable[Row], given: Given, name: str, label: str) -> Row:
    """Return the row that was chosen by its key; the rows are those that the form listed. Raises AnswerNeeded."""
    key = needed(given, name, label)
    found = next((each for each in these if str(each.pk) == key), None)
    if found is None:
        raise AnswerNeeded(field=name, label=label, reason="请从列出的里面选")
    return found


def day(given: Given, name: str, label: str) -> date | None:
    """Return a day, None where nothing was written. Raises AnswerNeeded."""
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AnswerNeeded(field=name, label=label, reason="应写成 2024-03-01 的样子") from None
