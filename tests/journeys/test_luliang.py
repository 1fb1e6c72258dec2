"""(d) Lüliang 2022, in a real browser: rural dibao, and less of it from the month after a member died."""

from __future__ import annotations

from datetime import date

from doudi.accounts.roles import Role
from doudi.project.demonstration.families import LULIANG
from tests.journeys.conftest import MakeWorld

ACCOUNT = "6200000000000000041"


def test_a_family_gets_less_from_the_month_after_the_grandmother_died(world: MakeWorld) -> None:
    here = world("141127", date(2022, 8, 15))
    window, applicant = here.window(), here.phone()
    number = window.registers(LULIANG)
    window.takes_papers(number, ("书面申请（审批）表", ""), ("家庭经济状况核对授权书", ""))
    applicant.brings(window.prints_code(number), LULIANG.name, LULIANG.numbers["m1"])
    case = window.accepts(number, "最低生活保障")
    window.takes_consents(case, LULIANG)

    here.on(2022, 8, 16)
    investigator, county = here.desk(Role.INVESTIGATOR), here.desk(Role.COUNTY_CONFIRMER)
    investigator.surveys(case, beside=here.name(Role.ACCEPTOR), signer="陈某乙")
    investigator.does(case, "结束调查")
    investigator.does(case, "记录民主评议", present="9", representatives="7", conclusion="情况属实，同意")
    investigator.evaluates(case, "符合条件", "¥991.00")
    investigator.does(case, "提出初审意见：建议给予")
    investigator.does(case, "张贴公示")
    here.on(2022, 8, 25)
    investigator.does(case, "报送县级")
    county.does(case, "确认同意")
    window.registers_payee(case, "刘某甲", bank="示例农村商业银行", account=ACCOUNT)

    here.on(2022, 10, 10)
    investigator.does(case, "登记死亡", who="高某丙", died_on="2022-10-08", source="死亡证明")
    investigator.does(case, "建议调整", reason="高某丙2022年10月8日去世，家庭成员减为2人")
    here.on(2022, 10, 12)
    county.does(case, "决定调整", first_month="2022-11-01")
    applicant.looks_at(number)
    applicant.reads("改为每月 ¥519.00", "从2022年11月起")
    assert applicant.letter_says("人民币伍佰壹拾玖元整", "2022年11月", "高某丙2022年10月8日去世")

    assert amount_of(here.pays("2022-10")) == 99_100
    here.on(2022, 11, 10)
    assert amount_of(here.pays("2022-11")) == 51_900


def amount_of(file: str) -> int:
    """The sum that stands at the head of a file for the bank, in fen."""
    return int(file.split("\r\n", maxsplit=1)[0].split(",")[2])
