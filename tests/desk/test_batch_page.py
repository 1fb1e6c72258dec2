"""The page of a batch says what each line waits for, and offers to pay again only what has a corrected account."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.payments.models import BankFile, Batch
from tests.desk.test_paying_a_case import MAY, paid_by_the_bank
from tests.fixtures.desks import Desk

AGAIN = "编制重发批次</button>"


def shown(answer: HttpResponse) -> str:
    """A page without the white space between its words."""
    return " ".join(answer.content.decode().split()).replace(" </button>", "</button>")


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
    case_page = shown(desk.get(Role.ACCEPTOR, f"/desk/cases/{case.number}/?tab=paying"))

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

    with acting(Actor.system("test"), on=desk.day):
        number = BankFile.objects.get().number
    assert given["Content-Disposition"] == f'attachment; filename="{number}.csv"'


def test_what_came_back_is_paid_again_only_after_the_account_was_corrected(desk: Desk) -> None:
    case = desk.granted()
    desk.on(date(2022, 5, 9))
    desk.paid_to(case)
    path = f"/desk/batches/{paid_by_the_bank(desk, returned=True).pk}/"

    early = shown(desk.get(Role.FINANCE_MAKER, path))
    checker = shown(desk.get(Role.FINANCE_CHECKER, path))
    desk.paid_to(case, number="6200 0000 8765 4321")
    late = shown(desk.get(Role.FINANCE_MAKER, path))
    made = desk.post(Role.FINANCE_MAKER, f"{path}reissue/")
    after = shown(desk.get(Role.FINANCE_MAKER, path))

    assert (AGAIN in early, AGAIN in checker, AGAIN in late, AGAIN in after) == (False, False, True, False)
    assert "退回的有 1 笔还没有登记更正的账户" in early
    assert "还没有登记更正的账户" not in late
    assert made.status_code == 302
    with acting(Actor.system("test"), on=desk.day):
        assert Batch.objects.count() == 2
