"""The acceptor at the window: writes down a family that has come, takes its papers and its leave to ask."""

from __future__ import annotations

from dataclasses import dataclass

from doudi.faces.filing import draft_of
from doudi.project.demonstration.families import Family
from doudi.project.demonstration.paper import a_photo
from doudi.standards.lawbook import packs
from tests.journeys.pages.desk import Desk

LAST_GROWN_UP = 2000


@dataclass
class Window(Desk):
    """The desk of whoever accepts."""

    def registers(self, family: Family) -> str:
        """Write down a family as it tells; return the number of its application."""
        self.goes_to("/desk/register/")
        for _ in family.numbers.keys() - {"m1"}:
            self.presses("再加一位家人")
        known = draft_of(family.document, packs().facts).values
        numbers = {f"{key}.number": [number.full] for key, number in family.numbers.items()}
        self.writes_what_is_asked({**known, **numbers, "place": [family.place], "reason": [family.reason]})
        self.presses("登记")
        self.reads("已登记")
        return self.page.url.split("/applications/")[1].split("/")[0]

    def takes_papers(self, number: str, *papers: tuple[str, str]) -> None:
        """Photograph each paper: its kind, and of whom, empty for the family."""
        self.goes_to(f"/desk/applications/{number}/")
        for kind, of in papers:
            self.page.locator("#kind").select_option(label=kind)
            self.page.locator("#of").select_option(label=of or "全家")
            self.uploads("paper", a_photo(f"{kind}{of}"), f"{kind}.jpg")
            self.presses("上传")
            self.reads("材料已上传")

    def prints_code(self, number: str) -> str:
        """Print the code with which the applicant sees the application."""
        self.goes_to(f"/desk/applications/{number}/")
        self.presses("打印查询码")
        return self.main.locator("dd.big").inner_text()

    def takes_consents(self, case: str, family: Family) -> None:
        """Note that every grown-up signed, and a guardian for the children."""
        self.opens(case, "papers")
        grown = [person["name"] for person in family.document["members"] if not _is_child(family, person["id"])]
        children = [person["name"] for person in family.document["members"] if person["name"] not in grown]
        self._signs(grown, {"signer": "self"})
        if children:
            self._signs(children, {"signer": "guardian", "signer_name": family.name})

    def _signs(self, names: list[str], how: dict[str, str]) -> None:
        self.follows("登记核对授权")
        for name in names:
            self.page.get_by_label(name, exact=True).check()
        self.writes(how)
        self.presses("保存")
        self.reads(f"已登记 {len(names)} 人的核对授权")


def _is_child(family: Family, key: str) -> bool:
    """Whether somebody was born after every grown-up of the journeys."""
    return family.numbers[key].born_on.year > LAST_GROWN_UP
