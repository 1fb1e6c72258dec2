"""The head of a township who is not convinced: hands the case back from the page that confirms it, with a reason."""

from __future__ import annotations

from datetime import date

from doudi.accounts.roles import Role
from doudi.casework.steps import Step
from tests.fixtures.desks import DECIDED, Desk

WHY = "打工收入只有口头说明，请核实后再提。"


def test_the_head_hands_back_from_the_confirming_page_and_the_investigator_reads_why(desk: Desk) -> None:
    case = desk.proposed()
    desk.on(DECIDED)
    at = f"/desk/cases/{case.number}/"

    asks = desk.get(Role.TOWNSHIP_HEAD, f"{at}do/confirm/").content.decode()
    form = desk.get(Role.TOWNSHIP_HEAD, f"{at}do/hand-back/").content.decode()
    empty = desk.do(Role.TOWNSHIP_HEAD, case, "hand-back")
    stranger = desk.do(Role.INVESTIGATOR, case, "hand-back", to="opinion", reason=WHY)
    sent = desk.do(Role.TOWNSHIP_HEAD, case, "hand-back", to="opinion", reason=WHY)

    assert f"{at}do/hand-back/" in asks
    assert all(word in form for word in ("调查核实：要补充", "待提出初审意见：情况已经查清", "不因退回而停"))
    assert "“退回到”没有填写" in empty.content.decode()
    assert "“退回理由”没有填写" in empty.content.decode()
    assert [each.status_code for each in (empty, stranger, sent)] == [422, 403, 302], sent.content.decode()
    assert desk.seen(case).step == Step.OPINION
    page = desk.get(Role.INVESTIGATOR, at).content.decode()
    proposing = desk.get(Role.INVESTIGATOR, f"{at}do/propose-grant/").content.decode()
    log = desk.get(Role.INVESTIGATOR, f"{at}?tab=history").content.decode()
    family = desk.sign_in(desk.applications.citizen).get(f"/my/{desk.seen(case).application.number}/").content.decode()
    assert page.count(WHY) == 2  # above the tabs, and in the timeline
    assert f"{desk.officers[Role.TOWNSHIP_HEAD]}退回重办" in page
    assert all(word in proposing for word in (WHY, "人均月收入", "低保标准", "月救助金额"))
    assert "退回重办" in log
    assert "确认前还有情况要弄清，正在重新核实" in family
    assert WHY not in family

    proposed = desk.do(Role.INVESTIGATOR, case, "propose-grant", text="已核实，符合条件。")
    posted = desk.do(Role.INVESTIGATOR, case, "post")
    answered = desk.get(Role.INVESTIGATOR, at).content.decode()
    desk.on(date(2022, 5, 12))
    granted = desk.do(Role.TOWNSHIP_HEAD, case, "confirm")

    assert [each.status_code for each in (proposed, posted, granted)] == [302, 302, 302], granted.content.decode()
    assert answered.count(WHY) == 1
