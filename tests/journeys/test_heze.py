"""(b) Heze 2024, in a real browser: refused with reasons and remedy, and reconsidered."""

from __future__ import annotations

from datetime import date

from doudi.accounts.roles import Role
from doudi.project.demonstration.families import HEZE_RICH
from tests.journeys.conftest import MakeWorld


def test_a_couple_with_a_pension_is_refused_and_asks_for_reconsideration(world: MakeWorld) -> None:
    here = world("371702", date(2024, 3, 4))
    window, applicant = here.window(), here.phone()
    number = window.registers(HEZE_RICH)
    window.takes_papers(number, ("书面申请（审批）表", ""), ("家庭经济状况核对授权书", ""))
    applicant.brings(window.prints_code(number), HEZE_RICH.name, HEZE_RICH.numbers["m1"])
    case = window.accepts(number, "最低生活保障")
    window.takes_consents(case, HEZE_RICH)

    here.on(2024, 3, 5)
    investigator = here.desk(Role.INVESTIGATOR)
    pension = {"reference": "社保-2024-001", "fact.pension": "36000.00"}
    beside = here.name(Role.ACCEPTOR)
    investigator.surveys(case, beside=beside, signer="王某甲", found={("王某甲", "社会保险缴纳"): pension})
    investigator.does(case, "结束调查")
    investigator.evaluates(case, "不符合条件", "不低于当地低保标准")
    investigator.does(case, "提出初审意见：建议不予")
    here.on(2024, 3, 6)
    investigator.does(case, "张贴公示")
    investigator.notices(case, "公示至 3月13日")

    here.on(2024, 3, 14)
    head = here.desk(Role.TOWNSHIP_HEAD)
    head.does(case, "不予确认")
    applicant.looks_at(number)
    applicant.reads("这次没有批准", "不低于当地低保标准", "行政复议", "60日", "行政诉讼")
    assert applicant.letter_says("不予确认", "不低于当地低保标准", "牡丹区人民政府", "人民法院")

    head.does(case, "登记送达", how="handed")
    here.on(2024, 4, 10)
    head.does(case, "登记行政复议")
    head.opens(case, "history")
    head.reads("行政复议", "牡丹区人民政府")
    here.on(2024, 5, 20)
    head.does(case, "登记复议结果", outcome="upheld")
    head.reads("复议结果已登记")
