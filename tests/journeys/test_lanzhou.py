"""(c) Lanzhou 2022, in a real browser: tekun at home, semi-dependent, with a care allowance of its own."""

from __future__ import annotations

from datetime import date

from doudi.accounts.roles import Role
from doudi.project.demonstration.families import LANZHOU
from tests.journeys.conftest import MakeWorld

PERSON = "6200000000000000025"


def test_an_old_man_alone_gets_his_living_and_his_care(world: MakeWorld) -> None:
    here = world("620102", date(2022, 5, 9))
    window, applicant = here.window(), here.phone()
    number = window.registers(LANZHOU)
    statement = "劳动能力、生活来源、财产和赡养抚养扶养情况的书面声明"
    window.takes_papers(number, ("书面申请（审批）表", ""), ("家庭经济状况核对授权书", ""), (statement, ""))
    applicant.brings(window.prints_code(number), LANZHOU.name, LANZHOU.numbers["m1"])
    case = window.accepts(number, "特困人员救助供养（马某甲）")
    window.takes_consents(case, LANZHOU)

    here.on(2022, 5, 10)
    investigator = here.desk(Role.INVESTIGATOR)
    investigator.surveys(case, beside=here.name(Role.ACCEPTOR), signer="马某甲", begins="发起核对")
    investigator.does(case, "结束调查")
    here.on(2022, 5, 12)
    investigator.evaluates(case, "符合条件", "照料护理", "部分丧失自理能力", "¥1,490.00")
    investigator.does(case, "提出初审意见：建议给予")
    investigator.does(case, "张贴公示")
    here.on(2022, 5, 23)
    investigator.does(case, "报送县级")

    here.on(2022, 5, 25)
    county = here.desk(Role.COUNTY_CONFIRMER)
    county.does(case, "确认同意")
    applicant.looks_at(number)
    applicant.reads("批准了，每月 ¥1,490.00")
    assert applicant.letter_says("人民币壹仟肆佰玖拾元整", "《特困人员认定办法》")

    window.registers_payee(case, "马某甲", bank="示例银行", account=PERSON)
    window.opens(case, "paying")
    window.reads("基本金额 ¥1,189.00", "照料护理 ¥301.00")
    here.on(2022, 6, 10)
    sent = here.pays("2022-06")
    assert (sent.count(PERSON), "照料护理" in sent) == (2, True)
