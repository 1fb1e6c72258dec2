"""An officer at the desk: takes cases on, asks, visits, proposes, posts and decides, by the buttons of the pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import expect

from doudi.project.demonstration.paper import a_photo
from tests.journeys.pages.screen import Screen

ANSWERED = "answered"
Found = Mapping[tuple[str, str], Mapping[str, str]]
"""What a source said of a member: by name and source, the fields of the form."""


@dataclass
class Desk(Screen):
    """The desk of one officer, at 1440 px."""

    def signs_in(self, login: str, password: str) -> None:
        """Give login name and password."""
        self.goes_to("/desk/sign-in/")
        self.writes({"login": login, "password": password})
        self.presses("登录")
        expect(self.page.get_by_role("navigation", name="系统")).to_be_visible()

    def accepts(self, number: str, *programmes: str) -> str:
        """Find an application in the list, see that it is complete, accept it; return the number of its first case."""
        self.goes_to("/desk/acceptance/")
        self.follows(number)
        self.reads("材料齐备")
        for programme in programmes:
            self.page.get_by_label(programme, exact=True).check()
        self.presses("受理")
        self.reads("已受理")
        return self.page.url.split("/cases/")[1].split("/")[0]

    def opens(self, case: str, tab: str = "") -> None:
        """Open a case, on a tab."""
        self.goes_to(f"/desk/cases/{case}/" + (f"?tab={tab}" if tab else ""))

    def does(self, case: str, act: str, **given: str) -> None:
        """Do an act that the case offers: one button, or a page that asks something first."""
        self.opens(case)
        bar = self.page.get_by_role("region", name="办理")
        link = bar.get_by_role("link", name=act, exact=True)
        if link.count():
            self.clicks(link)
            self.writes(given)
            self.clicks(self.main.get_by_role("button", name=act, exact=True))
        else:
            self.clicks(bar.get_by_role("button", name=act, exact=True))
        expect(self.page.get_by_role("status").first).to_be_visible()

    def surveys(
        self, case: str, *, beside: str, signer: str, found: Found | None = None, begins: str = "启动调查并发起核对"
    ) -> None:
        """Ask the sources, note what each answered, have the report made, and visit the family with somebody."""
        self.does(case, begins)
        self.records_answers(case, found or {})
        self.makes_report(case)
        self.visits(case, beside=beside, signer=signer)

    def records_answers(self, case: str, found: Found) -> None:
        """Note what was found of whom, one by one; then that every other source has nothing on record of anybody."""
        for (member, source), what in found.items():
            self.goes_to(f"/desk/cases/{case}/answer/")
            self.writes({"member": self._choice("member", member), "source": self._choice("source", source)})
            self.presses("下一步")
            self.writes({"outcome": ANSWERED, **what})
            self.presses("保存")
            self.reads(f"已录入{member}的核对结果")
        self.goes_to(f"/desk/cases/{case}/nothing-found/")
        for box in self.main.locator('[name="source"]').all():
            box.check()
        self.presses("保存")
        self.reads("项查无记录")

    def makes_report(self, case: str) -> None:
        """Have the report on the answers made."""
        self.opens(case, "papers")
        self.presses("出具核对报告")
        self.reads("核对报告已出具")

    def visits(self, case: str, *, beside: str, signer: str) -> None:
        """Note a visit of oneself and somebody else, signed by the family."""
        self.opens(case, "papers")
        self.follows("登记入户调查")
        self.page.get_by_label(beside).check()
        self.writes({"findings": "土木结构住房，陈设简单", "opinion": "情况属实", "family_signer": signer})
        self.presses("保存")
        self.reads("入户调查已登记")

    def settles(self, case: str, *, fact: str, ground: str, reason: str) -> None:
        """Say which value of a difference counts, and why."""
        self.opens(case, "income")
        row = self.main.get_by_role("row").filter(has_text=fact).filter(has=self.page.locator("form.settle"))
        row.locator('select[name="ground"]').select_option(ground)
        row.locator('[name="reason"]').fill(reason)
        self.clicks(row.get_by_role("button", name="认定"))
        self.reads("已认定")

    def evaluates(self, case: str, *told: str) -> None:
        """Have it computed by what counts now, and read the result."""
        self.opens(case, "calculation")
        self.presses("按现在认定的情况测算")
        self.reads("已按现在认定的情况测算", *told)

    def photographs_board(self, case: str) -> None:
        """Hand in a photo of the notice on its board."""
        self.opens(case, "papers")
        self.page.locator("#kind").select_option("notice_photo")
        self.uploads("paper", a_photo("公示栏"), "公示栏.jpg")
        self.presses("上传")
        self.reads("材料已上传")

    def registers_payee(self, case: str, name: str, *, bank: str, account: str) -> None:
        """Note into which account of a member the money goes."""
        self.opens(case)
        self.clicks(self.page.get_by_role("region", name="办理").get_by_role("link", name="登记收款人", exact=True))
        self.page.locator('select[name="who"]').select_option(label=name)
        self.writes({"kind": "person", "bank": bank, "number": account, "evidence": "身份证和社保卡复印件"})
        self.presses("登记收款人")
        self.reads(f"已登记收款人{name}")

    def notices(self, case: str, *badges: str) -> None:
        """See these on top of the case."""
        self.opens(case)
        for badge in badges:
            expect(self.page.locator(".case-h")).to_contain_text(badge)

    def _choice(self, name: str, begins: str) -> str:
        """Return the value of the option whose words begin so."""
        option = self.page.locator(f'select[name="{name}"] option').filter(has_text=re.compile(f"^{begins}"))
        return option.get_attribute("value") or ""
