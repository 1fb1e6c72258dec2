"""After a grant: a death, a new amount, a suspension, an end; each proposed by one officer and decided by another."""

from __future__ import annotations

from datetime import date

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case, Decision
from doudi.determination.models import Determination, InputMember
from doudi.entitlements.models import Entitlement, Payee
from doudi.entitlements.queries import due, with_ends
from doudi.intake.models import FamilyMember
from doudi.kernel.months import Month
from tests.fixtures.applications import COUNTY
from tests.fixtures.desks import Desk, alone

JUNE_10 = date(2022, 6, 10)
DIED = {"died_on": "2022-06-05", "source": "死亡证明 2022-31 号"}


def test_after_a_death_the_rest_of_the_family_is_determined_again_and_what_is_paid_is_adjusted(desk: Desk) -> None:
    case = desk.granted()
    desk.paid_to(case)
    before = given_of(desk, case)[0]
    desk.on(JUNE_10)
    listed_before = desk.get(Role.TOWNSHIP_HEAD, "/desk/changes/").content.decode()
    early = desk.do(Role.INVESTIGATOR, case, "propose-adjust", reason="家庭成员减少")

    died = dies(desk, case, "b")
    twice = dies(desk, case, "b")
    bereaved = desk.get(Role.TOWNSHIP_HEAD, "/desk/changes/").content.decode()
    proposed = desk.do(Role.INVESTIGATOR, case, "propose-adjust", reason="家庭成员减少一人，按两人重新测算")
    waiting = desk.get(Role.TOWNSHIP_HEAD, "/desk/changes/").content.decode()
    silent = desk.do(Role.TOWNSHIP_HEAD, case, "adjust", reason="家庭成员减少一人，按两人重新测算")
    decided = decides(desk, case, "adjust", "2022-07-01")

    statuses = [each.status_code for each in (early, died, twice, proposed, silent, decided)]
    assert statuses == [409, 302, 422, 302, 422, 302], decided.content.decode()
    assert case.number not in listed_before
    assert case.number in bereaved
    assert "建议调整" in waiting
    assert "请填写起始月" in silent.content.decode()
    after = given_of(desk, case)
    assert [(each.first_month, each.last_month) for each in after] == [  # type: ignore[attr-defined]
        (date(2022, 5, 1), date(2022, 6, 1)), (date(2022, 7, 1), None),
    ]  # fmt: skip
    assert after[1].amount_fen != before.amount_fen
    with acting(Actor.system("test"), on=desk.day):
        assert after[1].beneficiaries.count() == 2
        assert Payee.objects.get(entitlement=after[1]).account.number == "6200000012345678"
        july = {each.entitlement: each.is_dead for each in due(Month(2022, 7), COUNTY, on=desk.day)}
    assert july == {after[1].pk: False}
    page = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/?tab=members").content.decode()
    assert "2022年6月5日死亡" in page
    family = desk.sign_in(desk.applications.citizen).get(f"/my/{case.application.number}/").content.decode()
    assert "改为每月" in family


def test_the_death_of_the_only_beneficiary_leads_to_an_end(desk: Desk) -> None:
    desk.household = alone
    case = desk.granted()
    desk.on(JUNE_10)

    died = desk.client(Role.INVESTIGATOR).post(
        *sent(desk, case, "death", who=member(desk, case, "a"), **DIED), follow=True
    )
    proposed = desk.do(Role.INVESTIGATOR, case, "propose-stop", reason="保障对象死亡")
    stopped = decides(desk, case, "stop", "2022-07-01", reason="保障对象 2022 年 6 月 5 日死亡")

    assert "家里没有别的成员，请提出终止的意见" in died.content.decode()
    assert (proposed.status_code, stopped.status_code) == (302, 302), stopped.content.decode()
    assert [each.last_month for each in given_of(desk, case)] == [date(2022, 6, 1)]  # type: ignore[attr-defined]
    with acting(Actor.system("test"), on=desk.day):
        decision = Decision.objects.filter(case=case).latest("pk")
        reason = decision.reasons.get()
        assert (decision.kind, reason.text) == ("stop", "保障对象 2022 年 6 月 5 日死亡")
        assert reason.cites == ["minfa-2021-57#31", "minfa-2021-57#32"]
        assert due(Month(2022, 7), COUNTY, on=desk.day) == []
    assert desk.do(Role.INVESTIGATOR, case, "propose-stop", reason="再终止").status_code == 409


def test_what_was_suspended_is_paid_again_after_a_new_determination(desk: Desk) -> None:
    case = desk.granted()
    desk.paid_to(case)
    desk.on(JUNE_10)
    desk.do(Role.INVESTIGATOR, case, "propose-suspend", reason="本人无正当理由拒绝核查")
    not_by_finance = desk.do(Role.FINANCE_CHECKER, case, "suspend", reason="停发", first_month="2022-07-01")
    suspended = decides(desk, case, "suspend", "2022-07-01")
    between = due_in(desk, Month(2022, 7))

    determined = desk.post(Role.INVESTIGATOR, f"/desk/cases/{case.number}/determine/")
    desk.do(Role.INVESTIGATOR, case, "propose-adjust", reason="已配合核查，恢复发放")
    resumed = decides(desk, case, "adjust", "2022-08-01")

    assert not_by_finance.status_code == 403
    assert [each.status_code for each in (suspended, determined, resumed)] == [302, 302, 302], resumed.content.decode()
    assert between == 0
    assert (due_in(desk, Month(2022, 7)), due_in(desk, Month(2022, 8))) == (0, 1)
    page = desk.get(Role.TOWNSHIP_HEAD, f"/desk/cases/{case.number}/").content.decode()
    assert "从2022年7月起" in page
    assert page.count("书（PDF）") == 3


def test_a_review_settles_what_counts_anew_and_the_grant_follows(desk: Desk) -> None:
    case = desk.granted()
    before = given_of(desk, case)[0].amount_fen
    desk.on(JUNE_10)
    income = {
        "fact": "business_income", "member": member(desk, case, "b"), "supporter": "", "replaces": "",
        "ground": "evidence", "value": "6600.00", "reason": "今年养鸡收入账本",
    }  # fmt: skip

    page = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/?tab=income").content.decode()
    settled = desk.post(Role.INVESTIGATOR, f"/desk/cases/{case.number}/settle/", income)
    desk.post(Role.INVESTIGATOR, f"/desk/cases/{case.number}/determine/")
    proposed = desk.do(Role.INVESTIGATOR, case, "propose-adjust", reason="经营收入增加")
    decided = decides(desk, case, "adjust", "2022-07-01")

    assert "fact=business_income" in page
    assert [each.status_code for each in (settled, proposed, decided)] == [302, 302, 302], settled.content.decode()
    after = given_of(desk, case)[1]
    assert (before, after.amount_fen) == (95_000, 75_000)
    with acting(Actor.system("test"), on=desk.day):
        assert not Payee.objects.filter(entitlement=after).exists()


def test_the_family_reads_why_it_is_paid_no_more(desk: Desk) -> None:
    case = desk.granted()
    desk.on(JUNE_10)
    desk.do(Role.INVESTIGATOR, case, "propose-suspend", reason="本人无正当理由拒绝核查")
    decides(desk, case, "suspend", "2022-07-01", reason="两次通知后没有配合定期核查")

    page = desk.sign_in(desk.applications.citizen).get(f"/my/{case.application.number}/").content.decode()

    assert "从2022年7月起停发。原因写在下面。" in page
    assert "两次通知后没有配合定期核查" in page
    assert "怎么算出来的" not in page
    assert "看每一步的计算" not in page


def test_a_death_that_cannot_be_is_refused_with_its_reason(desk: Desk) -> None:
    case = desk.granted()
    who = member(desk, case, "b")
    told = (
        ({"who": ""}, "“谁去世了”没有填写"), ({"who": "0"}, "“谁去世了”请从列出的里面选"),
        ({"died_on": ""}, "“死亡日期”没有填写"), ({"died_on": "2022-04-27"}, "晚于"),
        ({"source": " "}, "“依据”没有填写"),
    )  # fmt: skip

    answers = [(desk.do(Role.INVESTIGATOR, case, "death", **({"who": who, **DIED} | each)), say) for each, say in told]

    assert {answer.status_code for answer, _ in answers} == {422}
    assert [say for answer, say in answers if say != "晚于" and say not in answer.content.decode()] == []


def test_who_dies_before_the_opinion_is_not_counted_in_it(desk: Desk) -> None:
    case = desk.accepted()
    desk.on(date(2022, 4, 19))

    page = desk.client(Role.INVESTIGATOR).post(
        *sent(desk, case, "death", who=member(desk, case, "b"), died_on="2022-04-18", source="死亡证明"), follow=True
    )
    determined = desk.post(Role.INVESTIGATOR, f"/desk/cases/{case.number}/determine/")

    assert "测算时不再计入" in page.content.decode()
    assert determined.status_code == 302
    with acting(Actor.system("test"), on=desk.day):
        made = Determination.objects.get(application=case.application_id, programme="dibao")
        assert InputMember.objects.filter(household=made.inputs).count() == 2


def dies(desk: Desk, case: Case, key: str):  # noqa: ANN201 - an answer of the client
    """The investigator records a death."""
    return desk.do(Role.INVESTIGATOR, case, "death", who=member(desk, case, key), **DIED)


def decides(desk: Desk, case: Case, deed: str, month: str, *, reason: str = "情况属实"):  # noqa: ANN201 - the same
    """The head of the township decides what was proposed."""
    return desk.do(Role.TOWNSHIP_HEAD, case, deed, reason=reason, first_month=month)


def sent(desk: Desk, case: Case, deed: str, **told: str) -> tuple[str, dict[str, object]]:
    """Where a deed goes, and what with."""
    return f"/desk/cases/{case.number}/do/{deed}/", {"version": desk.seen(case).version, **told}


def member(desk: Desk, case: Case, key: str) -> str:
    """The key of a member, as a form sends it."""
    with acting(Actor.system("test"), on=desk.day):
        return str(FamilyMember.objects.get(application=case.application_id, key=key).pk)


def given_of(desk: Desk, case: Case) -> list[Entitlement]:
    """What the case gave, the oldest first, each with its last month."""
    with acting(Actor.system("test"), on=desk.day):
        return list(with_ends(Entitlement.objects.filter(decision__case=case)).order_by("pk"))


def due_in(desk: Desk, month: Month) -> int:
    """How many entitlements a month owes."""
    with acting(Actor.system("test"), on=desk.day):
        return len({each.entitlement for each in due(month, COUNTY, on=desk.day)})
