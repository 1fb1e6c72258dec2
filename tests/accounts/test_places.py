"""Places: loaded from the packs as often as one likes, townships entered in the product, names in full."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.accounts.models import Place
from doudi.accounts.permissions import MayNot
from doudi.accounts.queries import PlaceNotListed, full_name, names_of, places_under
from doudi.accounts.roles import Role
from doudi.accounts.services.load_places import load_places
from doudi.accounts.services.name_township import NotATownship, name_township
from doudi.audit.models import Event
from doudi.kernel.divisions import DivisionUnreadable
from doudi.policy import places
from doudi.standards.lawbook import packs
from tests.fixtures.people import ActingAs, MakeOfficer

ON = date(2024, 3, 1)
PROVINCE = places.Place("430000", "湖南省", None, None, None)
CITY = places.Place("430900", "益阳市", date(1994, 1, 1), None, None)
COUNTY = places.Place("430971", "大通湖区", date(2000, 1, 1), None, None)
pytestmark = pytest.mark.usefixtures("as_system")


@pytest.fixture
def loaded(as_system: None) -> None:
    load_places(known=[PROVINCE, CITY, COUNTY], on=ON)


def test_loading_again_changes_nothing_and_leaves_no_event() -> None:
    known = packs().places.by_code.values()

    first, second = load_places(known=known, on=ON), load_places(known=known, on=ON)

    assert (first, second) == (len(known), 0)
    assert Place.objects.count() == len(known)
    assert Event.objects.filter(act="accounts.places_loaded").count() == 1


def test_a_name_or_an_end_that_the_packs_correct_is_corrected(loaded: None) -> None:
    changed = load_places(
        known=[places.Place("430971", "大通湖管理区", date(2000, 1, 1), date(2030, 1, 1), None)], on=ON
    )

    row = Place.objects.get(code="430971")
    assert changed == 1
    assert (row.name, row.valid.upper) == ("大通湖管理区", date(2030, 1, 1))


def test_a_code_that_means_another_place_later_is_a_row_of_its_own() -> None:
    before = places.Place("371727", "定陶县", None, date(2016, 1, 1), None)
    after = places.Place("371727", "示例县", date(2020, 1, 1), None, None)

    assert load_places(known=[before, after], on=ON) == 2
    assert names_of("371727", date(2010, 1, 1)) == ["定陶县"]
    assert names_of("371727", date(2018, 1, 1)) == []
    assert names_of("371727", ON) == ["示例县"]


def test_a_place_is_said_in_full(loaded: None) -> None:
    name_township(code="430971001", name="河坝镇", by=None, on=ON)

    assert full_name("430971001", ON) == "湖南省益阳市大通湖区河坝镇"
    assert full_name("430971001", date(2024, 2, 29)) == "湖南省益阳市大通湖区"
    assert full_name("110000", ON) == "110000"


def test_places_under_a_place_come_by_sound(loaded: None) -> None:
    for code, name in {"430971003": "千山红镇", "430971001": "河坝镇", "430971002": "北洲子镇"}.items():
        name_township(code=code, name=name, by=None, on=ON)
    name_township(code="430971001001", name="示例村", by=None, on=ON)

    assert [place.name for place in places_under("430971", ON, digits=9)] == ["北洲子镇", "河坝镇", "千山红镇"]
    assert [place.name for place in places_under("430971001", ON)] == ["示例村"]
    assert [place.name for place in places_under("430981", ON)] == []


def test_a_township_that_is_renamed_keeps_its_earlier_name_for_earlier_days(loaded: None) -> None:
    old = name_township(code="430971001", name="河坝镇", by=None, on=ON)
    new = name_township(code="430971001", name="示例镇", by=None, on=date(2025, 1, 1))
    old.refresh_from_db()

    assert names_of("430971001", ON)[-1] == "河坝镇"
    assert names_of("430971001", date(2025, 1, 1))[-1] == "示例镇"
    assert old.followed_by == new


def test_a_name_mistyped_is_corrected_on_the_same_day(loaded: None) -> None:
    name_township(code="430971001", name="何坝镇", by=None, on=ON)
    name_township(code="430971001", name="河坝镇", by=None, on=ON)

    assert names_of("430971001", ON)[-1] == "河坝镇"
    assert Place.objects.filter(code="430971001").count() == 1


@pytest.mark.parametrize(
    ("code", "name", "error"),
    [
        ("430972", "示例区", NotATownship),
        ("430971001", "  ", NotATownship),
        ("430971000", "示例镇", DivisionUnreadable),
        ("430981001", "示例镇", PlaceNotListed),
        ("430971001001", "示例村", PlaceNotListed),
    ],
)
def test_only_townships_and_villages_of_known_places_are_entered(
    loaded: None, code: str, name: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        name_township(code=code, name=name, by=None, on=ON)


def test_an_administrator_names_the_townships_of_their_own_county(
    loaded: None, officer: MakeOfficer, acting_as: ActingAs
) -> None:
    load_places(known=[places.Place("430981", "沅江市", None, None, None)], on=ON)
    administrator = officer(Role.ADMINISTRATOR, "430971")

    with acting_as(administrator):
        assert name_township(code="430971001", name="河坝镇", by=administrator, on=ON).pk
        with pytest.raises(MayNot):
            name_township(code="430981001", name="示例镇", by=administrator, on=ON)
