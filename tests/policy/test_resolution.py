"""Which value is in force at a place on a day, and what makes another law snapshot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from doudi.kernel.divisions import level
from doudi.policy import snapshot as snapshots
from doudi.policy.entities import household
from doudi.policy.parameters import DatedValue
from doudi.policy.places import PlaceUnknown
from doudi.policy.rules import rule
from doudi.policy.snapshot import PUBLISHED, LawSnapshot, NoLawYet, ParameterUnknown
from doudi.policy.types import Count
from doudi.policy.unknown import Unknown
from doudi.policy.values import ValueUnreadable
from tests.policy.tiny import COUNTY, NATION, ON, OTHER_COUNTY, PREFECTURE, PROVINCE, Tiny, packs, snapshot

RURAL = "aid.standard.rural"


def resolved(name: str, place: str, day: date = ON, *, law: LawSnapshot | None = None) -> int | bool | str:
    """Return a value, or what is missing."""
    value = (law or snapshot()).resolve(name, place, day).value
    return repr(value) if isinstance(value, Unknown) else value


def published(value: int | None, since: date, place: str = COUNTY, until: date | None = None) -> DatedValue:
    """Return a rural standard that a place publishes over the packs."""
    return DatedValue(
        parameter=RURAL, place=place, set_by=level(place), since=since, until=until, value=value, use=None,
        because=None,
        cites=("local-2015",), sure="high", checked=None, pack=PUBLISHED, file="published", line=1,
    )  # fmt: skip


def rural(yuan: str, more: str = "") -> str:
    """Write a rural standard as a pack does."""
    return f"aid.standard.rural: [{{value: '{yuan}', per: month, from: 2010-01-01, cites: law-2010{more}}}]\n"


def with_county_values(text: str) -> LawSnapshot:
    """Return a law in which the county says something else."""
    return LawSnapshot.of(Tiny().put("110101-bing/values/all.yaml", text).load())


@pytest.mark.parametrize(
    ("place", "day", "yuan_a_month"),
    [(COUNTY, date(2015, 1, 1), 500), (COUNTY, date(2014, 12, 31), 400), (OTHER_COUNTY, ON, 400), (PROVINCE, ON, 400)],
)
def test_the_nearest_place_that_has_a_value_in_force_decides(place: str, day: date, yuan_a_month: int) -> None:
    assert resolved(RURAL, place, day) == yuan_a_month * 100 * 12


def test_a_county_goes_before_the_prefecture_and_the_province_before_the_nation() -> None:
    law = LawSnapshot.of(
        Tiny()
        .add(
            "cn/values/all.yaml",
            "aid.standard.rural: [{value: '310.00', per: month, from: 2010-01-01, cites: law-2010}]",
        )
        .add(
            "1101-yi/values/all.yaml",
            "aid.standard.rural: [{value: '450.00', per: month, from: 2010-01-01, cites: law-2010}]",
        )
        .load()
    )

    found = [resolved(RURAL, place, law=law) for place in (COUNTY, OTHER_COUNTY, PREFECTURE, PROVINCE, NATION)]
    assert found == [600000, 540000, 540000, 480000, 372000]


def test_nobody_has_set_it_means_unknown_and_never_zero() -> None:
    assert resolved("aid.standard.urban", PROVINCE) == "Unknown(aid.standard.urban)"
    assert resolved(RURAL, PROVINCE, date(2009, 12, 31)) == "Unknown(aid.standard.rural)"


def test_a_value_for_some_places_holds_there_only() -> None:
    text = (
        "aid.standard.rural:\n  - {value: '520.00', per: month, from: 2015-01-01, cites: local-2015, for: [110101]}\n"
    )
    law = LawSnapshot.of(
        Tiny().put("110101-bing/values/all.yaml", "aid.savings: []\n").add("1101-yi/values/all.yaml", text).load()
    )

    assert resolved(RURAL, COUNTY, law=law) == 520 * 100 * 12
    assert resolved(RURAL, OTHER_COUNTY, law=law) == 400 * 100 * 12


def test_of_several_values_the_latest_that_has_begun_is_in_force() -> None:
    law = with_county_values(
        "aid.standard.rural:\n"
        "  - {value: '520.00', per: month, from: 2016-01-01, cites: local-2015}\n"
        "  - {value: '510.00', per: month, from: 2015-01-01, cites: local-2015}\n"
    )

    days = (date(2014, 12, 31), date(2015, 12, 31), date(2016, 1, 1))
    assert [resolved(RURAL, COUNTY, day, law=law) for day in days] == [480000, 612000, 624000]


def test_a_value_that_ended_by_its_own_words_does_not_fall_back_on_its_forerunner() -> None:
    law = with_county_values(
        "aid.savings:\n"
        "  - {value: '1.00', from: 2015-01-01, cites: local-2015}\n"
        "  - {value: '2.00', from: 2016-01-01, until: 2017-01-01, cites: local-2015}\n"
    )

    days = (date(2016, 12, 31), date(2017, 1, 1))
    assert [resolved("aid.savings", COUNTY, day, law=law) for day in days] == [200, 1000000]
    assert resolved("care.allowance.some", COUNTY, date(2030, 1, 1)) == "Unknown(care.allowance.some)"


def test_a_place_may_say_that_it_relies_on_another_parameter() -> None:
    law = with_county_values(
        "aid.standard.rural: [{use: aid.floor, because: 没有查到, from: 2015-01-01, cites: local-2015}]\n"
    )

    found = law.resolve(RURAL, COUNTY, ON)

    assert found.value == 360000
    assert (found.origin and found.origin.pack, found.via and found.via.because) == ("11-jia", "没有查到")
    assert law.assuming({"aid.floor": "1.00/month"}).resolve(RURAL, COUNTY, ON).assumed


def test_what_is_relied_on_and_missing_is_missing_under_the_name_that_was_asked() -> None:
    law = with_county_values(
        "aid.standard.rural: [{use: aid.standard.urban, because: 没有, from: 2011-01-01, cites: law-2010}]\n"
    )

    assert resolved(RURAL, COUNTY, date(2014, 1, 1), law=law) == 600 * 100 * 12
    assert resolved(RURAL, COUNTY, date(2009, 1, 1), law=law) == "Unknown(aid.standard.rural)"
    without = LawSnapshot.of(replace(law.packs, values=tuple(v for v in law.packs.values if v.pack == "110101-bing")))
    assert resolved(RURAL, COUNTY, law=without) == "Unknown(aid.standard.rural)"


def test_a_published_value_goes_before_the_pack_s_of_the_same_day() -> None:
    law = LawSnapshot.of(packs(), [published(1, date(2015, 1, 1))])

    assert resolved(RURAL, COUNTY, law=law) == 1


def test_a_published_value_goes_before_a_stand_in_of_the_pack_however_late() -> None:
    stand_in = Tiny().put(
        "110101-bing/values/all.yaml",
        "aid.standard.rural: [{use: aid.floor, because: 没有查到, from: 2020-01-01, cites: local-2015}]\n",
    )
    law = LawSnapshot.of(stand_in.load(), [published(1, date(2015, 1, 1))])

    assert resolved(RURAL, COUNTY, law=law) == 1
    assert resolved(RURAL, COUNTY, law=LawSnapshot.of(law.packs)) == 360000


def test_a_published_end_leaves_the_value_missing() -> None:
    ended = LawSnapshot.of(packs(), [published(None, date(2016, 1, 1))])

    assert resolved(RURAL, COUNTY, law=ended) == "Unknown(aid.standard.rural)"


def test_an_assumption_holds_everywhere_and_goes_before_everything() -> None:
    law = LawSnapshot.of(packs(), [published(1, date(2015, 1, 1))]).assuming({RURAL: "620.00/month"})

    assert {resolved(RURAL, place, law=law) for place in (COUNTY, PROVINCE, NATION)} == {744000}
    assert law.assuming({RURAL: "7440.00/年"}).digest == law.digest
    assert law.assuming({RURAL: "1.00/year"}).resolve(RURAL, COUNTY, ON).value == 100


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [("aid.other", "1", ParameterUnknown), (RURAL, "620.00", ValueUnreadable), ("care.age", "old", ValueUnreadable)],
)
def test_an_assumption_that_cannot_be_is_refused(name: str, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        snapshot().assuming({name: text})


def test_before_any_law_there_is_a_sentence_that_says_when_it_begins() -> None:
    with pytest.raises(NoLawYet, match="最早从 2010-01-01 起"):
        snapshot().law(OTHER_COUNTY, date(2009, 12, 31))
    with pytest.raises(NoLawYet):
        snapshot().law(COUNTY, date(2009, 12, 31))


@pytest.mark.parametrize(
    ("place", "day", "why"),
    [
        ("120000", ON, "政策包里没有这个代码"),
        ("1101", ON, "请写 6 位数字的行政区划代码，例如 371702，您是否指 110100 "),
        ("旧县", ON, "您是否指 110103 旧县。"),
        ("1299", ON, "请写 6 位数字的行政区划代码，例如 371702。"),
        ("110103", ON, "旧县的代码自 2018-01-01 起停用"),
        (COUNTY, date(2010, 6, 30), "丙县的代码自 2010-07-01 起使用"),
    ],
)
def test_a_place_that_is_not_known_on_the_day_is_refused_with_the_reason(place: str, day: date, why: str) -> None:
    with pytest.raises(PlaceUnknown, match=why):
        snapshot().law(place, day)


def test_a_retired_place_still_has_the_law_of_its_time() -> None:
    assert snapshot().law("110103", date(2017, 12, 31)).values["aid_standard_rural"] == 480000


def test_a_law_is_found_once_for_a_place_and_day() -> None:
    law = snapshot()

    assert law.law(COUNTY, ON) is law.law(COUNTY, ON)
    assert law.law(COUNTY, ON) is not law.law(PREFECTURE, ON)


def test_only_so_many_laws_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "LAWS_KEPT", 2)
    law = snapshot()

    first = law.law(COUNTY, ON)
    second = law.law(PREFECTURE, ON)
    law.law(PROVINCE, ON)

    assert law.law(PREFECTURE, ON) is second
    assert law.law(COUNTY, ON) is not first


def test_publishing_and_assuming_make_no_new_plan() -> None:
    plain = snapshot().law(COUNTY, ON).computation
    overlaid = LawSnapshot.of(packs(), [published(1, ON)])

    assert overlaid.law(COUNTY, ON).computation is plain
    assert overlaid.assuming({RURAL: "1.00/year"}).law(COUNTY, ON).computation is plain
    assert snapshot().law(PROVINCE, date(2024, 9, 9)).computation is plain, "the same rules on another day"
    assert snapshot().law(COUNTY, date(2019, 12, 31)).computation is not plain, "other rules before 2020"


def digests() -> dict[str, LawSnapshot]:
    """Return laws that differ in one thing each."""
    tiny = Tiny()
    one = published(1, ON)

    @rule(household, "多一条", cites="law-2010#1")
    def more(people: Count) -> Count:
        return people

    ending = replace(more, until=date(2030, 1, 1))
    return {
        "as it is": snapshot(),
        "a value": LawSnapshot.of(tiny.change("110101-bing/values/all.yaml", "500.00", "501.00").load()),
        "a comment": LawSnapshot.of(tiny.add("110101-bing/values/all.yaml", "# 注\n").load()),
        "a rule": LawSnapshot.of(tiny.ruled_by(more).load()),
        "the end of a rule": LawSnapshot.of(tiny.ruled_by(ending).load()),
        "published": LawSnapshot.of(packs(), [one]),
        "published otherwise": LawSnapshot.of(packs(), [replace(one, value=2)]),
        "published from another day": LawSnapshot.of(packs(), [replace(one, since=date(2024, 3, 2))]),
        "assumed": snapshot().assuming({RURAL: "1.00/year"}),
        "assumed otherwise": snapshot().assuming({RURAL: "2.00/year"}),
    }


def test_whatever_changes_the_law_changes_its_digest() -> None:
    found = {name: law.digest for name, law in digests().items()}

    assert len(set(found.values())) == len(found)


def test_the_same_law_has_the_same_digest() -> None:
    one, two = published(1, ON), published(2, ON, PREFECTURE)

    assert LawSnapshot.of(Tiny().load()).digest == snapshot().digest
    assert LawSnapshot.of(packs(), [one, two]).digest == LawSnapshot.of(packs(), [two, one]).digest
    assert snapshot().assuming({}).digest == snapshot().digest


def test_what_a_county_set_while_it_might_yields_once_only_the_prefecture_may() -> None:
    county = "aid.standard.urban: [{value: '650.00', per: month, from: 2012-01-01, cites: law-2010}]\n"
    law = with_county_values(county)

    before, after = (
        resolved("aid.standard.urban", COUNTY, day, law=law) for day in (date(2013, 12, 31), date(2014, 1, 1))
    )

    assert before == 650_00 * 12
    assert after == 600_00 * 12


def test_what_a_county_set_while_it_might_stays_until_somebody_competent_sets_another() -> None:
    county = "aid.standard.urban: [{value: '650.00', per: month, from: 2012-01-01, cites: law-2010}]\n"
    prefecture = "care.allowance.some: [{value: '150.00', per: month, from: 2010-01-01, cites: local-2015}]\n"
    files = Tiny().put("110101-bing/values/all.yaml", county).put("1101-yi/values/all.yaml", prefecture)

    assert resolved("aid.standard.urban", COUNTY, date(2016, 1, 1), law=LawSnapshot.of(files.load())) == 650_00 * 12
