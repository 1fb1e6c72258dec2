"""The five documents, each clause of them, traced to what is really in the product."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from doudi.policy.clauses import Document
from doudi.project import cli, coverage
from doudi.project.bundle.source import ROOT
from doudi.standards.lawbook import packs
from doudi.standards.packs_folder import packs_root

CLAUSES = {
    "62-gansu": "1 2.1 2.2 2.3 2.4 2.5 2.6 2.7 2.8 3.1 3.2 3.3 3.4 4.1 4.2 4.3 4.4",
    "1411-luliang": (
        "1 2.1.1 2.1.2 2.2.1 2.2.2 2.2.3 2.3.1 2.3.2 2.3.3 2.4.1 2.4.2 2.5.1 2.5.2 2.6.1 2.6.2 2.6.3 2.7.1 2.7.2 2.7.3 "
        "2.8.1 2.8.2 3.1 3.2 3.3 3.4 3.5 3.6 4.1 4.2 4.3 4.4"
    ),
    "430971-datonghu": " ".join(map(str, [*range(1, 24), *(f"annex.{row}" for row in range(1, 14))])),
    "3717-heze": (
        "1 2.1.1 2.1.2 2.2.1 2.2.2 2.2.3 2.3.1 2.3.2 2.4.1 2.4.2 2.5.1 2.5.2 2.5.3 3.1 3.2 3.3 "
        + " ".join(f"annex.{row}" for row in range(1, 13))
    ),
    "5329-dali": "1 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 3.6 3.7 4.1 4.2 4.3 4.4 4.5",
}
"""The numbered clauses of the documents, counted from their texts; an annex by its rows."""


@cache
def documents() -> dict[str, Document]:
    return {document.pack: document for document in coverage.documents(packs_root(), packs())}


@pytest.mark.parametrize("pack", CLAUSES)
def test_every_numbered_clause_of_a_document_is_traced(pack: str) -> None:
    """A letter after a number is one order of several within a clause."""
    numbers = [clause.number for clause in documents()[pack].clauses]

    traced = [number.rpartition(".")[0] if number[-1].isalpha() else number for number in numbers]

    assert list(dict.fromkeys(traced)) == CLAUSES[pack].split()


def test_nothing_is_done_by_what_is_only_planned() -> None:
    done = [clause for document in documents().values() for clause in document.clauses if clause.status == "done"]

    assert done
    assert [clause.number for clause in done if not clause.by or any(link.is_waiting for link in clause.by)] == []


FIGURES = [
    ("430971-datonghu", "5.c", "九种"),
    ("430971-datonghu", "6.a", "16周岁放宽到18周岁"),
    ("430971-datonghu", "6.b", "1.3倍"),
    ("430971-datonghu", "11.e", "不超过一年"),
    ("430971-datonghu", "18.e", "25个工作日办结，特殊情况不超过40个"),
    ("1411-luliang", "2.4.1.c", "不低于70%"),
    ("1411-luliang", "2.7.3.c", "一个季度"),
    ("3717-heze", "2.2.2.b", "不少于3人，以上不少于5人"),
    ("62-gansu", "3.4.b", "每人不少于10元"),
    ("5329-dali", "3.4.a", "2006年7月1日"),
]


@pytest.mark.parametrize(("pack", "number", "words"), FIGURES)
def test_a_figure_of_a_document_stands_in_its_clause(pack: str, number: str, words: str) -> None:
    """Those that are in force as parameters or terms are tested in tests/packs."""
    assert words in next(clause.says for clause in documents()[pack].clauses if clause.number == number)


def test_a_link_to_nothing_is_refused_with_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = Path(shutil.copytree(ROOT / "packs", tmp_path / "packs"))
    file = root / "3717-heze" / "clauses.yaml"
    lines = file.read_text("utf-8").splitlines()
    row = next(number for number, text in enumerate(lines) if text.startswith("  2.3.2.b:"))
    lines[row] = "  2.3.2.b: {says: 核对, status: done, by: [page:desk:horoscope, source:stars, procedure:luck]}"
    file.write_text("\n".join(lines), "utf-8")

    assert cli.main(["coverage", "--root", str(root)]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert f"packs/3717-heze/clauses.yaml:{row + 1}: “page:desk:horoscope”指向的东西不存在" in said.err


def test_the_table_of_a_place_says_how_much_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["coverage", "--place", "430971"]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("《关于改革完善社会救助制度的实施方案》（大办发〔2021〕30号）")
    assert "18.e\t低保一般25个工作日办结，特殊情况不超过40个，自受理起（读法：" in "\n".join(said)
    assert said[-2].startswith("共 ")
    assert "3717" not in "".join(said)


def test_a_reason_stands_where_a_clause_is_nothing_for_software() -> None:
    rows = {row[0]: row for row in coverage.rows(documents()["62-gansu"])}

    assert rows["1"][2:] == ("不属软件", "说明意义，没有要执行的规则")
    assert rows["2.2.b"][3].endswith("缺：省里后来的办法没有读到，按全国办法和省定标准")
