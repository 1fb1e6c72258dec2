"""Opening offices and accounts, appointing: who may, and what is refused with which sentence."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.hashers import check_password
from psycopg.types.range import DateRange

from doudi.accounts.models import Account, Office, Officer, Place
from doudi.accounts.permissions import MayNot, posts_of
from doudi.accounts.queries import PlaceNotListed
from doudi.accounts.roles import OfficeKind, Role
from doudi.accounts.services import appoint as appointing
from doudi.accounts.services import open_office as offices
from doudi.accounts.services import open_officer_account as accounts
from doudi.accounts.services.administration import NotTheInstallation
from doudi.accounts.services.end_post import PostEnded, end_post
from doudi.accounts.services.link_identity import IdentityNameless, IdentityTaken, link_identity
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from tests.fixtures.people import ActingAs, MakeOfficer, office_at

ON = date(2024, 3, 1)
PASSWORD = "山高水长-示例-2024"
pytestmark = pytest.mark.usefixtures("as_system", "places")


@pytest.fixture
def places(db: None) -> None:
    for code, name in {"430971": "大通湖区", "430971001": "示例镇", "430981": "示例市"}.items():
        Place.objects.create(code=code, name=name, valid=DateRange(None, None))


def open_account(**given: object) -> Officer:
    told = {"login": "zhang", "name": "张某甲", "password": PASSWORD, "place": "430971", "by": None, "on": ON}
    return accounts.open_officer_account(**{**told, **given})


def open_office(**given: object) -> Office:
    told = {"kind": OfficeKind.TOWNSHIP, "name": "示例镇人民政府", "place": "430971001", "by": None, "on": ON}
    return offices.open_office(**{**told, **given})


def test_an_office_an_account_and_a_post_are_opened_and_each_leaves_an_event() -> None:
    office = open_office()
    somebody = open_account()
    post = appointing.appoint(officer=somebody, office=office, role=Role.ACCEPTOR, by=None, on=ON)

    assert posts_of(somebody, ON) == [post]
    assert posts_of(somebody, date(2024, 2, 29)) == []
    assert check_password(PASSWORD, somebody.account.password)
    assert somebody.account.is_password_temporary
    acts = ["accounts.office_opened", "accounts.officer_account_opened", "accounts.appointed"]
    assert list(Event.objects.order_by("pk").values_list("act", flat=True)) == acts


def test_an_administrator_works_in_their_own_county_only(officer: MakeOfficer, acting_as: ActingAs) -> None:
    administrator = officer(Role.ADMINISTRATOR, "430971")

    with acting_as(administrator):
        assert open_office(by=administrator).place == "430971001"
        with pytest.raises(MayNot):
            open_office(by=administrator, kind=OfficeKind.FINANCE, place="430981")
        with pytest.raises(MayNot):
            open_account(by=administrator, place="430981")


def test_other_roles_manage_nothing(officer: MakeOfficer, acting_as: ActingAs) -> None:
    confirmer = officer(Role.COUNTY_CONFIRMER, "430971")

    with acting_as(confirmer), pytest.raises(MayNot):
        open_account(by=confirmer)


def test_without_officer_only_the_installation_itself_manages(citizen: object) -> None:
    with acting(Actor.citizen(1), on=ON), pytest.raises(NotTheInstallation):
        open_account()


def test_nobody_appoints_themselves(officer: MakeOfficer, acting_as: ActingAs) -> None:
    administrator = officer(Role.ADMINISTRATOR, "430971")

    with acting_as(administrator), pytest.raises(appointing.AppointsSelf):
        appointing.appoint(
            officer=administrator, office=office_at("430971", Role.AUDITOR), role=Role.AUDITOR, by=administrator, on=ON
        )


@pytest.mark.parametrize(
    ("role", "place", "error"),
    [
        (Role.COUNTY_CONFIRMER, "430971001", appointing.RoleElsewhere),
        (Role.TOWNSHIP_HEAD, "430971001", appointing.RolesExclude),
        (Role.INVESTIGATOR, "430971001", appointing.PostHeld),
    ],
)
def test_an_appointment_the_database_refuses_is_refused_in_a_sentence(
    officer: MakeOfficer, role: Role, place: str, error: type[Exception]
) -> None:
    investigator = officer(Role.INVESTIGATOR, "430971001", name="李某乙")
    office = office_at(place, Role.INVESTIGATOR)

    with pytest.raises(error, match=role.label):
        appointing.appoint(officer=investigator, office=office, role=role, by=None, on=ON)


def test_nobody_is_appointed_to_an_office_that_is_not_open_yet() -> None:
    office = open_office()

    with pytest.raises(appointing.OfficeClosed):
        appointing.appoint(officer=open_account(), office=office, role=Role.ACCEPTOR, by=None, on=date(2024, 2, 1))


def test_a_post_ends_on_its_day_and_only_once(officer: MakeOfficer) -> None:
    somebody = officer(Role.ACCEPTOR, "430971001")

    ended = end_post(post=somebody.posts.get(), by=None, on=ON)

    assert posts_of(somebody, date(2024, 2, 29)) == [ended]
    assert posts_of(somebody, ON) == []
    with pytest.raises(PostEnded):
        end_post(post=ended, by=None, on=ON)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"place": "430971"}, offices.OfficeElsewhere),
        ({"name": "  "}, offices.OfficeNameless),
        ({"place": "430971999"}, PlaceNotListed),
    ],
)
def test_an_office_that_cannot_be_is_refused(given: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        open_office(**given)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"login": "张三"}, accounts.LoginUnfit),
        ({"login": "Zhang"}, accounts.LoginUnfit),
        ({"name": " "}, accounts.NameMissing),
        ({"password": "12345678"}, accounts.PasswordWeak),
    ],
)
def test_an_account_that_cannot_be_is_refused(given: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        open_account(**given)

    assert Account.objects.count() == 0


def test_a_login_name_belongs_to_one_person() -> None:
    open_account()

    with pytest.raises(accounts.LoginTaken, match="zhang"):
        open_account(name="王某丙")


def test_an_account_without_password_cannot_be_entered_by_password(rf: object) -> None:
    somebody = open_account(password=None)

    assert not somebody.account.has_usable_password()
    assert not check_password("", somebody.account.password)


def test_a_person_of_a_provider_is_one_account_and_an_account_one_person() -> None:
    one, other = open_account(), open_account(login="wang")
    link = {"issuer": "https://id.example", "place": "430971", "by": None, "on": ON}
    link_identity(account=one.account, subject="a-1", **link)

    with pytest.raises(IdentityTaken):
        link_identity(account=other.account, subject="a-1", **link)
    with pytest.raises(IdentityTaken):
        link_identity(account=one.account, subject="a-2", **link)
    with pytest.raises(IdentityNameless):
        link_identity(account=other.account, subject=" ", **link)
