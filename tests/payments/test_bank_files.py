"""The formats are data; a file is the same for the same rows, and a receipt is read whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from doudi.payments.bankfile import formats
from doudi.payments.bankfile.formats import FormatUnknown, bank_format, bank_formats
from doudi.payments.bankfile.reading import Receipt, ReceiptRefused, ReceiptRow, decode, read
from doudi.payments.bankfile.writing import CharacterUnfit, TooLong, write
from doudi.policy.flaws import PackRefused

CSV = "csv-utf8"
FIXED = "fixed-gbk"
HEADER = {
    "file_number": "430971-202206-1", "rows": "1", "total_fen": "80000",
    "place": "430971", "month": "2022-06", "written_on": "2022-06-08",
}  # fmt: skip
ROW = {
    "sequence": "1", "reference": "000000000007", "account_holder": "张某甲", "account_number": "6200000000000001",
    "bank": "示例农商银行", "amount_fen": "80000", "amount_yuan": "800.00", "month": "2022-06", "programme": "低保",
    "part": "基本金额", "payee": "张某甲", "remark": "低保2022-06基本金额",
}  # fmt: skip


def test_there_is_a_csv_of_utf_8_and_a_fixed_width_of_gbk() -> None:
    known = {name: (each.encoding, each.is_fixed) for name, each in bank_formats().items()}

    assert known == {CSV: ("utf-8", False), FIXED: ("gbk", True)}


def test_an_unknown_format_is_named_with_those_that_are_known() -> None:
    with pytest.raises(FormatUnknown, match="“fax”；可用：csv-utf8、fixed-gbk"):
        bank_format("fax")


def test_a_csv_has_a_row_of_totals_titles_and_a_row_a_payment() -> None:
    told = write(bank_format(CSV), HEADER, [ROW])

    assert told == (
        "430971-202206-1,1,80000\r\n"
        "明细号,户名,账号,开户银行,金额（分）,所属月份,救助项目,构成\r\n"
        "000000000007,张某甲,6200000000000001,示例农商银行,80000,2022-06,低保,基本金额\r\n"
    )


def test_a_csv_quotes_what_holds_its_delimiter() -> None:
    told = write(bank_format(CSV), HEADER, [{**ROW, "bank": '示例"信用社",城关'}])

    assert '"示例""信用社"",城关"' in told


def test_fixed_widths_are_bytes_of_the_encoding() -> None:
    told = write(bank_format(FIXED), HEADER, [ROW])

    head, row = told.encode("gbk").splitlines()
    assert (len(head), len(row)) == (56, 200)
    assert head == b"430971-202206-1".ljust(32) + b"00000001" + b"0000000000080000"
    assert row[56:116] == "张某甲".encode("gbk").ljust(60)


def test_a_character_the_encoding_has_not_is_refused_by_name() -> None:
    with pytest.raises(CharacterUnfit, match="第 2 笔的“户名”（张某𬭎）中有“𬭎”，不能写成 GBK 编码"):
        write(bank_format(FIXED), HEADER, [ROW, {**ROW, "account_holder": "张某𬭎"}])

    assert "张某𬭎" in write(bank_format(CSV), HEADER, [{**ROW, "account_holder": "张某𬭎"}])


def test_a_line_break_in_a_name_cannot_make_another_row() -> None:
    with pytest.raises(CharacterUnfit, match="不能打印的字符"):
        write(bank_format(CSV), HEADER, [{**ROW, "account_holder": "张某甲\r\n1,李某"}])


def test_a_name_too_long_for_its_field_is_refused() -> None:
    with pytest.raises(TooLong, match=r"第 1 笔的“户名”.*超过 60 个字节"):
        write(bank_format(FIXED), HEADER, [{**ROW, "account_holder": "张" * 31}])


# ---------------------------------------------------------------- receipts


def csv_receipt(*rows: str, head: str | None = None) -> str:
    total = sum(int(row.split(",")[1]) for row in rows) if head is None else 0
    return "\r\n".join([head or f"N-1,{len(rows)},{total}", "明细号,金额（分）,结果,原因", *rows, ""])


def fixed_receipt(*rows: tuple[str, int, str, str]) -> bytes:
    lines = ["N-1".ljust(32) + f"{len(rows):08}{sum(row[1] for row in rows):016}"]
    lines += [f"{reference:16}{fen:016}{code}{reason}" for reference, fen, code, reason in rows]
    return "".join(line + "\n" for line in lines).encode("gbk")


def test_a_csv_receipt_tells_what_was_paid_and_what_came_back() -> None:
    told = read(bank_format(CSV), csv_receipt("000000000007,80000,00,", "000000000008,10000,01,账号不存在"))

    assert told == Receipt(
        "N-1", (ReceiptRow(3, 7, 80_000, "paid", ""), ReceiptRow(4, 8, 10_000, "returned", "账号不存在"))
    )


def test_a_fixed_receipt_may_leave_the_reason_to_its_code() -> None:
    content = fixed_receipt(("7", 80_000, "0000", ""), ("8", 10_000, "1002", ""), ("9", 1, "1009", "转账失败"))

    told = read(bank_format(FIXED), decode(bank_format(FIXED), content))

    assert [(row.reference, row.outcome, row.reason) for row in told.rows] == [
        (7, "paid", ""),
        (8, "returned", "户名不符"),
        (9, "returned", "转账失败"),
    ]


def test_the_last_row_may_go_without_its_line_break() -> None:
    whole = csv_receipt("7,1,00,")

    assert read(bank_format(CSV), whole.removesuffix("\r\n")) == read(bank_format(CSV), whole)


def test_a_byte_order_mark_is_no_part_of_the_number() -> None:
    text = decode(bank_format(CSV), b"\xef\xbb\xbf" + csv_receipt("7,1,00,").encode())

    assert read(bank_format(CSV), text).file_number == "N-1"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "第 1 行“整行”有误：应有 3 个栏目（文件编号、笔数、金额合计（分）），实有 0 个"),
        ("N-1,1", "第 1 行“整行”有误：应有 3 个栏目（文件编号、笔数、金额合计（分）），实有 2 个"),
        (csv_receipt("7,80000,00"), "第 3 行“整行”有误：应有 4 个栏目（明细号、金额（分）、结果、原因），实有 3 个"),
        (
            csv_receipt("7,80000,00,", "", head="N-1,1,80000"),
            "第 4 行“整行”有误：应有 4 个栏目（明细号、金额（分）、结果、原因），实有 0 个",
        ),
        (csv_receipt("x7,80000,00,"), "第 3 行“明细号”有误：“x7”不是整数"),
        (csv_receipt("7,-5,00,", head="N-1,1,-5"), "第 3 行“金额（分）”有误：“-5”不是整数"),
        (csv_receipt("7,\N{FULLWIDTH DIGIT ONE},00,", head="N-1,1,1"), "第 3 行“金额（分）”有误"),
        (csv_receipt(f"{'9' * 19},1,00,"), "第 3 行“明细号”有误"),
        (csv_receipt("7,80000,77,"), "第 3 行“结果”有误：“77”不是约定的代码，可用：00、01"),
        (csv_receipt("7,80000,01, "), "第 3 行“原因”有误：退回的须写明原因"),
        (csv_receipt("7,80000,00,", head="N-1,2,80000"), "第 1 行“笔数”有误：写的是 2，文件里有 1 笔"),
        (csv_receipt("7,80000,00,", head="N-1,1,80001"), "第 1 行“金额合计（分）”有误：写的是 80001，各笔相加是 80000"),
        (csv_receipt('7,80000,00,"不', head="N-1,1,80000"), "第 3 行“整行”有误：引号没有成对"),
    ],
)
def test_a_damaged_receipt_is_refused_with_row_and_field(text: str, sentence: str) -> None:
    with pytest.raises(ReceiptRefused) as refused:
        read(bank_format(CSV), text)

    assert sentence in str(refused.value)
    assert str(refused.value).endswith("整个文件没有录入。")


def test_a_receipt_of_another_encoding_names_the_row() -> None:
    with pytest.raises(ReceiptRefused, match="第 2 行“编码”有误：不是 UTF-8 编码的文本"):
        decode(bank_format(CSV), "N-1,1,1\r\n明细号".encode("gbk"))


def test_a_fixed_receipt_whose_widths_are_wrong_is_refused() -> None:
    wanted = bank_format(FIXED)
    head, row = decode(wanted, fixed_receipt(("7", 80_000, "0000", ""))).splitlines()

    with pytest.raises(ReceiptRefused, match="第 2 行“整行”有误：比规定的宽度长"):
        read(wanted, f"{head}\n{row}{' ' * 60}x\n")
    with pytest.raises(ReceiptRefused, match="第 2 行“明细号”有误：字段宽度不符，汉字被截断"):
        read(wanted, f"{head}\n{'7'.ljust(15)}张{row}\n")


# ---------------------------------------------------------------- formats as data

WHOLE = (formats.FOLDER / f"{FIXED}.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("encoding: gbk", "encoding: klingon", "没有“klingon”这种编码"),
        ("layout: fixed", "layout: excel", "“excel”不可用，可用：csv、fixed"),
        ("layout: fixed", 'layout: csv\ndelimiter: ",,"', "分隔符须是一个字符"),
        ("layout: fixed", 'layout: csv\ndelimiter: "\\n"', "分隔符须是一个字符"),
        ('newline: "\\n"', 'newline: "x"', "换行须是"),
        ("titles: false\nheader", "titles: 2\nheader", "true 或 false"),
        ("field: account_holder", "field: holder", "“holder”不可用"),
        ("  - field: account_holder\n    width: 60\n", "", "缺少必需的栏目：account_holder"),
        ("width: 60", "width: 0", "宽度至少为 1"),
        ('fill: "0"', 'fill: "00"', "填充须是一个半角字符"),
        ('fill: "0"', 'fill: "　"', "填充须是一个半角字符|这里应是文字"),
        ("align: right", "align: middle", "“middle”不可用"),
        ("outcome: paid", "outcome: lost", "“lost”不可用，可用：paid、returned"),
        ("label:", "lable:", "不认识的“lable”"),
    ],
)
def test_a_format_that_is_not_whole_is_refused_with_file_and_line(
    tmp_path: Path, before: str, after: str, reason: str
) -> None:
    assert before in WHOLE
    (tmp_path / "wrong.yaml").write_text(WHOLE.replace(before, after, 1), "utf-8")

    with pytest.raises(PackRefused, match=rf"wrong\.yaml:[0-9]+: .*({reason})"):
        bank_formats(tmp_path)
