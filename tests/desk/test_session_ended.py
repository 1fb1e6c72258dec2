"""A form that is sent after the session has ended: back to it after signing in, with what was typed, and told why."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import Client

from doudi.accounts.models import Officer
from doudi.accounts.roles import Role
from doudi.accounts.signed_in import SEEN
from doudi.audit.actor import Actor, acting
from tests.desk.signing import PASSWORD, sign_in
from tests.fixtures.desks import FIRST_DAY, Desk

TYPED = "土房两间，院内有羊"


def knows_the_password(officer: Officer) -> Officer:
    """The same officer, who can sign in."""
    with acting(Actor.system("test"), on=FIRST_DAY):
        officer.account.set_password(PASSWORD)
        officer.account.save()
    return officer


def sent_too_late(desk: Desk, path: str, **given: str) -> tuple[Client, HttpResponse]:
    """A browser sends a form half an hour after its session was last used; the browser, and the answer."""
    client = desk.client(Role.INVESTIGATOR)
    session = client.session
    session[SEEN] = 0
    session.save()
    return client, client.post(path, given, headers={"Referer": f"http://testserver{path}"})  # type: ignore[return-value]


def test_the_form_comes_back_with_what_was_typed_after_signing_in(desk: Desk) -> None:
    case, investigator = desk.accepted(), knows_the_password(desk.officers[Role.INVESTIGATOR])
    path = f"/desk/cases/{case.number}/visit/"

    client, answer = sent_too_late(desk, path, findings=TYPED)
    door = client.get(answer["Location"]).content.decode()
    entered = sign_in(client, investigator.account, next=path)
    page = client.get(entered["Location"]).content.decode()

    assert answer["Location"] == f"/desk/sign-in/?next={path.replace('/', '%2F')}"
    assert "登录已过期，刚才的内容没有提交" in door
    assert entered["Location"] == path
    assert "已经按您填写的放回，请核对后再提交" in page
    assert TYPED in page
    assert TYPED not in client.get(path).content.decode(), "once only"


def test_an_act_asks_again_with_what_was_typed(desk: Desk) -> None:
    case, investigator = desk.proposed(), knows_the_password(desk.officers[Role.INVESTIGATOR])
    path = f"/desk/cases/{case.number}/do/object/"

    client, _ = sent_too_late(desk, path, text="听说他家有车", version="0")
    entered = sign_in(client, investigator.account, next=path)

    page = client.get(entered["Location"]).content.decode()
    assert "听说他家有车" in page
    assert "已经按您填写的放回" in page
    assert desk.seen(case).disputed is False


def test_who_signs_in_instead_reads_nothing_of_it(desk: Desk) -> None:
    case, other = desk.accepted(), knows_the_password(desk.officers["colleague"])
    path = f"/desk/cases/{case.number}/visit/"

    client, _ = sent_too_late(desk, path, findings=TYPED)
    kept = str(dict(client.session))
    entered = sign_in(client, other.account, next=path)

    page = client.get(entered["Location"]).content.decode()
    assert TYPED not in kept
    assert TYPED not in page
    assert "没有任何改动。请再办一次" in page


def test_what_is_only_a_button_leads_back_to_its_page(desk: Desk) -> None:
    case, investigator = desk.accepted(), knows_the_password(desk.officers[Role.INVESTIGATOR])
    here = f"/desk/cases/{case.number}/"
    client = desk.client(Role.INVESTIGATOR)
    client.logout()

    answer = client.post(f"{here}determine/", headers={"Referer": f"http://testserver{here}?tab=calculation"})
    entered = sign_in(client, investigator.account, next=f"{here}?tab=calculation")

    assert answer["Location"].startswith("/desk/sign-in/?next=")
    assert "calculation" in answer["Location"]
    assert "请再办一次" in client.get(entered["Location"]).content.decode()
