"""An application being filled in: raw text by field name, as it lies encrypted in the draft.

Names are those of the household form (`m1.wage`), beside a few of this form: `who`, `until`, `county`, `township`,
`village`, `reason`, `m1.number`, `m1.sex`, `m1.sign`. Member m1 is always the applicant.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import uuid4

from doudi.accounts.models import Citizen
from doudi.faces import filing
from doudi.faces.draft import FIRST, Draft
from doudi.flows.apply import Paper
from doudi.intake.models import Relation
from doudi.kernel.residentid import ResidentNumber, ResidentNumberWrong

SELF = "self"
WHO, UNTIL, COUNTY, TOWNSHIP, VILLAGE, REASON = "who", "until", "county", "township", "village", "reason"
NUMBER, SEX, SIGN, BORN_ON, LIVES = "number", "sex", "sign", "born_on", "lives_together"


@dataclass(slots=True)
class Filling:
    """What was typed so far, the papers handed in so far, and the key under which it is sent once.

    `helper` is the number of who is typing, as they entered; the draft does not keep it.
    """

    text: Draft
    key: str
    papers: list[Paper] = field(default_factory=list[Paper])
    helper: str = ""

    @classmethod
    def new(cls) -> Filling:
        """Begin one."""
        return cls(Draft({f"{FIRST}.relation": [Relation.APPLICANT]}), str(uuid4()))

    @classmethod
    def read(cls, content: dict[str, Any]) -> Filling:
        """Read one back from its draft."""
        text = Draft(content["values"], content["members"], content["obligors"])
        return cls(text, content["key"], [Paper(**each) for each in content["papers"]])

    def as_content(self) -> dict[str, Any]:
        """Return what a draft keeps."""
        return {
            "values": self.text.values, "members": self.text.members, "obligors": self.text.obligors,
            "key": self.key, "papers": [asdict(paper) for paper in self.papers],
        }  # fmt: skip

    @property
    def is_for_self(self) -> bool:
        """Whether somebody applies for themselves, as most do."""
        return self.text.text(WHO) in ("", SELF)

    @property
    def place(self) -> str:
        """The narrowest place chosen so far."""
        return self.text.text(VILLAGE) or self.text.text(TOWNSHIP) or self.text.text(COUNTY)

    def take_applicant(self, citizen: Citizen) -> None:
        """Write down who applies for themselves as they entered: it is not typed a second time."""
        self.text.values[f"{FIRST}.{filing.NAME}"] = [citizen.name]
        self.text.values[f"{FIRST}.{NUMBER}"] = [str(citizen.number)]

    def forget_applicant(self) -> None:
        """Leave name and number empty again, where they were those of who is typing."""
        if self.text.text(f"{FIRST}.{NUMBER}") == self.helper:
            for name in (filing.NAME, NUMBER):
                self.text.values.pop(f"{FIRST}.{name}", None)

    def name_of(self, owner: str) -> str:
        """Call a person by name, or by their place in the list."""
        return filing.title(self.text, owner, self.text.members.index(owner) + 1)

    def number_of(self, owner: str) -> ResidentNumber | None:
        """Return the number of a person, where a right one was typed."""
        try:
            return ResidentNumber.parse(self.text.text(f"{owner}.{NUMBER}").replace(" ", ""))
        except ResidentNumberWrong:
            return None
