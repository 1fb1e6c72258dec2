"""The page of a batch says what each line waits for, and offers to pay again only what has a corrected account."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from django.http import HttpResponse

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.payments.models import BankFile, Batch, Line
from tests.desk.test_paying_a_case import MAY, paid_by_the_bank
from tests.fixtures.desks import Desk

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

    assert (AGAIN in early, AGAIN in checker, AGAIN in late, AGAIN in after) == (False, False, True, False)
    assert "退回的有 1 笔还没有登记更正的账户" in early
    assert "还没有登记更正的账户" not in late
    assert made.status_code == 302
    assert "暂缓（1 笔）" in refused
    assert case.application.number in waits
    assert "银行退回，还没有登记更正的账户（账号不存在）" in waits
    assert '1<span class="vh"> 项待处理</span>' in case_waits
    assert "被银行退回，没有发到：账号不存在。</b> 等乡镇（街道）登记更正的账户" in case_waits
    assert "有被银行退回的发放，见“发放”" in case_waits
    assert case.number in listed
    assert "账号不存在" in listed
    assert "银行退回，账户已更正，等待重发（账号不存在）" in ready
    assert f'<a href="{path}">由发放编制人员' in ready
    assert "更正的账户已经登记，等县级发放编制人员编制重发批次。" in case_ready
    assert "被银行退回" not in tab_of(desk, case)
    with acting(Actor.system("test"), on=desk.day):
        assert Batch.objects.count() == 2
