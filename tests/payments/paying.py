"""A finance desk as tests use it: it makes, approves, sends, and gets receipts like those of a bank.

desk = Desk.opened()
batch = desk.sent(desk.approved(desk.made()))
desk.answered(batch, returned=[line], reason="账号不存在")
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from doudi.accounts.models import Officer
from doudi.accounts.roles import Role
from doudi.kernel.months import Month
from doudi.payments.models import BankReceipt, Batch, Line
from doudi.payments.services.approve_batch import approve_batch
from doudi.payments.services.make_batch import make_batch
from doudi.payments.services.read_receipt import read_receipt
from doudi.payments.services.reissue import reissue
from doudi.payments.services.write_bank_file import write_bank_file
from tests.entitlements import given

CSV = "csv-utf8"


@dataclass(frozen=True)
class Desk:
    """Who makes and who approves, in a county."""

    maker: Officer
    checker: Officer
    place: str = given.COUNTY
    on: date = given.TODAY

    @classmethod
    def opened(cls) -> Desk:
        """A desk with two officers."""
        return cls(given.officer(Role.FINANCE_MAKER, given.COUNTY), given.officer(Role.FINANCE_CHECKER, given.COUNTY))

    def made(self, month: Month = given.JUNE, **more: str) -> Batch:
        """The batch of a month."""
        return make_batch(**{"month": month, "place": self.place, "by": self.maker, "on": self.on, **more})

    def approved(self, batch: Batch) -> Batch:
        """The same batch, signed by the other."""
        return approve_batch(batch_id=batch.pk, by=self.checker, on=self.on)

    def sent(self, batch: Batch, format_id: str = CSV) -> Batch:
        """The same batch, with its file."""
        write_bank_file(batch_id=batch.pk, format_id=format_id, by=self.maker, on=self.on)
        return batch

    def paid_out(self, month: Month = given.JUNE) -> Batch:
        """A month's batch that waits for the bank."""
        return self.sent(self.approved(self.made(month)))

    def reissued(self, batch: Batch) -> Batch:
        """What came back of a batch, made again."""
        return reissue(batch_id=batch.pk, by=self.maker, on=self.on)

    def answered(
        self, batch: Batch, returned: Collection[Line] = (), lines: Collection[Line] | None = None
    ) -> BankReceipt:
        """The bank's receipt, read: it paid what it did not return."""
        chosen = lines_of(batch) if lines is None else lines
        content = receipt(batch, chosen, {line.pk for line in returned})
        return read_receipt(batch_id=batch.pk, content=content, by=self.maker, on=self.on)


def lines_of(batch: Batch) -> list[Line]:
    """The lines in their order."""
    return list(batch.lines.order_by("pk"))


def receipt(batch: Batch, lines: Collection[Line], returned: Collection[int] = ()) -> bytes:
    """A receipt of the bank in CSV about some lines."""
    total = sum(line.amount_fen for line in lines)
    rows = [f"{batch.bank_file.number},{len(lines)},{total}", "明细号,金额（分）,结果,原因"]
    rows += [f"{line.pk:012},{line.amount_fen},{'01,账号不存在' if line.pk in returned else '00,'}" for line in lines]
    return "".join(f"{row}\r\n" for row in rows).encode()
