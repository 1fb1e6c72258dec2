"""Officers work for one of their offices at a time, and for no office of others."""

from __future__ import annotations

import pytest

from doudi.accounts.roles import Role
from tests.fixtures.browsing import SignedInAs
from tests.fixtures.people import MakeOfficer

pytestmark = pytest.mark.django_db


def test_an_officer_of_two_offices_works_for_the_one_they_choose(
    signed_in_as: SignedInAs, officer: MakeOfficer
) -> None:
    somebody = officer(Role.ACCEPTOR, "430971001")
    other = officer(Role.ACCEPTOR, "430971002").posts.get().office
    somebody.posts.create(office=other, role=Role.ACCEPTOR, valid=somebody.posts.get().valid)
    client = signed_in_as(somebody)

    first = client.get("/desk/account/").context["somebody"].actor
    client.post("/desk/account/office/", {"office": other.pk})
    second = client.get("/desk/account/").context["somebody"].actor

    assert first.places == ("430971001", "430971001~")
    assert (second.office, second.places) == (other.pk, ("430971002", "430971002~"))


@pytest.mark.parametrize("wanted", ["0", "", "x", "99999999999999999999"])
def test_an_office_of_others_is_not_there(signed_in_as: SignedInAs, officer: MakeOfficer, wanted: str) -> None:
    client = signed_in_as(officer(Role.ACCEPTOR, "430971001"))

    answer = client.post("/desk/account/office/", {"office": wanted})

    assert answer.status_code == 404
    assert "您今天在这个单位没有岗位。" in answer.content.decode()


def test_without_a_post_of_today_there_is_no_work(signed_in_as: SignedInAs, officer: MakeOfficer) -> None:
    somebody = officer(Role.ACCEPTOR, "430971001")
    somebody.posts.all().delete()

    answer = signed_in_as(somebody).get("/desk/")

    assert answer.status_code == 403
    assert "没有在任的岗位" in answer.content.decode()
    assert signed_in_as(somebody).get("/desk/account/").status_code == 200
