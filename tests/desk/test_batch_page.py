"""The page of a batch says what each line waits for, and offers to pay again only what has a corrected account."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.payments.models import BankFile, BankReceipt, Batch, Line, LineResult
from tests.desk.test_paying_a_case import MAY, paid_by_the_bank
from tests.fixtures.desks import Desk
from tests.payments.paying import lines_of, receipt

AGAIN = "编制重发批次</button>"


def shown(answer: HttpResponse) -> str:
    """A page without the white space between its words."""
    return " ".join(answer.content.decode().split()).replace(" </button>", "</button>")


def tab_of(desk: Desk, case: Case) -> str:
    """The tab of a case's payments, where the case opens while something waits there."""
    return shown(desk.get(Role.ACCEPTOR, f"/desk/cases/{case.number}/?tab=paying"))


def test_a_line_waits_for_the_approval_then_for_the_file_then_for_the_bank(desk: Desk) -> None:
    case = desk.granted()
    desk.on(date(2022, 5, 9))
    desk.paid_to(case)
    path = desk.post(Role.FINANCE_MAKER, "/desk/batches/", {"month": MAY})["Location"]

    made = shown(desk.get(Role.FINANCE_MAKER, path))
    desk.post(Role.FINANCE_CHECKER, f"{path}approve/")
    approved = shown(desk.get(Role.FINANCE_MAKER, path))
    desk.post(Role.FINANCE_MAKER, f"{path}file/", {"format": "csv-utf8"})
    sent = shown(desk.get(Role.FINANCE_MAKER, path))
    with acting(Actor.system("test"), on=desk.day):
        line, file = Line.objects.get(), BankFile.objects.get()
    wrong = BytesIO(f"{file.number},1,1\n明细号\n{line.pk:012},1,00,\n".encode())
    refused = shown(desk.post(Role.FINANCE_MAKER, f"{path}receipt/", {"receipt": wrong}))
    nothing = desk.post(Role.FINANCE_MAKER, f"{path}receipt/")
    case_page = shown(desk.get(Role.ACCEPTOR, f"/desk/cases/{case.number}/?tab=paying"))

    assert "待复核" not in made
    assert f'<p class="mono">{line.pk:012},{line.amount_fen},00,</p>' in sent
    assert "00 已入账，01 已退回" in sent
    assert "第 3 行“金额（分）”有误：写的是 1" in refused
    assert 'aria-invalid="true"' in refused
    assert "请先选择银行的回盘文件" in nothing.content.decode()
    assert nothing.status_code == 422
    assert ("待批准" in made, "待银行答复" in made, "待答复" in made) == (True, False, False)
    assert ("待送银行" in approved, "待银行答复" in approved) == (True, False)
    assert "待银行答复" in sent
    assert "办理中" in case_page


def test_the_file_for_the_bank_is_named_by_what_it_is(desk: Desk) -> None:
    case = desk.granted()
    desk.on(date(2022, 5, 9))
    desk.paid_to(case)
    path = desk.post(Role.FINANCE_MAKER, "/desk/batches/", {"month": MAY})["Location"]
    desk.post(Role.FINANCE_CHECKER, f"{path}approve/")
    desk.post(Role.FINANCE_MAKER, f"{path}file/", {"format": "csv-utf8"})

    given = desk.get(Role.FINANCE_MAKER, f"{path}file/download/")
    offered = [f"{path}file/download/" in shown(desk.get(role, path)) for role in (Role.FINANCE_CHECKER, Role.AUDITOR)]

    with acting(Actor.system("test"), on=desk.day):
        number = BankFile.objects.get().number
    assert offered == [True, False]
    assert given["Content-Disposition"] == f'attachment; filename="{number}.csv"'


def test_what_came_back_stands_on_the_list_of_the_township(desk: Desk) -> None:
    case = desk.granted()
    desk.on(date(2022, 5, 9))
    desk.paid_to(case)
    before = shown(desk.get(Role.ACCEPTOR, "/desk/"))

    paid_by_the_bank(desk, returned=True)

    assert "银行退回" not in before
    assert "银行退回 1 笔，还没有重发" in shown(desk.get(Role.ACCEPTOR, "/desk/"))


def test_what_came_back_is_paid_again_only_after_the_account_was_corrected(desk: Desk) -> None:
    case = desk.granted()
    desk.on(date(2022, 5, 9))
    desk.paid_to(case)
    path = f"/desk/batches/{paid_by_the_bank(desk, returned=True).pk}/"

    held = f"/desk/batches/held/?month={MAY}"
    refused = shown(desk.post(Role.FINANCE_MAKER, "/desk/batches/", {"month": MAY}))
    waits, case_waits = shown(desk.get(Role.FINANCE_MAKER, held)), tab_of(desk, case)
    listed = shown(desk.get(Role.ACCEPTOR, "/desk/changes/"))
    early = shown(desk.get(Role.FINANCE_MAKER, path))
    checker = shown(desk.get(Role.FINANCE_CHECKER, path))
    desk.paid_to(case, number="6200 0000 8765 4321")
    late = shown(desk.get(Role.FINANCE_MAKER, path))
    ready, case_ready = shown(desk.get(Role.FINANCE_MAKER, held)), tab_of(desk, case)
    made = desk.post(Role.FINANCE_MAKER, f"{path}reissue/")
    after = shown(desk.get(Role.FINANCE_MAKER, path))
    drafted, case_drafted = shown(desk.get(Role.ACCEPTOR, "/desk/changes/")), tab_of(desk, case)
    desk.post(Role.FINANCE_CHECKER, f"{made['Location']}approve/")
    approved = shown(desk.get(Role.ACCEPTOR, "/desk/changes/"))

    assert (AGAIN in early, AGAIN in checker, AGAIN in late, AGAIN in after) == (False, False, True, False)
    assert "退回的有 1 笔还没有登记更正的账户" in early
    assert "还没有登记更正的账户" not in late
    assert made.status_code == 302
    assert "暂缓（1 笔）" in refused
    assert case.application.number in waits
    assert "银行退回，还没有登记更正的账户（账号不存在）" in waits
    assert '1<span class="vh"> 项待处理</span>' in case_waits
    told = ("被银行退回，没有发到：账号不存在。</b> 等乡镇（街道）登记更正的账户", "有被银行退回的发放，见“发放”")
    assert all(sentence in case_waits for sentence in told)
    assert (case.number in listed, "账号不存在" in listed, case.number in approved) == (True, True, False)
    assert ("还没有编制" in listed, "重发批次等待批准" in drafted) == (True, True)
    assert "重发批次已经编制，等县级发放复核人员批准。" in case_drafted
    assert "银行退回，账户已更正，等待重发（账号不存在）" in ready
    assert f'<a href="{path}">由发放编制人员' in ready
    assert "更正的账户已经登记，等县级发放编制人员编制重发批次。" in case_ready
    assert "被银行退回" not in tab_of(desk, case)
    with acting(Actor.system("test"), on=desk.day):
        assert Batch.objects.count() == 2


def test_the_account_the_bank_returned_is_registered_again_only_for_a_reason(desk: Desk) -> None:
    case = desk.granted()
    first = desk.get(Role.ACCEPTOR, f"/desk/cases/{case.number}/do/payee/")
    desk.on(date(2022, 5, 9))
    desk.paid_to(case)
    path = f"/desk/batches/{paid_by_the_bank(desk, returned=True).pk}/"
    asked = desk.get(Role.ACCEPTOR, f"/desk/cases/{case.number}/do/payee/")

    same = [
        desk.paid_to(case, number="6200-0000-1234-5678", **more) for more in ({}, {"bank": "示例银行", "still": " "})
    ]
    still_waits = shown(desk.get(Role.FINANCE_MAKER, path))
    reasoned = desk.paid_to(case, still="已到柜台重新启用")
    again = desk.post(Role.FINANCE_MAKER, f"{path}reissue/")["Location"]
    checked, before = (shown(desk.get(Role.FINANCE_CHECKER, each)) for each in (again, path))
    listed = shown(desk.get(Role.FINANCE_CHECKER, "/desk/batches/"))

    sentence = "“账号”与被银行退回的账户相同（退回原因：账号不存在），请登记另一个账户"
    assert [(each.status_code, sentence in each.content.decode()) for each in same] == [(422, True)] * 2
    assert ("仍用被退回的账户的理由" in shown(first), "仍用被退回的账户的理由" in shown(asked)) == (False, True)
    assert "还没有登记更正的账户" in still_waits
    assert reasoned.status_code == 302
    assert "仍用被银行退回的账户（账号不存在）：已到柜台重新启用" in tab_of(desk, case)
    assert "这是重发批次" in checked
    assert "退回原因：账号不存在（1 笔）。 其中 1 笔仍发到被退回的账户" in checked
    assert "这是重发批次" not in before
    assert listed.count("已批准，有退回 1 笔") == 1


def test_the_list_of_batches_asks_no_more_for_more_of_them(desk: Desk) -> None:
    case = desk.granted()
    desk.on(date(2022, 5, 9))
    desk.paid_to(case)

    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            assert desk.get(Role.FINANCE_CHECKER, "/desk/batches/").status_code == 200
        return len(statements)

    asked()
    none = asked()
    path = f"/desk/batches/{paid_by_the_bank(desk, returned=True).pk}/"
    desk.paid_to(case, number="6200 0000 8765 4321")
    desk.post(Role.FINANCE_MAKER, f"{path}reissue/")

    assert asked() <= none + 1


def test_an_account_that_came_back_is_refused_after_another_one_came_back_too(desk: Desk) -> None:
    case = desk.granted()
    desk.on(date(2022, 5, 9))
    desk.paid_to(case)
    batch = paid_by_the_bank(desk, returned=True)
    moved = desk.paid_to(case, number="6200 0000 8765 4321")
    desk.post(Role.FINANCE_MAKER, f"/desk/batches/{batch.pk}/reissue/")

    assert moved.status_code == 302
    assert desk.paid_to(case).status_code == 422


def test_a_receipt_sent_again_is_said_to_have_changed_nothing(desk: Desk) -> None:
    case = desk.granted()
    desk.on(date(2022, 5, 9))
    desk.paid_to(case)
    batch = paid_by_the_bank(desk, returned=True)
    path = f"/desk/batches/{batch.pk}/"
    first = shown(desk.get(Role.FINANCE_MAKER, path))
    with acting(Actor.system("test"), on=desk.day):
        lines = lines_of(batch)
        sent = BytesIO(receipt(batch, lines, [line.pk for line in lines]))
    sent.name = "receipt.csv"

    desk.post(Role.FINANCE_MAKER, f"{path}receipt/", {"receipt": sent})

    again = shown(desk.get(Role.FINANCE_MAKER, path))
    assert "回盘文件已录入。" in first
    assert "这个回盘文件以前录入过，这一次什么也没有改变。" in again
    assert "回盘文件已录入。" not in again
    with acting(Actor.system("test"), on=desk.day):
        assert (BankReceipt.objects.count(), LineResult.objects.count()) == (1, len(lines))
