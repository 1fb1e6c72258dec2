"""From the grant to the money: the township names who is paid, finance sees what waits, the family what arrived."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.entitlements.models import BankAccount, CardKeeper, Payee
from doudi.payments.models import Batch
from tests.fixtures.desks import Desk
from tests.payments.paying import lines_of, receipt

MAY = "2022-05"


def test_a_grant_is_paid_once_its_account_is_known_and_everybody_sees_what_became_of_it(desk: Desk) -> None:
    case = desk.granted()
    desk.on(date(2022, 5, 9))
    waiting = desk.get(Role.ACCEPTOR, f"/desk/cases/{case.number}/").content.decode()
    held = desk.get(Role.FINANCE_MAKER, f"/desk/batches/held/?month={MAY}").content.decode()
    refused = desk.post(Role.FINANCE_MAKER, "/desk/batches/", {"month": MAY})
    told = mine(desk, case)

    named = desk.paid_to(case)
    batch = paid_by_the_bank(desk, returned=True)

    assert "还没有登记收款人和账户" in waiting
    assert case.application.number in held
    assert "没有登记收款人和账户" in held
    assert (refused.status_code, named.status_code) == (422, 302)
    assert "还没有登记收款账户" in told
    after = desk.get(Role.ACCEPTOR, f"/desk/cases/{case.number}/?tab=paying").content.decode()
    assert "**** 5678" in after
    assert "6200000012345678" not in after
    assert "账号不存在" in after
    family = mine(desk, case)
    assert "没有发成功" in family
    assert "银行退回：账号不存在" in family
    assert "2022年5月" in family
    shown = desk.get(Role.FINANCE_MAKER, f"/desk/batches/{batch.pk}/").content.decode()
    assert "**** 5678" in shown


def test_a_payment_that_arrived_is_told_with_its_day_and_the_last_digits_only(desk: Desk) -> None:
    case = desk.granted()
    desk.on(date(2022, 5, 9))
    desk.paid_to(case)
    paid_by_the_bank(desk, returned=False)

    page = mine(desk, case)

    assert "2022年5月9日，发到账户" in page
    assert '<span class="nw">**** 5678</span>' in page
    assert "6200000012345678" not in page


INCOMPLETE = (
    ({"kind": ""}, "“发给谁”没有填写"), ({"kind": "landlord"}, "“发给谁”请从列出的里面选"),
    ({"who": ""}, "“收款人”发给本人的"), ({"kind": "guardian", "who": ""}, "“收款人姓名或者机构名称”没有填写"),
    ({"kind": "institution"}, "不能选家庭成员"), ({"bank": " "}, "“开户银行”没有填写"),
    ({"number": "62AB"}, "“账号”应为 8 至 30 位数字"), ({"evidence": ""}, "“凭据”没有填写"),
)  # fmt: skip


def test_a_payee_that_is_not_whole_comes_back_with_the_field_and_the_reason(desk: Desk) -> None:
    case = desk.granted()

    answers = [(desk.paid_to(case, **changed), sentence) for changed, sentence in INCOMPLETE]

    assert [answer.status_code for answer, _ in answers] == [422] * len(INCOMPLETE)
    assert [sentence for answer, sentence in answers if sentence not in answer.content.decode()] == []
    with acting(Actor.system("test"), on=desk.day):
        assert (Payee.objects.count(), BankAccount.objects.count()) == (0, 0)


def test_a_payee_sent_twice_is_one_row_and_who_pays_out_names_nobody(desk: Desk) -> None:
    case = desk.granted()
    version = desk.seen(case).version
    first = desk.paid_to(case, version=str(version))
    second = desk.paid_to(case, version=str(version))
    by_finance = desk.do(Role.FINANCE_MAKER, case, "payee")

    assert (first.status_code, second.status_code) == (302, 409)
    assert by_finance.status_code == 403
    with acting(Actor.system("test"), on=desk.day):
        assert Payee.objects.count() == 1


def test_who_keeps_a_card_is_recorded_with_the_agreement(desk: Desk) -> None:
    case = desk.granted()
    desk.paid_to(case, kind="guardian", who="", name="赵某丁", holder="赵某丁")
    agreement = {
        "keeper": "孙某己", "office": "示例村民委员会", "paper": "2022-7 号", "agreed_on": "2022-04-20",
        "filed_on": "2022-04-22",
    }  # fmt: skip

    early = desk.do(Role.ACCEPTOR, case, "keeper", **(agreement | {"filed_on": "2022-04-19"}))
    kept = desk.do(Role.ACCEPTOR, case, "keeper", **agreement)

    assert (early.status_code, kept.status_code) == (422, 302)
    assert "孙某己" in desk.get(Role.ACCEPTOR, f"/desk/cases/{case.number}/?tab=paying").content.decode()
    with acting(Actor.system("test"), on=desk.day):
        assert CardKeeper.objects.count() == 1


def test_what_would_be_held_back_in_no_month_is_said(desk: Desk) -> None:
    nonsense = desk.get(Role.FINANCE_MAKER, "/desk/batches/held/?month=nonsense")

    assert nonsense.status_code == 422
    assert "没有会暂缓的" in desk.get(Role.FINANCE_MAKER, "/desk/batches/held/").content.decode()
    assert desk.get(Role.INVESTIGATOR, "/desk/batches/held/").status_code == 403


def mine(desk: Desk, case: Case) -> str:
    """The page of the family that applied."""
    return desk.sign_in(desk.applications.citizen).get(f"/my/{case.application.number}/").content.decode()


def paid_by_the_bank(desk: Desk, *, returned: bool) -> Batch:
    """May is made, approved, sent and answered, each by whose it is, on their pages."""
    made = desk.post(Role.FINANCE_MAKER, "/desk/batches/", {"month": MAY})
    path = made["Location"]
    desk.post(Role.FINANCE_CHECKER, f"{path}approve/")
    desk.post(Role.FINANCE_MAKER, f"{path}file/", {"format": "csv-utf8"})
    with acting(Actor.system("test"), on=desk.day):
        batch = Batch.objects.get()
        lines = lines_of(batch)
        answer = receipt(batch, lines, [line.pk for line in lines] if returned else ())
    upload = BytesIO(answer)
    upload.name = "receipt.csv"
    assert desk.post(Role.FINANCE_MAKER, f"{path}receipt/", {"receipt": upload}).status_code == 302
    return batch
