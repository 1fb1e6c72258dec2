"""The examples come out as `examples/README.md` says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from doudi.determination.services.assess import assess
from doudi.policy.report import as_json

EXAMPLES = Path(__file__).parents[2] / "examples"
TOLD = [
    (
        "heze-2024", "371703", "2024-03-01", {},
        {("dibao", None): "666.00", ("condolence-visit", None): None, ("vocational-fee", "m3"): None},
    ),
    ("lanzhou-2022", "620102", "2022-05-01", {}, {("tekun", "m1"): "1490.00"}),
    (
        "luliang-2022", "141127", "2022-09-01", {},
        {
            ("dibao", None): "1306.00", ("higher-grant", "m3"): None, ("student-loan", "m3"): None,
            ("work-study", "m3"): None,
        },
    ),
    ("datonghu-2022", "430971", "2022-03-01", {}, {("compulsory-fees", "m3"): None}),
    (
        "datonghu-2022", "430971", "2022-03-01", {"dibao.standard.rural": "4800.00/year"},
        {
            ("dibao-single", "m2"): "400.00", ("low-income", None): None, ("margin", None): None,
            ("compulsory-fees", "m3"): None, ("compulsory-living", "m3"): None, ("three-waivers", "m3"): None,
        },
    ),
    ("dali-2007", "532901", "2007-06-01", {}, {}),
    (
        "dali-2007", "532901", "2007-06-01", {"dibao.standard.urban": "180.00/month"},
        {("dibao", None): "180.00", ("compulsory-fees", "m3"): None},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "place", "day", "assumed", "amounts"), TOLD)
def test_an_example_comes_out_as_the_table_says(
    name: str, place: str, day: str, assumed: dict[str, str], amounts: dict[tuple[str, str | None], str]
) -> None:
    """Whoever is granted something is granted what the table says (None: no sum known), and nobody else is."""
    document = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))

    report = as_json(assess(document=document, place=place, on=date.fromisoformat(day), assume=assumed))

    owed = {
        (outcome["programme"], (outcome["person"] or {}).get("id")): outcome["amount"]
        for outcome in report["outcomes"]
        if outcome["status"] == "eligible"
    }
    assert owed == amounts


def test_every_example_is_told_of() -> None:
    """No file without a row, and every command names its place and day."""
    told = (EXAMPLES / "README.md").read_text(encoding="utf-8")

    assert {path.stem for path in EXAMPLES.glob("*.json")} == {row[0] for row in TOLD}
    assert all(f"examples/{name}.json --place {place} --on {day}" in told for name, place, day, *_ in TOLD)
