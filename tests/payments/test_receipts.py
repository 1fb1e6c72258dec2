"""The file to the bank, its receipts, what came back and is paid again, and the books that agree to the fen."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.db import connection

from doudi.payments import queries
from doudi.payments.bankfile.reading import ReceiptRefused
from doudi.payments.bankfile.writing import CharacterUnfit
from doudi.payments.models import BankReceipt, Batch, LineResult, Transfer
from doudi.payments.queries import Totals
from doudi.payments.services.read_receipt import NotWritten, read_receipt
from doudi.payments.services.write_bank_file import NotApproved, WrittenOtherwise, write_bank_file
from tests.entitlements import given
from tests.payments.paying import CSV, Desk, lines_of, receipt
from tests.payments.test_batches import balances

FIXED = "fixed-gbk"
NOUGHT = {"aid": 0, "clearing": 0, "paid": 0, "payable": 0, "returned": 0}


def read(desk: Desk, batch: Batch, content: bytes) -> BankReceipt:
    return read_receipt(batch_id=batch.pk, content=content, by=desk.maker, on=desk.on)


# ---------------------------------------------------------------- the file


def test_the_file_says_whom_to_pay_and_the_money_is_on_its_way(desk: Desk) -> None:
    entitlement = given.granted()
    account = entitlement.payees.get().account

    batch = desk.paid_out()

    written = batch.bank_file
    content = queries.content_of(written).decode()
    assert str(written) == f"430971-202206-{batch.pk}"
    assert content.startswith(f"{written.number},2,90000\r\n")
    assert f",{given.ZHANG},{account.number},示例农商银行,80000,2022-06,最低生活保障,基本金额" in content
    assert written.digest == sha256(queries.content_of(written)).hexdigest()
    assert balances() == NOUGHT | {"aid": 90_000, "clearing": -90_000}


def test_the_file_asked_for_again_is_the_same_file(desk: Desk) -> None:
    given.granted()
    batch = desk.paid_out()

    again = write_bank_file(batch_id=batch.pk, format_id=CSV, by=desk.maker, on=desk.on)

    assert again == batch.bank_file
    assert Transfer.objects.filter(reason="sent").count() == 2
    with pytest.raises(WrittenOtherwise, match="“csv-utf8”"):
        desk.sent(batch, FIXED)


def test_a_file_of_fixed_widths_is_in_its_encoding(desk: Desk) -> None:
    given.granted()
    batch = desk.sent(desk.approved(desk.made()), FIXED)

    rows = queries.content_of(batch.bank_file).split(b"\n")

    assert [len(row) for row in rows] == [56, 200, 200, 0]
    assert given.ZHANG.encode("gbk") in rows[1]


def test_nothing_is_ordered_before_the_second_signature(desk: Desk) -> None:
    given.granted()

    with pytest.raises(NotApproved, match="待批准"):
        desk.sent(desk.made())


def test_a_name_the_bank_cannot_write_stops_the_file_and_nothing_is_on_its_way(desk: Desk) -> None:
    family = given.family()
    entitlement = given.granted(family, payee=False)
    given.paid_to(entitlement, by=family.acceptor, holder="张某𬭎")
    batch = desk.approved(desk.made())

    with pytest.raises(CharacterUnfit, match="张某𬭎"):
        desk.sent(batch, FIXED)

    assert balances("clearing") == {"clearing": 0}
    assert desk.sent(batch).bank_file.rows == 2


def test_file_and_receipt_cannot_be_read_in_the_database(desk: Desk) -> None:
    given.granted()
    desk.answered(desk.paid_out())

    with connection.cursor() as cursor:
        cursor.execute("SELECT f.content, r.content FROM payments_bankfile f, payments_bankreceipt r")
        kept = [bytes(each) for each in cursor.fetchall()[0]]

    assert all(b"90000" not in content and given.ZHANG.encode() not in content for content in kept)


def test_a_programme_that_no_pack_knows_goes_by_its_own_name(desk: Desk) -> None:
    given.granted(given.family(programme="示例救助"))

    assert ",示例救助,".encode() in queries.content_of(desk.paid_out().bank_file)


# ---------------------------------------------------------------- receipts


def test_what_the_bank_paid_is_paid_and_what_it_returned_waits(desk: Desk) -> None:
    given.granted()
    batch = desk.paid_out()
    _base, supplement = lines_of(batch)

    told = desk.answered(batch, returned=[supplement])

    assert [(str(each), each.reason) for each in told.results.order_by("line")] == [
        ("已入账", ""),
        ("已退回", "账号不存在"),
    ]
    assert balances() == NOUGHT | {"aid": 90_000, "paid": -80_000, "returned": -10_000}
    agreed = queries.reconcile(batch)
    assert (agreed.paid, agreed.returned, agreed.waiting) == (Totals(1, 80_000), Totals(1, 10_000), Totals(0, 0))
    assert agreed.agrees
    assert agreed.is_settled
    assert str(told) == told.digest[:8]
    assert queries.receipts_of(batch.pk).get() == told


def test_a_receipt_about_some_lines_leaves_the_others_waiting(desk: Desk) -> None:
    given.granted()
    batch = desk.paid_out()
    base, supplement = lines_of(batch)

    desk.answered(batch, lines=[base])
    halfway = queries.reconcile(batch)
    desk.answered(batch, lines=[base, supplement])

    assert (halfway.waiting, halfway.agrees, halfway.is_settled) == (Totals(1, 10_000), True, False)
    assert queries.reconcile(batch).paid == Totals(2, 90_000)
    assert LineResult.objects.count() == 2


def test_a_receipt_read_again_changes_nothing(desk: Desk) -> None:
    given.granted()
    batch = desk.paid_out()
    first, second = desk.answered(batch), desk.answered(batch)

    assert first == second
    assert balances() == NOUGHT | {"aid": 90_000, "paid": -90_000}


def test_a_payment_may_come_back_later(desk: Desk) -> None:
    given.granted()
    batch = desk.paid_out()
    desk.answered(batch)

    desk.answered(batch, returned=lines_of(batch)[1:], lines=lines_of(batch)[1:])
    desk.answered(batch, lines=lines_of(batch)[1:])  # an older file of the bank, read once more

    assert balances() == NOUGHT | {"aid": 90_000, "paid": -80_000, "returned": -10_000}
    assert queries.reconcile(batch).agrees


def test_what_came_back_is_not_paid_after_all(desk: Desk) -> None:
    given.granted()
    batch = desk.paid_out()
    desk.answered(batch, returned=lines_of(batch))

    with pytest.raises(ReceiptRefused, match="第 3 行“结果”有误：这一笔已退回，不能再记为已入账"):
        desk.answered(batch, lines=lines_of(batch)[:1])


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("{number},2,90000", "430971-202206-0,2,90000", "第 1 行“文件编号”有误：“430971-202206-0”不是本批次的"),
        ("{number},2,90000", "{number},2,90001", "第 1 行“金额合计（分）”有误"),
        ("{second:012},10000", "{first:012},10000", "第 4 行“明细号”有误：与第 3 行重复"),
        ("{second:012},10000", "000000000404,10000", "第 4 行“明细号”有误：本批次没有第 404 号明细"),
        (
            "{number},2,90000|{second:012},10000",
            "{number},2,90001|{second:012},10001",
            "第 4 行“金额（分）”有误：写的是 10001，应为 10000",
        ),
    ],
)
def test_a_receipt_that_does_not_fit_is_refused_whole(desk: Desk, before: str, after: str, sentence: str) -> None:
    given.granted()
    batch = desk.paid_out()
    first, second = (line.pk for line in lines_of(batch))
    words = {"number": batch.bank_file.number, "first": first, "second": second}
    content = receipt(batch, lines_of(batch)).decode()
    for wrong, right in zip(before.split("|"), after.split("|"), strict=True):
        assert wrong.format(**words) in content
        content = content.replace(wrong.format(**words), right.format(**words))

    with pytest.raises(ReceiptRefused) as refused:
        read(desk, batch, content.encode())

    assert sentence in str(refused.value)
    assert (LineResult.objects.count(), BankReceipt.objects.count()) == (0, 0)
    assert balances("clearing") == {"clearing": -90_000}


def test_a_batch_without_a_file_has_no_receipt(desk: Desk) -> None:
    given.granted()

    with pytest.raises(NotWritten):
        read(desk, desk.approved(desk.made()), b"")
