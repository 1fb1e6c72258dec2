"""(a) Datonghu 2022, in a real browser: from the daughter's phone to the bank, across Labour Day; and the new rule."""

from __future__ import annotations

from datetime import date

from doudi.accounts.roles import Role
from doudi.jobs.cases import count_all
from doudi.project.demonstration import families
from doudi.project.demonstration.story import Story
from tests.journeys.conftest import MakeWorld
from tests.journeys.families import DATONGHU
from tests.journeys.pages.world import World

ACCOUNT = "6200000000000000017"


def test_a_rural_family_applies_by_phone_and_is_paid(world: MakeWorld) -> None:
    here = world("430971", date(2022, 4, 15))
    father, window, number = here.phone(), here.window(), daughter_applies(here)
    father.brings(window.prints_code(number), "张某甲", DATONGHU.numbers["m1"])
    father.confirms(number)

    here.on(2022, 4, 18)
    case = window.accepts(number, "最低生活保障")
    window.notices(case, "全程剩 25 个工作日", "2022年5月24日")

    here.on(2022, 4, 19)
    investigator = here.desk(Role.INVESTIGATOR)
    tax = {"reference": "税-2022-001", "fact.business_income": "8400.00"}
    illness = {"reference": "医-2022-017", "fact.disease": "uremia"}
    found = {("张某甲", "纳税记录"): tax, ("李某乙", "医疗"): illness}
    investigator.surveys(case, beside=here.name(Role.ACCEPTOR), signer="李某乙", found=found)
    investigator.settles(case, fact="经营收入", ground="source", reason="以纳税记录为准")
    investigator.does(case, "结束调查")
    here.on(2022, 4, 24)
    investigator.evaluates(case, "符合条件", "¥600.00", "人民币陆佰元整")
    investigator.does(case, "提出初审意见：建议给予")
    here.on(2022, 4, 25)
    investigator.photographs_board(case)
    investigator.does(case, "张贴公示", photo="公示栏.jpg")
    investigator.notices(case, "公示至 5月5日")

    here.on(2022, 5, 6)
    head = here.desk(Role.TOWNSHIP_HEAD)
    head.opens(case)
    head.reads("未开展：没有争议的不办")
    head.does(case, "确认同意")
    father.looks_at(number)
    father.reads("批准了，每月 ¥600.00", "从2022年6月起")
    assert father.letter_says("人民币陆佰元整", "《最低生活保障审核确认办法》第二十一条", "行政复议")

    window.registers_payee(case, "张某甲", bank="示例农村商业银行", account=ACCOUNT)
    here.on(2022, 6, 10)
    assert ACCOUNT in here.pays("2022-06")
    father.looks_at(number)
    father.reads("2022年6月", "¥600.00", "已发")


def daughter_applies(here: World) -> str:
    """The daughter fills everything in at her phone, for her parents."""
    daughter = here.phone()
    daughter.enters("张某丙", DATONGHU.numbers["m3"], "13800000003")
    return daughter.applies_for(DATONGHU, who="我的父母", until=date(2023, 4, 15))


def test_a_case_pending_when_the_twenty_days_came_is_counted_again(world: MakeWorld) -> None:
    here = world("430971", date(2022, 10, 10))
    case = Story.begins(families.DATONGHU, here.staff, on=date(2022, 10, 10)).case.number
    investigator = here.desk(Role.INVESTIGATOR)
    investigator.notices(case, "全程剩 25 个工作日", "2022年11月14日")

    today = here.on(2022, 10, 20)
    count_all(on=today)

    investigator.notices(case, "全程剩 12 个工作日", "2022年11月7日")
    investigator.opens(case, "history")
    investigator.reads("适用新规定", "全程时限届满")
    assert "《关于进一步做好最低生活保障等社会救助兜底保障工作的通知》" in investigator.told()
