"""收入与财产: what there is stands in the table, what is nought or no is folded, and who was asked is said."""

from __future__ import annotations

import re

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.intake.models import FamilyMember
from doudi.verification.facts import Entered
from doudi.verification.models import CheckRequest
from doudi.verification.services.record_answer import Answer, record_answer
from doudi.verification.services.record_nothing_found import record_nothing_found
from tests.desk.test_answers import surveyed
from tests.fixtures.desks import FIRST_DAY, Desk

FOLDED = re.compile(r"<summary>(\d+) 项为零或者没有.*?：(\w+)</span></summary>(.*?)</details>", re.DOTALL)


def folded(desk: Desk, case: Case) -> dict[str, str]:
    """What is folded away on the tab, by the person."""
    page = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/?tab=income").content.decode()
    return {whose: lines for _, whose, lines in FOLDED.findall(page)}


def test_noughts_and_noes_are_one_line_a_person_and_what_there_is_stands_open(desk: Desk) -> None:
    case = surveyed(desk)

    page = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/?tab=income").content.decode()

    assert [whose for _, whose, _ in FOLDED.findall(page)] == ["全家", "张某甲", "李某乙", "张某丙"]
    assert all(int(number) > 5 for number, _, _ in FOLDED.findall(page))
    open_rows = FOLDED.sub("", page)
    assert "¥4,200.00" in open_rows
    assert "¥0.00" not in open_rows


def test_what_a_source_has_nothing_of_does_not_say_that_nobody_asked(desk: Desk) -> None:
    case = surveyed(desk)
    before = folded(desk, case)["李某乙"]
    with acting(Actor.system("test"), on=FIRST_DAY):
        check = CheckRequest.objects.get(application=case.application_id)
        members = list(FamilyMember.objects.filter(application=case.application_id))
        by = desk.officers[Role.INVESTIGATOR]
        sources = ["tax_record", "social_insurance"]
        record_nothing_found(request=check, members=members, sources=sources, by=by, on=FIRST_DAY)

    page = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/?tab=income").content.decode()
    after = folded(desk, case)["李某乙"]

    row = re.search(r"<tr[^>]*>\s*<td>家庭经营总收入.*?</tr>", page, re.DOTALL) or re.search(
        r"<tr[^>]*>\s*<td>[^<]*经营[^<]*</td>(?:(?!</tr>).)*¥4,200\.00.*?</tr>", page, re.DOTALL
    )
    assert row is not None
    assert "查无记录" in row[0]
    assert "纳税记录" in row[0]
    assert "未核对" not in row[0]
    assert "认定" not in row[0], "no tax office has every farm"
    assert "查无记录：社会保险缴纳" in re.sub(r"\s+", " ", after)
    assert after.count("未核对") < before.count("未核对")


def test_taking_what_was_checked_needs_no_reason_and_taking_what_was_declared_does(desk: Desk) -> None:
    case = surveyed(desk)
    with acting(Actor.system("test"), on=FIRST_DAY):
        check = CheckRequest.objects.get(application=case.application_id)
        farmer, child = (FamilyMember.objects.get(application=case.application_id, key=key) for key in ("b", "c"))
        by = desk.officers[Role.INVESTIGATOR]
        more = Answer(source="tax_record", outcome="answered", facts=(Entered("business_income", "6000.00", farmer),))
        record_answer(request=check, member=farmer, answer=more, by=by, on=FIRST_DAY)
        record_nothing_found(request=check, members=[child], sources=["education"], by=by, on=FIRST_DAY)
    path = f"/desk/cases/{case.number}/settle/"
    asked, school = {"fact": "business_income", "member": farmer.pk}, {"fact": "schooling", "member": child.pk}

    form = desk.get(Role.INVESTIGATOR, f"{path}?fact=business_income&member={farmer.pk}").content.decode()
    silent = desk.post(Role.INVESTIGATOR, path, {**asked, "ground": "declared"})
    taken = desk.post(Role.INVESTIGATOR, path, {**asked, "ground": "source"})
    unheard = desk.post(Role.INVESTIGATOR, path, {**school, "ground": "source"})
    page = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/?tab=income").content.decode()

    log = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/?tab=history").context["body"]["events"]["rows"]

    acts = [row["cells"][2]["text"] for row in log]
    choices = re.findall(r'<select[^>]*name="ground"[^>]*>\s*<option value="([^"]*)"', page)

    assert "采用申报值、另有佐证的必须写明" in form
    assert acts.count("认定采信") == 1
    assert {"登记核对授权", "提请核对", "录入核对结果", "登记查无记录"} <= set(acts), (
        "what was asked and answered is in the log"
    )
    assert "" in choices, "that nothing is on record is chosen by somebody"
    assert (silent.status_code, taken.status_code, unheard.status_code) == (422, 302, 422), taken.content.decode()
    assert "须写明采信这一个的理由" in silent.content.decode()
    assert "以核对结果为准：纳税记录" in page
    assert "核对值 查无记录，按" in page, "who goes to school is on the register of schools"


def test_what_a_source_failed_on_is_not_folded_away(desk: Desk) -> None:
    case = surveyed(desk)
    with acting(Actor.system("test"), on=FIRST_DAY):
        check = CheckRequest.objects.get(application=case.application_id)
        applicant = FamilyMember.objects.get(application=case.application_id, relation="applicant")
        told = Answer(source="social_insurance", outcome="failed", reference="接口超时")
        by = desk.officers[Role.INVESTIGATOR]
        record_answer(request=check, member=applicant, answer=told, by=by, on=FIRST_DAY)

    page = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/?tab=income").content.decode()

    assert "社会保险缴纳查询失败" in FOLDED.sub("", page)
