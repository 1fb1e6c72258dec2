"""One question: which of some facts there are (`ticks`), or what they are (`values`), and of which members."""

from __future__ import annotations

import re
from dataclasses import dataclass

from doudi.faces.kinds import RELATIVES
from doudi.policy.entities import BY_NAME, Entity
from doudi.policy.facts import Facts

TICKS, VALUES = "ticks", "values"
SLUG = re.compile(r"(?P<manner>ticks|values)\.(?P<key>[a-z]+\.[a-z_0-9]+):(?P<about>[0-9,]*):(?P<facts>[a-z_0-9,]*)")


@dataclass(frozen=True, slots=True)
class Question:
    """A few facts of one kind, of the household or of the members at some places."""

    manner: str
    key: str
    about: tuple[int, ...]
    facts: tuple[str, ...]

    @property
    def entity(self) -> Entity:
        """Whose facts they are."""
        return BY_NAME[self.key.partition(".")[0]]

    @property
    def name(self) -> str:
        """The group that they are of, or the fact that is asked alone."""
        return self.key.partition(".")[2]

    @property
    def slug(self) -> str:
        """What names it in the form: `ticks.member.incomes:0,2:wage,pension`."""
        return f"{self.manner}.{self.key}:{','.join(map(str, self.about))}:{','.join(self.facts)}"


def question_named(slug: str, facts: Facts, members: int) -> Question | None:
    """Return the question that a slug means in a family of so many; None for one that is not known."""
    found = SLUG.fullmatch(slug)
    if found is None or found["key"].partition(".")[0] not in BY_NAME:
        return None
    about = tuple(int(place) for place in found["about"].split(",") if place)
    named = tuple(name for name in found["facts"].split(",") if name in facts.by_name)
    fits = all(place < members for place in about) and (named or found["key"] == RELATIVES)
    is_whole = found["key"].startswith("household.") or about
    return Question(found["manner"], found["key"], about, named) if fits and is_whole else None
