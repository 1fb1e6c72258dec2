"""One login a role for a place, and the command line that opens accounts."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from psycopg.types.range import DateRange

from doudi.accounts.models import Account, Office, Place, Post
from doudi.accounts.roles import Role
from doudi.accounts.services.open_demonstration import open_demonstration
from doudi.audit.models import Event
from doudi.project import cli
from doudi.project.cli import published

PASSWORD = "山高水长-示例-2024"
ON = date(2024, 3, 1)


@pytest.fixture
def county(db: None) -> str:
    Place.objects.create(code="430971", name="大通湖区", valid=DateRange(None, None))
    return "430971"


@pytest.fixture
def _connected(county: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "connect", lambda: None)
    monkeypatch.setenv("DOUDI_MODE", "test")
    monkeypatch.setenv("DOUDI_TODAY", ON.isoformat())


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = cli.main(["accounts", *words])
    told = capsys.readouterr()
    return status, told.out + told.err


@pytest.mark.usefixtures("as_system")
def test_a_demonstration_has_one_login_a_role_two_for_standards_and_again_opens_nothing(
    county: str,
) -> None:
    first = open_demonstration(county=county, password=PASSWORD, on=ON)
    second = open_demonstration(county=county, password="另一个-示例-2024", on=ON)

    assert {post.role for post in first} == set(Role.values)
    assert first == second
    logins = {post.officer.account.login: post.role for post in first}
    assert len(logins) == len(Role) + 1
    assert [login for login, role in logins.items() if role == Role.POLICY_OFFICER] == [
        "demo-430971-policy-officer-2", "demo-430971-policy-officer",
    ]  # fmt: skip
    confirmer = next(post for post in first if post.role == Role.COUNTY_CONFIRMER)
    assert confirmer.officer.account.check_password(PASSWORD)
    assert {office.place for office in Office.objects.all()} == {"430971", "430971001", "430971001001"}


@pytest.mark.usefixtures("_connected")
def test_the_first_administrator_is_opened_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "open-office", "civil_affairs", "大通湖区民政局", "430971")[0] == 0
    office = Office.objects.get()
    _, told = run(capsys, "open-account", "zhang", "张某甲", "430971")
    status, post = run(capsys, "appoint", "zhang", "administrator", str(office.pk))

    assert (status, Post.objects.get().role) == (0, Role.ADMINISTRATOR)
    assert "账号管理" in post
    account = Account.objects.get(login="zhang")
    assert any(account.check_password(word) for word in told.replace("，", " ").split())
    assert account.is_password_temporary


@pytest.mark.usefixtures("_connected")
def test_the_list_shows_offices_and_who_has_which_post(capsys: pytest.CaptureFixture[str]) -> None:
    assert "还没有单位" in run(capsys, "list")[1]
    run(capsys, "open-office", "civil_affairs", "大通湖区民政局", "430971")
    run(capsys, "open-account", "zhang", "张某甲", "430971")
    run(capsys, "appoint", "zhang", "administrator", str(Office.objects.get().pk))

    told = run(capsys, "list", "--place", "430000")[1]
    run(capsys, "end", str(Post.objects.get().pk))

    assert "大通湖区民政局" in told
    assert "账号管理\t张某甲\tzhang" in told
    assert run(capsys, "list", "--place", "370000")[1].startswith("还没有单位")


@pytest.mark.usefixtures("_connected")
def test_a_new_password_replaces_the_old_one(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "open-account", "zhang", "张某甲", "430971")
    before = Account.objects.get().password

    status, told = run(capsys, "reset", "zhang")

    assert (status, Account.objects.get().password != before) == (0, True)
    word = told.split("新初始密码 ")[1].split("，")[0]
    assert Client().post("/desk/sign-in/", {"login": "zhang", "password": word})["Location"] == "/desk/"


@pytest.mark.usefixtures("_connected")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("appoint", "nobody", "acceptor", "1"), "没有第 1 号单位"),
        (("reset", "nobody"), "没有登录名为“nobody”的工作人员"),
        (("reset", "nobody", "--factor"), "没有登录名为“nobody”的工作人员"),
        (("end", "1"), "没有第 1 号任职"),
        (("open-office", "township", "示例镇", "430971"), "不设在这一级"),
        (("open-office", "finance", "示例局", "430999"), "没有行政区划“430999”"),
        (("open-account", "张三", "张三", "430971"), "登录名“张三”有误"),
        (("name-place", "430971", "示例"), "只能录入乡镇"),
        (("link", "nobody", "x"), "还没有设置统一身份认证"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence_and_leaves_nothing(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    status, told = run(capsys, *words)

    assert status == 2
    assert sentence in told
    assert (Office.objects.count(), Account.objects.count(), Event.objects.count()) == (0, 0, 0)
