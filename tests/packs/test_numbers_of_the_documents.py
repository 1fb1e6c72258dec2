"""Every number that the five documents order: its clause says it, and what the clause is linked to has it in force.

The documents were read for their numbers from end to end (the texts have few). A number for an office to reach by some
year, or to staff and pay a window with, is no figure of anybody's aid: its clause says it and names the duty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest

from doudi.casework.procedure.book import procedures
from doudi.kernel.workdays import DayKind
from doudi.policy.clauses import Clause
from doudi.policy.snapshot import LawSnapshot
from doudi.project import coverage
from doudi.standards.lawbook import packs
from doudi.standards.packs_folder import packs_root

DATONGHU, LULIANG, HEZE, DALI, GANSU = "430971-datonghu", "1411-luliang", "3717-heze", "5329-dali", "62-gansu"
PLACES = {DATONGHU: "430971", LULIANG: "141102", HEZE: "371702", DALI: "532901", GANSU: "620102"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value in force from a day on; `bits` where it is a list of so many."""

    name: str
    day: str
    value: int
    bits: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """The working days of a whole procedure begun on a day, and the longer ones."""

    day: str
    days: int
    longer: int


@dataclass(frozen=True, slots=True)
class Duty:
    """An order to an office; the clause waits for the part of the product that keeps it in view."""

    stage: str


NUMBERS = [
    # 大办发〔2021〕30号，2021-11-19
    (DATONGHU, "5.a", "2022年底", Parameter("dibao.method.rural", "2021-11-19", 1)),
    (DATONGHU, "5.b", "三级", Parameter("disability.severe_mind_grade", "2021-11-19", 3)),
    (DATONGHU, "5.c", "九种", Parameter("serious_diseases", "2021-11-19", 9, bits=True)),
    (DATONGHU, "5.e", "第二季度", Duty("issue-6")),
    (DATONGHU, "5.e", "第四季度", Duty("issue-6")),
    (DATONGHU, "6.a", "16周岁", Parameter("tekun.minor_age", "2021-11-18", 16)),
    (DATONGHU, "6.a", "18周岁", Parameter("tekun.minor_age", "2021-11-19", 18)),
    (DATONGHU, "6.b", "1.3倍", Parameter("tekun.base.rate", "2021-11-19", 13_000)),
    (DATONGHU, "6.d", "第四季度", Duty("issue-6")),
    (DATONGHU, "11.e", "一年", Parameter("dibao.withdrawal.months", "2021-11-19", 12)),
    (DATONGHU, "15.c", "三个月", Parameter("vagrant.register.months", "2021-11-19", 3)),
    (DATONGHU, "18.e", "25个工作日", Limit("2021-11-19", 25, 40)),
    (DATONGHU, "18.e", "40个", Limit("2022-10-19", 25, 40)),
    (DATONGHU, "18.e", "低保", Limit("2022-10-20", 20, 45)),
    (DATONGHU, "annex.1", "2022年1月底", Duty("governance")),
    *((DATONGHU, f"annex.{row}", "2022年6月底", Duty("governance")) for row in (3, 4, 5, 6, 7, 8, 12, 13)),
    *((DATONGHU, f"annex.{row}", "2022年12月底", Duty("governance")) for row in (2, 9, 10)),
    # 吕梁2014年实施意见
    (LULIANG, "2.2.1.a", "16周岁", Parameter("tekun.minor_age", "2014-12-31", 16)),
    (LULIANG, "2.2.3.d", "2015年底", Duty("governance")),
    (LULIANG, "2.2.3.d", "100%", Duty("governance")),
    (LULIANG, "2.4.1.c", "70%", Parameter("medical.inpatient.rate.floor", "2014-12-31", 7_000)),
    (LULIANG, "2.4.1.e", "全额", Parameter("medical.premium.share.dibao", "2014-12-31", 10_000)),
    (LULIANG, "2.7.2.a", "一年", Parameter("jobs.hardship_months", "2014-12-31", 12)),
    (LULIANG, "2.7.3.c", "一个季度", Parameter("dibao.startup.months", "2014-12-31", 3)),
    (LULIANG, "3.3.c", "2015年底", Duty("governance")),
    # 菏政字〔2020〕8号
    (HEZE, "2.2.2.b", "5万人", Duty("governance")),
    (HEZE, "2.2.2.b", "3人", Duty("governance")),
    (HEZE, "2.2.2.b", "5人", Duty("governance")),
    *((HEZE, f"annex.{row}", "2020年12月底", Duty("governance")) for row in (3, 4, 6, 7)),
    # 大理州2007年
    (DALI, "3.4.a", "2006年7月1日", Parameter("dibao.rural.established", "2006-07-01", 1)),
    (DALI, "3.4.b", "2008年", Duty("governance")),
    (DALI, "3.5.a", "12县市", Duty("issue-7")),
    # 甘政发〔2014〕67号
    (GANSU, "3.4.b", "10元", Duty("governance")),
]


@pytest.mark.parametrize(("pack", "number", "said", "found"), NUMBERS)
def test_a_number_of_a_document_is_in_its_clause_and_in_what_implements_it(
    pack: str, number: str, said: str, found: Parameter | Limit | Duty
) -> None:
    clause, place = _clauses()[pack, number], PLACES[pack]

    assert said in clause.says
    if isinstance(found, Duty):
        assert any(link.is_waiting and link.target == found.stage for link in clause.by)
    elif isinstance(found, Limit):
        assert any(link.kind == "procedure" for link in clause.by)
        whole = procedures().find("dibao", place, date.fromisoformat(found.day)).whole
        assert whole is not None
        assert whole.longer is not None
        assert (whole.limit.days, whole.longer.days, whole.limit.kind) == (found.days, found.longer, DayKind.WORKING)
    else:
        assert f"parameter:{found.name}" in map(str, clause.by)
        value = LawSnapshot.of(packs()).resolve(found.name, place, date.fromisoformat(found.day)).value
        assert isinstance(value, int)
        assert (value.bit_count() if found.bits else value) == found.value


@cache
def _clauses() -> dict[tuple[str, str], Clause]:
    documents = coverage.documents(packs_root(), packs())
    return {(document.pack, each.number): each for document in documents for each in document.clauses}
