"""The administrator's pages: who works where as what, taking on, appointing, locking; of one's own place alone."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from psycopg.types.range import DateRange

from doudi.accounts.models import Office, Officer, Post
from doudi.accounts.permissions import posts_of
from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from tests.desk.signing import sign_in
from tests.fixtures.applications import COUNTY, TOWNSHIP
from tests.fixtures.desks import FIRST_DAY, Desk
from tests.fixtures.people import EVER, MakeOfficer, office_at

PASSWORD = re.compile(r"[2-9a-z]{16}")


@pytest.fixture
def people(desk: Desk, officer: MakeOfficer) -> Desk:
    """The desk with an administrator of the county."""
    desk.officers[Role.ADMINISTRATOR] = officer(Role.ADMINISTRATOR, COUNTY)
    return desk


def page_of(somebody: Officer) -> str:
    return f"/desk/people/{somebody.pk}/"


def do(desk: Desk, somebody: Officer, act: str, *, sure: str = "yes", **given: object) -> HttpResponse:
    return desk.post(Role.ADMINISTRATOR, page_of(somebody), {"do": act, "sure": sure, **given})


def appointed(somebody: Officer) -> set[str]:
    return {post.role for post in somebody.posts.filter(valid__contains=FIRST_DAY)}


def test_an_administrator_begins_with_the_offices_and_people_of_the_place(people: Desk) -> None:
    start = people.get(Role.ADMINISTRATOR, "/desk/")
    listed = people.get(Role.ADMINISTRATOR, start["Location"]).content.decode()
    found = people.get(Role.ADMINISTRATOR, f"/desk/people/?q={people.officers[Role.AUDITOR].name}").content.decode()

    assert start["Location"] == "/desk/people/"
    assert all(page_of(people.officers[role]) in listed for role in (Role.ACCEPTOR, Role.AUDITOR, "colleague"))
    assert page_of(people.officers["stranger"]) not in listed
    assert page_of(people.officers[Role.AUDITOR]) in found
    assert page_of(people.officers[Role.ACCEPTOR]) not in found
    assert people.get(Role.ACCEPTOR, "/desk/people/").status_code == 403


def test_somebody_new_signs_in_with_the_password_that_is_shown_once_and_has_to_change_it(
    people: Desk, client: Client
) -> None:
    office = office_at(TOWNSHIP, Role.INVESTIGATOR)
    told = {"login": "wang.new", "name": "王某新", "office": office.pk, "role": Role.INVESTIGATOR.value}

    asked = people.post(Role.ADMINISTRATOR, "/desk/people/new/", told).content.decode()
    nobody = Officer.objects.filter(account__login="wang.new").exists()
    made, twice = (people.post(Role.ADMINISTRATOR, "/desk/people/new/", {**told, "sure": "yes"}) for _ in range(2))
    again = people.post(Role.ADMINISTRATOR, "/desk/people/new/", told)

    somebody = Officer.objects.select_related("account").get(account__login="wang.new")
    shown, reloaded = (people.get(Role.ADMINISTRATOR, made["Location"]).content.decode() for _ in range(2))
    password = next(word for word in PASSWORD.findall(shown) if somebody.account.check_password(word))
    entered = sign_in(client, somebody.account, password)
    assert (nobody, made.status_code, again.status_code, entered.status_code) == (False, 302, 422, 302)
    assert f"任命为{office.name}的乡镇调查？" in asked
    assert made["Location"] == twice["Location"] == f"{page_of(somebody)}password/"
    assert password not in reloaded
    assert "已经显示过了" in reloaded
    assert "登录名“wang.new”已有人使用" in again.content.decode()
    assert client.get("/desk/")["Location"] == "/desk/account/password/"
    assert appointed(somebody) == {Role.INVESTIGATOR}
    assert password not in people.get(Role.ADMINISTRATOR, page_of(somebody)).content.decode()


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"login": "王"}, "login", "登录名“王”有误"), ({"login": ""}, "login", "登录名“”有误"),
        ({"login": "w" * 65}, "login", "最多 64 字"), ({"name": " "}, "name", "请填写姓名"),
        ({"office": "999999"}, "office", "请从列出的里面选"), ({"role": "king"}, "role", "请从列出的里面选"),
        ({"role": Role.COUNTY_CONFIRMER.value}, "role", "这类单位任职"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_somebody_new_is_said_and_no_account_is_left(
    people: Desk, changed: dict[str, str], field: str, sentence: str
) -> None:
    told = {"login": "wang.new", "name": "王某新", "office": str(office_at(TOWNSHIP, Role.INVESTIGATOR).pk)}
    before = Officer.objects.count()

    answer = people.post(Role.ADMINISTRATOR, "/desk/people/new/", {**told, "role": Role.INVESTIGATOR.value, **changed})

    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.content.decode()
    assert sentence in answer.content.decode()
    assert Officer.objects.count() == before


def test_roles_that_exclude_each_other_are_refused_and_a_post_is_ended(people: Desk) -> None:
    somebody, office = people.officers[Role.INVESTIGATOR], office_at(TOWNSHIP, Role.TOWNSHIP_HEAD)

    refused = do(people, somebody, "appoint", office=office.pk, role=Role.TOWNSHIP_HEAD.value)
    ended = do(people, somebody, "end", post=somebody.posts.get().pk)
    allowed = do(people, somebody, "appoint", office=office.pk, role=Role.TOWNSHIP_HEAD.value)

    assert (refused.status_code, ended.status_code, allowed.status_code) == (409, 302, 302)
    assert "其他岗位与“乡镇负责人”不能由同一人担任" in refused.content.decode()
    assert appointed(somebody) == {Role.TOWNSHIP_HEAD}


def test_an_account_is_locked_and_unlocked_and_a_password_made_anew(people: Desk) -> None:
    somebody = people.officers[Role.ACCEPTOR]
    inside = people.client(Role.ACCEPTOR)
    before = inside.get("/desk/").status_code

    locked, twice = (do(people, somebody, "lock") for _ in range(2))
    out = inside.get("/desk/")
    unlocked = do(people, somebody, "unlock")
    renewed = do(people, somebody, "reset")
    shown = people.get(Role.ADMINISTRATOR, renewed["Location"]).content.decode()

    assert [each.status_code for each in (locked, twice, unlocked, renewed)] == [302, 409, 302, 302]
    assert (before, out["Location"].partition("?")[0]) == (200, "/desk/sign-in/")
    somebody.account.refresh_from_db()
    assert any(map(somebody.account.check_password, PASSWORD.findall(shown)))
    assert somebody.account.is_password_temporary
    with acting(Actor.system("test"), on=FIRST_DAY):
        recorded = Event.objects.filter(subject_kind="accounts.officer", subject_id=somebody.pk).order_by("pk")
        assert [each.act for each in recorded] == ["accounts.locked", "accounts.unlocked", "accounts.password_reset"]


@pytest.mark.parametrize(("act", "sentence"), [
    ("lock", "不能停用自己的账号"), ("appoint", "不能任命自己"), ("fly", "没有这项操作"),
    ("factor", "没有绑定动态口令"),
])  # fmt: skip
def test_what_an_administrator_may_not_do_to_themselves_or_at_all_is_said(
    people: Desk, act: str, sentence: str
) -> None:
    own = people.officers[Role.ADMINISTRATOR]
    office = office_at(COUNTY, Role.ADMINISTRATOR)

    answer = do(people, own, act, office=office.pk, role=Role.POLICY_OFFICER.value)

    assert answer.status_code in (409, 422)
    assert sentence in answer.content.decode()
    assert appointed(own) == {Role.ADMINISTRATOR}


def test_an_account_that_opens_more_than_the_place_is_not_touched_and_people_elsewhere_are_not_there(
    people: Desk,
) -> None:
    beyond, stranger = people.officers[Role.AUDITOR], people.officers["stranger"]
    Post.objects.create(officer=beyond, office=office_at("371702", Role.AUDITOR), role=Role.AUDITOR, valid=EVER)
    before = beyond.account.password

    refused = do(people, beyond, "reset")
    unseen = (people.get(Role.ADMINISTRATOR, page_of(stranger)), do(people, stranger, "reset"))

    assert refused.status_code == 409
    assert "账号由上级账号管理员办理" in refused.content.decode()
    assert [each.status_code for each in unseen] == [404, 404]
    beyond.account.refresh_from_db()
    assert beyond.account.password == before


@pytest.mark.parametrize(("act", "told"), [
    ("reset", "现在的密码马上作废"), ("lock", "马上不能登录"), ("end", "马上不能再办它的业务"),
    ("appoint", "任命错了，今天之内可以撤销任命"),
])  # fmt: skip
def test_each_act_is_asked_about_first_and_the_question_changes_nothing(people: Desk, act: str, told: str) -> None:
    somebody, office = people.officers[Role.ACCEPTOR], office_at(TOWNSHIP, Role.TOWNSHIP_HEAD)
    before = Officer.objects.filter(pk=somebody.pk).values("account__password", "account__is_active")[0]

    asked = do(people, somebody, act, sure="", office=office.pk, role=Role.TOWNSHIP_HEAD, post=somebody.posts.get().pk)

    page = asked.content.decode()
    assert asked.status_code == 200
    assert told in page
    assert f'name="do" value="{act}"' in page
    assert ("同一人会在一件事上先后办理“乡镇受理”和“乡镇负责人”" in page) == (act == "appoint")
    assert Officer.objects.filter(pk=somebody.pk).values("account__password", "account__is_active")[0] == before
    assert appointed(somebody) == {Role.ACCEPTOR}
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert not Event.objects.filter(subject_kind="accounts.officer", subject_id=somebody.pk).exists()


@pytest.mark.parametrize("acted", [False, True])
def test_an_appointment_by_mistake_is_undone_the_same_day_and_stays_on_record(people: Desk, acted: bool) -> None:
    somebody, office = people.officers[Role.INVESTIGATOR], office_at(TOWNSHIP, Role.ACCEPTOR)
    somebody.posts.update(valid=DateRange(date(2020, 1, 1), FIRST_DAY))
    do(people, somebody, "appoint", office=office.pk, role=Role.ACCEPTOR.value)
    post = somebody.posts.get(role=Role.ACCEPTOR)
    if acted:
        people.get(Role.INVESTIGATOR, "/desk/acceptance/")

    ended = do(people, somebody, "end", post=post.pk)
    asked = do(people, somebody, "undo", sure="", post=post.pk).content.decode()
    silent = do(people, somebody, "undo", post=post.pk, because=" ")
    undone = do(people, somebody, "undo", post=post.pk, because="选错了人")
    twice = do(people, somebody, "undo", post=post.pk, because="选错了人")
    page = people.get(Role.ADMINISTRATOR, page_of(somebody)).content.decode()

    post.refresh_from_db()
    assert [each.status_code for each in (ended, silent, undone, twice)] == [409, 422, 302, 422]
    assert "请用撤销任命" in ended.content.decode()
    assert ("照样留在记录里" in asked, "从未任职" in asked) == (acted, not acted)
    assert '<a href="#because">' in silent.content.decode()
    assert ((FIRST_DAY in post.valid), bool(post.stopped_at), post.annulled_on) == (
        (True, True, None) if acted else (False, False, FIRST_DAY)
    )
    assert posts_of(somebody, FIRST_DAY) == []
    assert people.get(Role.INVESTIGATOR, "/desk/acceptance/").status_code == 403
    assert "选错了人" in page
    assert do(people, somebody, "appoint", office=office.pk, role=Role.ACCEPTOR.value).status_code == (
        409 if acted else 302
    )
    with acting(Actor.system("test"), on=FIRST_DAY):
        acts = Event.objects.filter(subject_kind="accounts.post", subject_id=post.pk).order_by("pk")
        last = "accounts.post_stopped" if acted else "accounts.appointment_annulled"
        assert [each.act for each in acts] == ["accounts.appointed", last]


def test_an_office_is_opened_at_the_place_or_below_and_nowhere_else(people: Desk) -> None:
    told = {"kind": "finance", "name": "示例区财政局", "place": COUNTY, "phone": "0737-0000000", "address": ""}

    asked = people.get(Role.ADMINISTRATOR, "/desk/people/offices/").content.decode()
    made = people.post(Role.ADMINISTRATOR, "/desk/people/offices/", told)
    wrong = {
        name: people.post(Role.ADMINISTRATOR, "/desk/people/offices/", {**told, **changed})
        for name, changed in {
            "place": {"place": "371702"}, "kind": {"place": TOWNSHIP}, "name": {"name": " "},
            "phone": {"phone": "1" * 41},
        }.items()
    }  # fmt: skip

    assert ("单位名称" in asked, "姓名" in asked, made.status_code) == (True, False, 302)
    assert Office.objects.get(name="示例区财政局").place == COUNTY
    assert {name: each.status_code for name, each in wrong.items()} == dict.fromkeys(wrong, 422)
    assert [name for name, each in wrong.items() if f'<a href="#{name}">' not in each.content.decode()] == []
