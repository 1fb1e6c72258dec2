"""What a page says of a receipt is what the format reads."""

from __future__ import annotations

import pytest

from doudi.payments.bankfile.describing import Example, described
from doudi.payments.bankfile.formats import bank_format, bank_formats
from doudi.payments.bankfile.reading import read
from doudi.payments.choices import LineOutcome

NUMBER = "430971-202206-1"
PAYMENTS = (Example("000000000007", 80000), Example("000000000008", 65000))


@pytest.mark.parametrize("name", sorted(bank_formats()))
def test_the_example_beside_the_upload_is_a_receipt_the_format_reads(name: str) -> None:
    told = described(bank_format(name), NUMBER, PAYMENTS)

    receipt = read(bank_format(name), "".join(f"{line}\r\n" for line in told.lines))

    assert [row.outcome for row in receipt.rows] == [LineOutcome.PAID, LineOutcome.RETURNED]
    assert all(each.title and each.how for each in told.columns)
    assert {each.example for each in told.columns} >= {NUMBER, "2", "145000", PAYMENTS[0].reference}


@pytest.mark.parametrize("name", sorted(bank_formats()))
def test_without_a_payment_the_columns_are_described_all_the_same(name: str) -> None:
    told, full = described(bank_format(name), NUMBER, ()), described(bank_format(name), NUMBER, PAYMENTS)

    assert [each.title for each in told.columns] == [each.title for each in full.columns]
