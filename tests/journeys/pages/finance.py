"""Finance at the desk: the batch of a month, its second signature, the file for the bank and the bank's answer."""

from __future__ import annotations

from dataclasses import dataclass

from doudi.project.standins import bank
from tests.journeys.pages.desk import Desk


@dataclass
class Finance(Desk):
    """The desk of whoever makes batches, or approves them."""

    def makes_batch(self, month: str) -> str:
        """Make the batch of a month, `2022-06`; return the number of its page."""
        self.goes_to("/desk/batches/")
        self.writes({"month": month})
        self.presses("编制批次")
        self.reads("等待另一人批准")
        return self.page.url.rstrip("/").rsplit("/", 1)[1]

    def approves(self, batch: str) -> None:
        """Put the second signature."""
        self.goes_to(f"/desk/batches/{batch}/")
        self.presses("批准")
        self.reads("已批准，可以生成代发文件")

    def sends_to_bank(self, batch: str) -> str:
        """Have the file for the bank written, and download it."""
        self.goes_to(f"/desk/batches/{batch}/")
        self.page.get_by_label("文件格式").select_option("csv-utf8")
        self.presses("生成代发文件")
        self.reads("代发文件已生成")
        link = self.main.locator('a[href$="/file/download/"]')
        return self.downloads(link.inner_text()).decode()

    def reads_receipt(self, batch: str, sent: str) -> None:
        """Hand in what the bank answered: everything was paid."""
        self.goes_to(f"/desk/batches/{batch}/")
        self.uploads("receipt", bank.receipt(sent.encode()), "回盘.csv")
        self.presses("录入回盘文件")
        self.reads("回盘文件已录入")
