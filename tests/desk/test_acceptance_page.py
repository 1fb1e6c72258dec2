"""The page of an application at the desk: what was declared, who filed it until when, and taking it back."""

from __future__ import annotations

from datetime import date

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.intake.models import Application
from doudi.intake.services.grant_mandate import Principal, grant_mandate
from doudi.intake.services.submit import submit
from doudi.kernel.spans import Span
from tests.fixtures.applications import VILLAGE
from tests.fixtures.desks import Desk
from tests.fixtures.people import MakeCitizen


def test_the_acceptor_reads_what_was_declared_and_in_whose_hand_the_mandate_is(
    desk: Desk, citizen: MakeCitizen
) -> None:
    helper, number = citizen(name="李某己", phone="13800000008"), desk.applications.number
    with acting(Actor.citizen(helper.account_id), on=desk.day):
        mandate = grant_mandate(
            helper=helper.account, kind="relative", principal=Principal("张某甲", number, VILLAGE),
            span=Span(desk.day, date(2022, 9, 1)), on=desk.day, by=helper.account,
        )  # fmt: skip
        filed = submit(filing=desk.applications.filing(mandate=mandate), by=helper.account, on=desk.day)

    page = " ".join(desk.get(Role.ACCEPTOR, f"/desk/applications/{filed.number}/").content.decode().split())

    assert "由 <b>李某己</b>（其他亲属）代为提交，委托到 2022年8月31日" in page
    for told in ("张某甲（申请人本人）", "：¥3,000.00", "李某乙（配偶）", "¥4,200.00", "¥2,000.00"):
        assert told in page, told


def test_taking_an_application_back_is_asked_twice_and_wants_a_reason(desk: Desk) -> None:
    application = desk.complete()
    address = f"/desk/applications/{application.number}/withdraw/"

    page = desk.get(Role.ACCEPTOR, f"/desk/applications/{application.number}/").content.decode()
    asked = desk.get(Role.ACCEPTOR, address).content.decode()
    silent = desk.post(Role.ACCEPTOR, address, {"reason": " "})
    between = _of(desk, application).withdrawn_on
    done = desk.post(Role.ACCEPTOR, address, {"reason": "找到工作了"})
    after = _of(desk, application)

    assert f'href="{address}"' in page
    assert f'action="{address}"' not in page
    assert "确认撤回" in asked
    assert silent.status_code == 422
    assert '<a href="#reason">请填写撤回原因</a>' in silent.content.decode()
    assert between is None
    assert done.status_code == 302
    assert (after.withdrawn_on, after.withdrawn_reason) == (desk.day, "找到工作了")


def _of(desk: Desk, application: Application) -> Application:
    with acting(Actor.system("test"), on=desk.day):
        return Application.objects.get(pk=application.pk)
