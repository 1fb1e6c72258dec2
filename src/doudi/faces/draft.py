"""What stands in the form of 政策测算: raw text by field name, and who is listed. It lives in the form itself.

Field names are `register` of the `household`, `m1.wage` of a member, `m1.o2.age` of a legal supporter of a member.
Hidden fields `member` and `m1.obligor` say who is listed, so that rows come and go without JavaScript.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from doudi.policy.types import MEMBER_LIMIT

HOUSEHOLD = "household"
FIRST = "m1"


class Sent(Protocol):
    """What a browser sent: Django's QueryDict, as far as it is needed here."""

    def getlist(self, key: str) -> list[str]:
        """Return every value sent under a name."""
        ...

    def keys(self) -> Iterable[str]:
        """Return every name sent."""
        ...


@dataclass(slots=True)
class Draft:
    """Raw text by field name; `members` are owners such as `m2`, `obligors` owners such as `m2.o1` by member."""

    values: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    members: list[str] = field(default_factory=lambda: [FIRST])
    obligors: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def text(self, name: str) -> str:
        """Return what was written under a name, without the blanks around it."""
        return next(iter(self.values.get(name, ())), "").strip()

    def texts(self, name: str) -> list[str]:
        """Return everything ticked under a name."""
        return self.values.get(name, [])

    def supporters(self, member: str) -> list[str]:
        """List the legal supporters written for a member."""
        return self.obligors.get(member, [])

    def add_member(self) -> str | None:
        """Add an empty member and return the new owner; None when the household is as large as may be."""
        if len(self.members) >= MEMBER_LIMIT:
            return None
        new = _unused("m", self.members)
        self.members.append(new)
        return new

    def remove_member(self, member: str) -> None:
        """Remove a member with everything written for them; the last one stays."""
        if member in self.members and len(self.members) > 1:
            self.members.remove(member)
            self.obligors.pop(member, None)
            self._forget(member)

    def add_obligor(self, member: str) -> str | None:
        """Add an empty legal supporter of a member; None where there is no such member or too many already."""
        listed = self.supporters(member)
        if member not in self.members or len(listed) >= MEMBER_LIMIT:
            return None
        new = f"{member}.{_unused('o', [owner.split('.')[1] for owner in listed])}"
        self.obligors[member] = [*listed, new]
        return new

    def remove_obligor(self, obligor: str) -> None:
        """Remove a legal supporter with everything written for them."""
        member = obligor.partition(".")[0]
        if obligor in self.supporters(member):
            self.obligors[member].remove(obligor)
            self._forget(obligor)

    def _forget(self, owner: str) -> None:
        for name in [name for name in self.values if name.startswith(f"{owner}.")]:
            del self.values[name]


def from_form(sent: Sent) -> Draft:
    """Read what a browser sent. Names nobody listed are dropped: they belong to a row that was removed."""
    members = [owner for owner in dict.fromkeys(sent.getlist("member")) if _is_owner(owner, "m")][:MEMBER_LIMIT]
    draft = Draft(members=members or [FIRST])
    for member in draft.members:
        listed = dict.fromkeys(sent.getlist(f"{member}.obligor"))
        draft.obligors[member] = [
            o for o in listed if o.startswith(f"{member}.") and _is_owner(o.partition(".")[2], "o")
        ]
    draft.values = {name: sent.getlist(name) for name in sent.keys()}  # noqa: SIM118 a QueryDict gives its last values
    return draft


def from_values(values: Mapping[str, str | list[str]], members: list[str], obligors: dict[str, list[str]]) -> Draft:
    """Make a draft of known values, as loading an example does."""
    texts = {name: value if isinstance(value, list) else [value] for name, value in values.items()}
    return Draft(texts, members, obligors)


def _is_owner(owner: str, letter: str) -> bool:
    number = owner[1:]
    return owner[:1] == letter and number.isascii() and number.isdigit() and len(number) <= len(str(MEMBER_LIMIT)) + 1


def _unused(letter: str, taken: list[str]) -> str:
    """Return the next name of a row: one more than the highest, so that a removed row's texts never come back."""
    return f"{letter}{max((int(owner[1:]) for owner in taken), default=0) + 1}"
