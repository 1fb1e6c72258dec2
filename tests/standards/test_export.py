"""What a county published in the product is a draft pack as it stands, and laid over the packs the same law there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from doudi.policy.drafting import laid_over
from doudi.policy.flaws import PackRefused
from doudi.policy.packs import Packs
from doudi.policy.rulebook import collect
from doudi.policy.snapshot import LawSnapshot
from doudi.standards.drafts import Document
from doudi.standards.export import exported
from doudi.standards.models import Release
from doudi.standards.queries import current_snapshot
from tests.standards import law

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
CITY, COUNTY = "371700", "371702"


def written(files: dict[str, str], folder: Path) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def taken_over(packs: Packs, place: str, folder: Path) -> LawSnapshot:
    """Return the law of the packs with what is exported of a place laid over, and nothing published."""
    draft = written(exported(packs, place, on=TODAY), folder)
    return LawSnapshot.of(laid_over(law.FOLDER, draft, collect(law)))  # type: ignore[arg-type]


def told(snapshot: LawSnapshot, places: set[str], days: list[date]) -> dict[tuple[str, str, date], object]:
    return {
        (name, place, day): (
            found.value,
            found.origin and (found.origin.since, found.origin.until, found.origin.set_by),
        )
        for name in snapshot.packs.parameters
        for place in places
        for day in days
        for found in [snapshot.resolve(name, place, day)]
    }


def test_exported_and_laid_over_it_says_the_same_there_and_nothing_anywhere_else(
    packs: Packs, publish: Callable[..., Release], tmp_path: Path
) -> None:
    first = publish(until_on=date(2026, 1, 1))
    publish(value="720.00", in_force_on=date(2025, 1, 1))
    publish(value="710.00", replaces=first.proposal_id, until_on=date(2026, 1, 1))
    publish(authority=CITY, value="8800.00", per="year", in_force_on=date(2025, 6, 1))
    days = sorted({
        each.since + timedelta(days=ahead)
        for each in (*packs.values, *current_snapshot().overlay)
        for ahead in (-1, 0)
    })  # fmt: skip
    elsewhere = set(packs.places.by_code) - {COUNTY}

    over = taken_over(packs, COUNTY, tmp_path)

    assert told(over, {COUNTY}, days) == told(current_snapshot(), {COUNTY}, days)
    assert told(over, elsewhere, days) == told(LawSnapshot.of(packs), elsewhere, days)
    assert told(over, {COUNTY}, days) != told(LawSnapshot.of(packs), {COUNTY}, days)
    origin = over.resolve("aid.standard", COUNTY, date(2024, 7, 1)).origin
    assert origin is not None
    source, _ = over.packs.sources.resolve(origin.cites[0])
    assert (source.title, source.number, source.issuer, source.issued) == (
        "《关于提高救助标准的通知》", "示民〔2024〕6号", packs.places.path(COUNTY), date(2024, 6, 20),
    )  # fmt: skip


def test_a_value_published_from_the_same_day_as_the_packs_own_goes_before_it_also_when_taken_over(
    packs: Packs, publish: Callable[..., Release], tmp_path: Path
) -> None:
    begins = next(each.since for each in packs.values if each.place == CITY and each.parameter == "aid.standard")
    publish(place=CITY, value="777.00", in_force_on=begins, document=Document("通知", begins))

    over = taken_over(packs, CITY, tmp_path)

    assert over.resolve("aid.standard", CITY, begins).value == 777_00 * 12
    assert told(over, set(packs.places.by_code), [begins]) == told(
        current_snapshot(), set(packs.places.by_code), [begins]
    )


def test_a_draft_that_names_an_authority_elsewhere_or_one_the_law_does_not_let_is_refused(
    packs: Packs, publish: Callable[..., Release], tmp_path: Path
) -> None:
    publish()
    files = exported(packs, COUNTY, on=TODAY)
    ((name, values),) = ((name, each) for name, each in files.items() if "values" in name)

    for authority, sentence in (("371703", "管不着"), ("000000", "无权")):
        changed = values.replace(f'authority: "{COUNTY}"', f'authority: "{authority}"')
        draft = written({**files, name: changed}, tmp_path / authority)
        with pytest.raises(PackRefused, match=sentence):
            laid_over(law.FOLDER, draft, collect(law))  # type: ignore[arg-type]


def test_what_was_withdrawn_is_not_exported(packs: Packs, publish: Callable[..., Release]) -> None:
    first = publish()
    publish(value="", per="", replaces=first.proposal_id)

    assert all(content.endswith("{}\n") for content in exported(packs, COUNTY, on=TODAY).values())


def test_a_place_exports_what_its_counties_published_each_for_itself(
    packs: Packs, publish: Callable[..., Release]
) -> None:
    publish()

    (name, content) = next(iter(exported(packs, CITY, on=TODAY).items()))

    assert name == "3717-city/values/published.yaml"
    assert f'for:\n  - "{COUNTY}"' in content
