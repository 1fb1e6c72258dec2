"""Finance at the desk: the batch of a month, its second signature, the file for the bank and the bank's answer."""

from __future__ import annotations

from dataclasses import dataclass

from tests.journeys.pages.desk import Desk

PAID = "00"


@dataclass
class Finance(Desk):
    """The desk of whoever makes batches, or approves them."""

    def makes_batch(self, month: str) -> str:
        """Make the batch of a month, `2022-06`; return the number of its page."""
        self.goes_to("/desk/batches/")
        self.writes({"month": month})
        self.presses("编制批次")
        self.reads("等待另一人复核")
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
        self.uploads("receipt", receipt(sent), "回盘.csv")
        self.presses("录入回盘文件")
        self.reads("回盘文件已录入")


def receipt(sent: str) -> bytes:
    """What a bank answers that paid each line of a file."""
    total, _, *lines = sent.split("\r\n")
    paid = []
    for line in filter(None, lines):
        reference, _, _, _, fen, *_ = line.split(",")
        paid.append(f"{reference},{fen},{PAID},")
    return "".join(f"{row}\r\n" for row in (total, "明细号,金额（分）,结果,原因", *paid)).encode()
