"""The officers' pages in a real browser: WCAG 2.1 AA, three text sizes, and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.intake.models import Application, FamilyMember
from doudi.intake.services.submit import submit
from tests.browser.test_accessibility import SIZES, WIDTHS, overhang, violations
from tests.fixtures.applications import COUNTY
from tests.fixtures.browser import Opened
from tests.fixtures.desks import Desk
from tests.fixtures.people import MakeOfficer

TABS = ("members", "income", "calculation", "papers", "history")


def enter(opened: Opened, desk: Desk, role: str, path: str, **how: object) -> Page:
    """Open a page as an officer who is signed in."""
    page = opened("/desk/sign-in/", **how)
    root = page.url.removesuffix("/desk/sign-in/")
    session = desk.client(role).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": root}])
    page.goto(root + path)
    assert page.url == root + path, "sent away to sign in"
    return page


def entered(opened: Opened, desk: Desk, paths: list[tuple[Role, str]], *, width: int) -> Iterator[tuple[str, Page]]:
    """Open one page after another, each officer in a window of their own."""
    windows: dict[Role, Page] = {}
    for role, path in paths:
        page = windows.get(role) or windows.setdefault(role, enter(opened, desk, role, path, width=width))
        page.set_viewport_size({"width": width, "height": 900})
        if not page.url.endswith(path):
            address = "/".join(page.url.split("/")[:3]) + path
            page.goto(address)
            assert page.url == address, "sent away to sign in"
        yield path, page


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_the_desk_meets_the_guidelines(
    opened: Opened, desk: Desk, officer: MakeOfficer, width: int
) -> None:
    case = desk.accepted()
    desk.officers |= {role: officer(role, COUNTY) for role in (Role.POLICY_OFFICER, Role.ADMINISTRATOR)}
    waiting = comes_to_the_window(desk)
    paths = [
        (Role.INVESTIGATOR, "/desk/"), (Role.INVESTIGATOR, "/desk/?step=letter"), (Role.ACCEPTOR, "/desk/acceptance/"),
        (Role.ACCEPTOR, f"/desk/applications/{waiting.number}/"), (Role.ACCEPTOR, "/desk/register/"),
        (Role.TOWNSHIP_HEAD, f"/desk/cases/{case.number}/do/extend/"), (Role.FINANCE_MAKER, "/desk/batches/"),
        (Role.AUDITOR, "/desk/audit/"), (Role.POLICY_OFFICER, "/desk/policy/"),
        (Role.POLICY_OFFICER, "/desk/calendar/"), (Role.ADMINISTRATOR, "/desk/people/"),
        (Role.POLICY_OFFICER, "/desk/policy/new/"), (Role.ADMINISTRATOR, "/desk/people/new/"),
        (Role.ADMINISTRATOR, f"/desk/people/{desk.officers[Role.ACCEPTOR].pk}/"),
        *((Role.INVESTIGATOR, f"/desk/cases/{case.number}/?tab={tab}") for tab in TABS),
    ]  # fmt: skip

    found = {path: violations(page, contrast=width == 1440) for path, page in entered(opened, desk, paths, width=width)}

    assert {path: flaws for path, flaws in found.items() if flaws} == {}


def test_the_pages_after_a_grant_meet_the_guidelines_and_stay_in_their_width(opened: Opened, desk: Desk) -> None:
    case = desk.granted()
    desk.paid_to(case)
    desk.do(Role.INVESTIGATOR, case, "propose-suspend", reason="本人无正当理由拒绝核查")
    here, application = f"/desk/cases/{case.number}/", f"/desk/applications/{case.application.number}/"
    paths = [
        (Role.ACCEPTOR, f"{here}?tab=paying"), (Role.ACCEPTOR, f"{here}do/payee/"),
        (Role.ACCEPTOR, f"{here}do/keeper/"), (Role.ACCEPTOR, f"{here}do/delivered/"),
        (Role.INVESTIGATOR, f"{here}do/death/"),
        (Role.INVESTIGATOR, f"{here}do/propose-stop/"), (Role.TOWNSHIP_HEAD, f"{here}do/suspend/"),
        (Role.TOWNSHIP_HEAD, "/desk/changes/"), (Role.FINANCE_MAKER, "/desk/batches/held/?month=2022-05"),
        (Role.ACCEPTOR, f"{application}authorisation/"), (Role.INVESTIGATOR, f"{here}unreachable/"),
    ]  # fmt: skip
    flaws: dict[str, object] = {}
    for path, page in entered(opened, desk, paths, width=390):
        flaws[path] = violations(page) + sideways(page)
    page = enter(opened, desk, Role.INVESTIGATOR, f"{here}obligors/{applicant(desk, case)}/", width=390)
    page.get_by_role("button", name="加一位法定义务人").click()
    page.get_by_label("怎么称呼？").wait_for()
    flaws["obligors"] = violations(page) + sideways(page)
    flaws["my"] = violations(comes_home(opened, desk, f"/my/{case.application.number}/"))

    assert {path: found for path, found in flaws.items() if found} == {}


def applicant(desk: Desk, case: Case) -> int:
    """The key of who applies."""
    with acting(Actor.system("test"), on=desk.day):
        return FamilyMember.objects.get(application=case.application_id, relation="applicant").pk


def sideways(page: Page) -> list[tuple[str, int]]:
    """In which sizes and widths a page moves sideways."""
    found: list[tuple[str, int]] = []
    for size in SIZES:
        page.evaluate("size => { document.documentElement.dataset.size = size }", size)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += [(size, width)] if overhang(page) > 0 else []
    return found


def comes_home(opened: Opened, desk: Desk, path: str) -> Page:
    """The family opens a page of its own on a phone."""
    page = opened("/", width=390)
    root = page.url.removesuffix("/")
    session = desk.sign_in(desk.applications.citizen).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": root}])
    page.goto(root + path)
    return page


def comes_to_the_window(desk: Desk) -> Application:
    """Somebody of whom hardly anything is known."""
    household = {"members": [{"id": "a", "name": "李某丁", "relation": "applicant", "age": 60}]}
    filing = desk.applications.filing(people={}, household=household, channel="window")
    with acting(Actor.system("test"), on=desk.day):
        return submit(filing=filing, by=desk.officers[Role.ACCEPTOR], on=desk.day)


def test_no_page_of_the_desk_moves_sideways(opened: Opened, desk: Desk) -> None:
    case = desk.accepted()
    page = enter(opened, desk, Role.INVESTIGATOR, "/desk/")
    root = page.url.removesuffix("/desk/")

    for path in ("/desk/", *(f"/desk/cases/{case.number}/?tab={tab}" for tab in TABS)):
        page.goto(root + path)
        for size in SIZES:
            page.evaluate("size => { document.documentElement.dataset.size = size }", size)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                assert (path, width, size, overhang(page)) <= (path, width, size, 0)


def test_the_list_is_filtered_without_javascript(opened: Opened, desk: Desk) -> None:
    desk.accepted()
    page = enter(opened, desk, Role.INVESTIGATOR, "/desk/", javascript=False)

    page.locator("select[name=step]").select_option("opinion")
    page.get_by_role("button", name="筛选", exact=True).click()

    assert "step=opinion" in page.url
    assert page.get_by_text("没有符合条件的办件").count() + page.get_by_text("没有待办件").count() == 1


def test_what_is_ticked_is_counted_and_what_was_refused_is_there_after_back_and_reload(
    opened: Opened, desk: Desk
) -> None:
    case = desk.accepted()
    page = enter(opened, desk, Role.INVESTIGATOR, "/desk/")
    start = page.get_by_role("button", name="发起核对")
    assert start.is_disabled()
    page.get_by_label("选择本页全部").check()
    assert page.get_by_text("已选 1 件").is_visible()
    assert start.is_enabled()

    page.goto(page.url.removesuffix("/desk/") + f"/desk/cases/{case.number}/visit/")
    page.locator("[name=findings]").fill("土房两间")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="返回").click()
    page.go_back()

    for _ in range(2):
        assert page.locator("[name=findings]").input_value() == "土房两间"
        assert page.get_by_role("alert").get_by_text("“调查意见”没有填写").is_visible()
        page.reload()
