"""Every way in which a delivery can be bad is told by field and row, and nothing of it is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from django.conf import settings

from doudi.kernel.residentid import Sex
from doudi.verification.deliveries.checking import Checked, check
from doudi.verification.deliveries.flaws import Flaw
from doudi.verification.deliveries.manifest import read_manifest
from doudi.verification.models import Delivery, DeliveryKey
from doudi.verification.roster import secret, token_of
from doudi.verification.sources import sourcebook
from tests.fixtures.applications import number
from tests.fixtures.people import TODAY
from tests.verification.deliveries.conftest import HEAD, Department, Family, load, rows_about, stranger, system

Make = Callable[[Department, Family], Path]


def edited(index: int, value: object) -> Make:
    """The second row with another cell."""
    return lambda to, family: to.csv([family.rows[0], [*family.rows[1][:index], value, *family.rows[1][index + 1 :]]])


def given(**manifest: Any) -> Make:
    """Another manifest."""
    return lambda to, family: to.csv(family.rows, **manifest)


def content(text: bytes, **manifest: Any) -> Make:
    """A file of one's own."""

    def make(to: Department, family: Family) -> Path:
        file = to.folder / str(manifest.pop("name", "d1.csv"))
        file.write_bytes(text)
        return to.manifest(file, [], **manifest)

    return make


def workbook(numeric: bool) -> Make:
    """An Excel file whose numbers are text, or became numeric cells."""

    def make(to: Department, family: Family) -> Path:
        file = to.folder / "d1.xlsx"
        with xlsxwriter.Workbook(str(file)) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["公民身份号码", *HEAD[1:]])
            row = family.rows[0]
            sheet.write_row(1, 0, [int(str(row[0])[:17] + "0") if numeric else row[0], *row[1:4], 31000, *row[5:]])
        return to.manifest(file, family.rows[:1])

    return make


def truncated(to: Department, family: Family) -> Path:
    """A file that was cut off on its way."""
    manifest = to.csv(family.rows)
    file = to.folder / "d1.csv"
    file.write_bytes(file.read_bytes()[:-20])
    return manifest


def ragged(to: Department, family: Family) -> Path:
    """A row with a cell too few."""
    return to.csv([family.rows[0], family.rows[1][:-1]])


def numeric_parquet(to: Department, family: Family) -> Path:
    """Parquet with numbers for numbers."""
    file = to.folder / "d1.parquet"
    columns = {name: [row[at] or None for row in family.rows] for at, name in enumerate(HEAD)}
    pq.write_table(pa.table(columns | {"resident_number": [990010197505010290, 990010197505010290]}), file)
    return to.manifest(file, family.rows)


def unreadable(to: Department, family: Family) -> Path:
    """A manifest that is none."""
    path = to.folder / "manifest.json"
    path.write_bytes(b"\xff\xfe{")
    return path


BAD: dict[str, tuple[Make, str]] = {
    "fewer rows than told": (given(rows=3), "行数：“rows”：清单写 3 行，文件有 2 行"),
    "cut off": (truncated, "校验值：“sha256”：文件的 SHA-256 与清单不符"),
    "another version of the columns": (given(schema=2), "列：“schema”：列的版本是 1"),
    "another encoding": (lambda to, family: to.csv(family.rows, encoding="gb18030") and _lie(to), "不是 utf-8 编码"),
    "gb18030 that is none": (
        content(",".join(HEAD).encode() + b"\n\xff\xff\xff\n", encoding="gb18030"), "不是 gb18030 编码"
    ),
    "another sum of money": (
        given(totals={"vehicles": 2, "vehicle_value": "1.00"}), "清单合计 1.00，文件合计 31000.00"
    ),
    "another count": (given(totals={"vehicles": 3, "vehicle_value": "31000.00"}), "清单合计 3，文件合计 2"),
    "a sum too few": (given(totals={"vehicles": 2}), "应写：vehicles、vehicle_value"),
    "a sum that is none": (given(totals={"vehicles": 2, "vehicle_value": "a lot"}), "金额写成带引号的元"),
    "a row too short": (ragged, "第 2 行：有 6 列，应有 7 列"),
    "an amount that is none": (edited(4, "三万"), "第 2 行“vehicle_value”：应是元"),
    "a count that is none": (edited(3, "-1"), "第 2 行“vehicles”：应是六位以内的整数"),
    "a day there is not": (edited(6, "2023-02-29"), "第 2 行“registered_on”：应是日期"),
    "words without end": (edited(5, "车" * 201), "第 2 行“model”：超过 200 字"),
    "no plate": (edited(2, ""), "第 2 行“plate”：没有填写"),
    "the same plate twice": (edited(2, "湘Z00001"), "重复：第 2 行“plate”：前面已有同一人的同一项"),
    "a column too few": (
        lambda to, family: to.csv([row[:6] for row in family.rows], head=HEAD[:6]), "缺少：registered_on"
    ),
    "a column too many": (
        lambda to, family: to.csv([[*row, "1"] for row in family.rows], head=[*HEAD, "phone"]), "多出 1 列"
    ),
    "scientific numbers": (edited(0, "9.90010197505010e+17"), "被 Excel 当作数值保存"),
    "numbers that Excel rounded": (workbook(numeric=True), "第 1 行“resident_number”：是数值，第 15 位以后"),
    "numbers in Parquet": (numeric_parquet, "“resident_number”：是数值"),
    "no workbook": (content(b"PK\x03\x04 nothing", name="d1.xlsx"), "文件：不能读"),
    "no Parquet": (content(b"PAR1 nothing", name="d1.parquet"), "文件：不能读"),
    "nothing at all": (content(b""), "缺少：resident_number"),
    "no manifest": (unreadable, "交付清单：第 0 行：不是 UTF-8 编码"),
    "a word too many": (given(password="x"), "不认识的“password”"),
    "a source there is not": (given(source="moon"), "“source”：没有这个来源"),
    "a place there is not": (given(place="99"), "“place”：行政区划代码“99”有误"),
    "a day to come": (given(as_of="2024-03-02"), "“as_of”：在今天以后"),
    "a file elsewhere": (given(file="../secret.csv"), "“file”：应是同一文件夹里的"),
    "a file that is not there": (given(file="other.csv"), "“file”：没有这个文件"),
    "a roster that is no number": (given(roster="all"), "“roster”：这里应是整数"),
    "no number": (given(delivery="下划线 不行"), "“delivery”：应是 60 个以内"),
}  # fmt: skip


def _lie(to: Department) -> Path:
    """Say UTF-8 of what is not."""
    path = to.folder / "d1.csv.manifest.json"
    path.write_text(path.read_text("utf-8").replace("gb18030", "utf-8"), "utf-8")
    return path


def checked(manifest: Path, family: Family) -> Checked:
    """What is found out about a delivery before anything is written."""
    read = read_manifest(manifest, sourcebook().sources, TODAY)
    if read.flaws.number or read.source is None:
        return Checked(read.flaws)
    return check(read, read.source, {}, asked=family.tokens, secret=secret())


@pytest.fixture
def man(_keys: None) -> Family:
    """Somebody on the roster."""
    own = number(date(1975, 5, 1), Sex.MALE).full
    return Family(rows_about(own), [token_of(own) or 0])


@pytest.mark.parametrize(("make", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_delivery_is_told_by_field_and_row_and_has_no_rows(
    make: Make, sentence: str, department: Department, man: Family
) -> None:
    found = checked(make(department, man), man)

    told = "\n".join(flaw.sentence for flaw in found.flaws.told)
    assert found.rows is None
    assert sentence in told
    assert str(man.rows[0][0]) not in told


LAW: dict[str, tuple[Make, str]] = {
    "fewer rows than told": (given(rows=3, delivery="e1"), "清单写 3 行"),
    "a source that may not be asked": (given(source="prisons", totals={}), "不能向“prisons”查询：没有依据"),
    "a whole register without ground": (given(roster="whole"), "“roster”：没有依据接收全量"),
    "a roster that was not sent": (given(roster=999_999), "“roster”：没有发给这个来源"),
    "no manifest": (unreadable, "不是 UTF-8 编码"),
}


@pytest.mark.django_db
def test_a_bad_delivery_is_sent_back_with_the_reason_and_nothing_of_it_is_kept(
    department: Department, family: Family
) -> None:
    for make, sentence in LAW.values():
        made = load(make(department, family)).delivery

        assert (made.outcome, made.kept, made.remainder) == ("quarantined", 0, 0)
        assert sentence in "\n".join(Flaw.of_json(each).sentence for each in made.flaws)
    assert list(Path(settings.DOUDI_DELIVERIES).glob("*/*")) == []


GOOD: dict[str, Make] = {
    "gb18030": lambda to, family: to.csv(family.rows[:1], encoding="gb18030"),
    "a byte order mark": lambda to, family: to.csv(family.rows[:1], head=["\ufeffresident_number", *HEAD[1:]]),
    "Chinese labels in another order": lambda to, family: to.csv(
        [[*family.rows[0][1:], family.rows[0][0]]],
        head=[
            "姓名", "号牌、船舶登记号", "机动车辆、船舶、大型农机数", "机动车辆等现值", "车辆、船舶类型", "登记日期",
            "公民身份号码",
        ],
        totals={"vehicles": 1, "vehicle_value": "31000.00"},
    ),
    "a workbook": workbook(numeric=False),
    "YAML for JSON": lambda to, family: _as_yaml(to.csv(family.rows[:1])),
}  # fmt: skip


def _as_yaml(path: Path) -> Path:
    given = json.loads(path.read_text("utf-8"))
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in given.items()]
    path.write_text("\n".join(lines).replace('"2024-03-01"', "2024-03-01"), "utf-8")
    return path


@pytest.mark.parametrize("make", GOOD.values(), ids=GOOD)
def test_what_can_be_read_is_read(make: Make, department: Department, man: Family) -> None:
    found = checked(make(department, man), man)

    assert (found.flaws.told, found.kept) == ([], 1)


def test_wrong_numbers_are_kept_apart_and_no_flaw_hides_another(department: Department, man: Family) -> None:
    wrong, damaged = stranger(), stranger("湘Z00010")
    wrong[0], damaged[0] = f"{str(wrong[0])[:17]}{'1' if str(wrong[0])[17] != '1' else '2'}", "不详"
    kept = checked(department.csv([*man.rows, wrong, damaged, stranger("湘Z00011")]), man)
    bad = checked(department.csv([[*row[:4], "?", row[5], "?"] for row in man.rows], delivery="d2"), man)

    assert (kept.number, kept.kept, kept.remainder, kept.unasked) == (5, 2, 2, 1)
    assert sum(kept.statuses) == 5
    assert bad.flaws.number == 4


def test_only_the_first_flaws_are_told_one_by_one_and_all_are_counted(department: Department, man: Family) -> None:
    found = checked(department.csv([[*stranger(f"湘Z{n:05}")[:6], "某日"] for n in range(300)]), man).flaws

    assert (len(found.told), found.number) == (200, 300)
    assert (found.told[0].row, found.told[199].row) == (1, 200)


@pytest.mark.django_db
def test_a_number_is_used_once_and_what_was_sent_back_is_sent_back_once(department: Department, family: Family) -> None:
    load(department.csv(family.rows))
    manifest = department.csv(family.rows[:1])
    used, again = load(manifest), load(manifest)

    assert "这个编号用过" in used.delivery.flaws[0]["reason"]
    assert (again.is_new, again.delivery) == (False, used.delivery)
    with system():
        assert (Delivery.objects.count(), DeliveryKey.objects.count()) == (2, 1)
