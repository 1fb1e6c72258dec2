"""The people of a form: what is asked of each member and each legal supporter, and what is wrong, said by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from doudi.faces import filing
from doudi.faces.draft import Draft
from doudi.faces.fields import Field, FieldError, Option, anchor
from doudi.faces.questions import Asking
from doudi.policy.entities import member, obligor
from doudi.policy.facts import Facts
from doudi.policy.household import HouseholdRefused

OBLIGOR_HINT = "写上关系和姓名，如“儿子张某”"


@dataclass(frozen=True, slots=True)
class People:
    """One rendering of the people; `new` is the owner of a row that was just added, which takes the focus."""

    asking: Asking
    new: str = ""

    @property
    def draft(self) -> Draft:
        """What stands in the form."""
        return self.asking.draft

    def everybody(self) -> list[dict[str, Any]]:
        """List the members as `assess/member.html` draws them."""
        return [self.person(owner, number) for number, owner in enumerate(self.draft.members, 1)]

    def person(self, owner: str, number: int, *before: Field) -> dict[str, Any]:
        """Return a member; `before` is asked before the facts."""
        obligors = [self._obligor(each, place) for place, each in enumerate(self.draft.supporters(owner), 1)]
        none = no_obligors(self.draft, owner)
        is_open = none.anchor in self.asking.wanted or self.new.startswith(f"{owner}.")
        return {
            "owner": owner, "title": filing.title(self.draft, owner, number), "name": self._name(owner, "怎么称呼？"),
            "first": (*before, *self.asking.first(member, owner)), "sections": self.asking.sections(member, owner),
            "obligors": obligors, "no_obligors": none, "obligors_open": is_open or any(o["open"] for o in obligors),
        }  # fmt: skip

    def _obligor(self, owner: str, number: int) -> dict[str, Any]:
        first, sections = self.asking.first(obligor, owner), self.asking.sections(obligor, owner)
        wanted = any(each.error or each.anchor in self.asking.wanted for each in first)
        return {
            "owner": owner, "anchor": anchor(owner), "title": f"第 {number} 位义务人",
            "name": self._name(owner, "怎么称呼？", OBLIGOR_HINT), "first": first, "sections": sections,
            "open": wanted or any(section.is_open for section in sections),
        }  # fmt: skip

    def _name(self, owner: str, label: str, hint: str = "") -> Field:
        name = f"{owner}.{filing.NAME}"
        error = self.asking.errors.get(name, "") or self.asking.errors.get(owner, "")
        return Field(
            name=name, label=label, value=self.draft.text(name), hint=hint, error=error, autofocus=owner == self.new
        )  # fmt: skip


def no_obligors(draft: Draft, owner: str, label: str = "有没有这样的亲属？", hint: str = "") -> Field:
    """Ask whether somebody has nobody who must support them: to have none is an answer, to say nothing is not."""
    name = f"{owner}.{filing.NO_OBLIGORS}"
    option = Option("true", "没有法定义务人", chosen=bool(draft.text(name)))
    return Field(name=name, label=label, hint=hint, shape="choices", options=(option,), several=True)


def errors_by_field(refused: HouseholdRefused, draft: Draft) -> dict[str, str]:
    """Return the first thing wrong with each field."""
    found: dict[str, str] = {}
    for each in refused.problems:
        found.setdefault(filing.field_of_path(each.path, draft), each.reason)
    return found


def summary_of(errors: Mapping[str, str], draft: Draft, facts: Facts) -> list[FieldError]:
    """Say everything that is wrong, with whose field it is and which, unless the reason says so."""
    return [FieldError(anchor(name), _sentence(name, reason, draft, facts)) for name, reason in errors.items()]


def _sentence(name: str, reason: str, draft: Draft, facts: Facts) -> str:
    owner, _, fact = name.rpartition(".")
    known = facts.by_name.get(fact)
    label = f"{known.label}：" if known and known.label not in reason else ""
    if owner in draft.members:
        return f"{filing.title(draft, owner, draft.members.index(owner) + 1)}，{label}{reason}"
    return f"{label}{reason}"
