"""A document traced clause by clause: what is left out, leads nowhere or does not fit is told with file and line."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from doudi.policy.clauses import Clause, Document, Link, law_names, load
from doudi.policy.flaws import Flaw, PackRefused
from tests.policy.tiny import Tiny, packs, snapshot

FILE = "1101-yi/clauses.yaml"
WHOLE = """\
document: local-2015
clauses:
  2.1.a: {says: 城镇标准由市公布, status: done, by: [parameter:aid.standard.urban, programme:topup, fact:wage]}
  2.1.b: {says: 网上申请, status: partly, by: [rule:gap, planned:issue-6], reading: 含手机, note: 待建}
  2.1.c: {says: 农村标准, status: partly, by: rule:gap, lacks: 数额没有公布}
  '3': {says: 培训, status: planned, by: [duty:governance]}
  3.x: {says: 意义, status: not_software, why: 没有规则}
"""


@contextmanager
def written(text: str) -> Iterator[Path]:
    """Give a folder of packs in which one has a file of clauses."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "packs" / FILE
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        yield Path(folder) / "packs"


def read(text: str = WHOLE) -> tuple[Document, ...]:
    with written(text) as root:
        return load(root, packs(), {**law_names(packs()), "page": {"desk:case"}})


def flaws(text: str) -> list[Flaw]:
    with pytest.raises(PackRefused) as refused:
        read(text)
    return refused.value.flaws


def line(text: str) -> str:
    """Write the five clauses with another last one."""
    return WHOLE.replace("  3.x: {says: 意义, status: not_software, why: 没有规则}", f"  3.x: {{says: 意义, {text}}}")


def test_every_clause_is_read_with_what_implements_it() -> None:
    (document,) = read()

    assert (document.pack, document.source.title) == ("1101-yi", "乙市办法")
    assert [clause.number for clause in document.clauses] == ["2.1.a", "2.1.b", "2.1.c", "3", "3.x"]
    assert document.clauses[1] == Clause(
        number="2.1.b", says="网上申请", status="partly", by=(Link("rule", "gap"), Link("planned", "issue-6")),
        lacks=None, reading="含手机", why=None, note="待建", file=f"packs/{FILE}", line=4,
    )  # fmt: skip
    assert [str(link) for link in document.clauses[0].by] == [
        "parameter:aid.standard.urban", "programme:topup", "fact:wage",
    ]  # fmt: skip


REFUSED = {
    "a link to nothing": ("status: done, by: [rule:nonsense]", "“rule:nonsense”指向的东西不存在"),
    "a link of no kind": ("status: done, by: [magic:wand]", "不认识的“magic:wand”"),
    "a wait for nothing": ("status: planned, by: [planned:someday]", "“planned:someday”指向的东西不存在"),
    "an unknown status": ("status: finished", "不是“finished”"),
    "a misspelt key": ("status: done, bye: [rule:gap]", "不认识的“bye”"),
    "done by what is only planned": ("status: done, by: [planned:issue-4]", "已实现的（done）要写明"),
    "done and still waiting": ("status: done, by: [rule:gap, planned:issue-4]", "已实现的（done）要写明"),
    "done and lacking": ("status: done, by: [rule:gap], lacks: 数", "已实现的（done）要写明"),
    "done by nothing": ("status: done", "已实现的（done）要写明"),
    "partly, waiting for nothing": ("status: partly, by: [rule:gap]", "部分实现的（partly）要有"),
    "planned and there": ("status: planned, by: [rule:gap, planned:issue-4]", "计划中的（planned）只写"),
    "no software by a rule": ("status: not_software, why: 无, by: [rule:gap]", "不写 by 和 lacks"),
    "no software without a reason": ("status: not_software", "用 why 写明原因"),
    "a reason where it is software": ("status: done, by: [rule:gap], why: 无", "用 why 写明原因"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_does_not_hold_is_refused_with_file_line_and_reason(what: str) -> None:
    changed, reason = REFUSED[what]

    (flaw,) = flaws(line(changed))

    assert (flaw.file, flaw.line) == (f"packs/{FILE}", 7)
    assert reason in flaw.reason


def test_a_clause_left_out_is_told_by_its_number() -> None:
    without = "".join(WHOLE.splitlines(keepends=True)[:5])

    assert [flaw.reason for flaw in flaws(without)] == [
        "第3条没有写：每一条都要说明由什么落实，或者为什么不属软件"
    ]  # fmt: skip


def test_a_clause_that_the_document_does_not_have_is_told() -> None:
    (flaw,) = flaws(WHOLE.replace("3.x:", "4:"))

    assert flaw.reason == "乙市办法没有“4”这一条"


@pytest.mark.parametrize("document", ["law-1900", "law-2010"])
def test_a_document_without_a_list_of_clauses_is_refused(document: str) -> None:
    (flaw,) = flaws(WHOLE.replace("local-2015", document))

    assert (flaw.line, "articles" in flaw.reason) == (1, True)


def test_what_implements_a_clause_says_nothing_of_the_law() -> None:
    assert Tiny().put(FILE, WHOLE).load().digest == snapshot().packs.digest
