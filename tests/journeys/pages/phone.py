"""A citizen at a phone: enters by a code, applies in steps, confirms, looks where it is and reads the letter."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date

from pypdf import PdfReader

from doudi.faces.filing import draft_of
from doudi.kernel.residentid import ResidentNumber
from doudi.project.demonstration.families import Family
from doudi.project.demonstration.paper import a_photo
from doudi.project.standins.sms import Messages
from doudi.standards.lawbook import packs
from tests.journeys.pages.screen import Screen

NARROW = 390


@dataclass
class Phone(Screen):
    """A phone of 390 px, and what it is sent."""

    messages: Messages

    def enters(self, name: str, number: ResidentNumber, phone: str) -> None:
        """Say who one is, and give back the code that came."""
        self.goes_to("/enter/")
        self.writes({"name": name, "number": number.full, "phone": phone})
        self.presses("发验证码")
        self.reads("验证码已发到")
        told = next(message for message in self.messages.sent if message.phone == phone)
        code = re.search(r"验证码 (\d{6})", told.text)
        assert code is not None
        self.writes({"code": code[1]})
        self.presses("登录")
        self.reads("我的办件")

    def brings(self, code: str, name: str, number: ResidentNumber) -> None:
        """Enter with the code that the window printed."""
        self.goes_to("/enter/window/")
        self.writes({"name": name, "number": number.full, "paper": code})
        self.presses("登录")
        self.reads("我的办件")

    def applies_for(self, family: Family, *, who: str, until: date) -> str:
        """Fill in the five steps for a family, hand it in, and return its number."""
        known = self._known(family)
        self.goes_to("/apply/")
        self.presses("开始申请")
        applicant = {"m1.name": family.name, "m1.number": family.numbers["m1"].full, "until": until.isoformat()}
        self._chooses_for_whom(who, applicant)
        for level, digits in (("county", 6), ("township", 9), ("village", 12)):
            self.writes({level: family.place[:digits]})
            self._goes_on()
        for _ in family.numbers.keys() - {"m1"}:
            self.presses("再加一位家人")
        self._fills_screens(known)
        self.writes({f"{person['id']}.sign": person["name"] for person in family.document["members"]})
        self._goes_on()
        self._photographs_papers()
        self.reads("看一遍，再提交")
        self.presses("提交申请")
        self.reads("等申请人本人确认")
        return self.page.url.split("/my/")[1].split("/")[0]

    def confirms(self, number: str) -> None:
        """Say that what somebody filed is one's own wish."""
        self.looks_at(number)
        self.presses("是我的意思，我确认")
        self.reads("已收到您的申请")

    def looks_at(self, number: str) -> None:
        """Open one's matter from the list."""
        self.goes_to("/my/")
        self.clicks(self.main.locator(f'a[href="/my/{number}/"]'))
        self.reads(number)

    def letter_says(self, *words: str) -> bool:
        """Download the letter of the matter that is open; whether it says all of this, however its lines are broken."""
        pdf = PdfReader(io.BytesIO(self.downloads("下载通知书（PDF）")))
        text = re.sub(r"\s", "", "".join(page.extract_text() for page in pdf.pages))
        missing = [word for word in words if word not in text]
        assert missing == [], text
        return True

    def _known(self, family: Family) -> dict[str, list[str]]:
        known = draft_of(family.document, packs().facts).values
        numbers = {f"{key}.number": [number.full] for key, number in family.numbers.items()}
        return {**known, **numbers, "reason": [family.reason]}

    def _chooses_for_whom(self, who: str, applicant: dict[str, str]) -> None:
        self.page.get_by_label(who, exact=True).check()
        self._goes_on()
        self.writes(applicant)
        self._goes_on()

    def _fills_screens(self, known: dict[str, list[str]]) -> None:
        """Go from the family to where leave to check is signed, writing what each screen asks."""
        while "/consent/" not in self.page.url:
            here = self.page.url
            self.writes_what_is_asked(known)
            self._goes_on()
            assert self.page.url != here, self.main.inner_text()

    def _photographs_papers(self) -> None:
        """Take a photo of each paper that is asked for."""
        slots = self.main.locator('input[type="file"]').evaluate_all("all => all.map(each => each.name)")
        for name in slots:
            if name != "paper.other":
                self.uploads(name, a_photo(name), f"{name}.jpg")
        self._goes_on()

    def _goes_on(self) -> None:
        self.presses("保存，下一步")
