"""What a county published in the product can be taken over into a pack, and is then the same law."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from doudi.policy.loading import load
from doudi.policy.packs import Packs
from doudi.policy.rulebook import collect
from doudi.policy.snapshot import LawSnapshot
from doudi.standards.export import exported
from doudi.standards.models import Release
from doudi.standards.queries import current_snapshot
from tests.standards import law

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
COUNTY_PACK = "id: 371702-county\nplace: '371702'\nlevel: county\nlabel: 示例县\nfrom: 2010-01-01\n"


def test_what_is_exported_is_a_pack_that_says_the_same(
    packs: Packs, publish: Callable[..., Release], tmp_path: Path
) -> None:
    publish()
    root = tmp_path / "packs"
    shutil.copytree(law.FOLDER, root)

    files = {"pack.yaml": COUNTY_PACK, **exported(packs, "371702", on=TODAY)}
    for name, content in files.items():
        path = root / "371702-county" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    taken_over = LawSnapshot.of(load(root, collect(law)))  # type: ignore[arg-type]

    for day in (date(2024, 6, 30), date(2024, 7, 1)):
        there, here = (each.resolve("aid.standard", "371702", day) for each in (taken_over, current_snapshot()))
        assert there.value == here.value
    assert there.origin is not None
    assert taken_over.packs.sources.text(there.origin.cites[0]) == "《关于提高救助标准的通知》"


def test_what_was_withdrawn_is_not_exported(packs: Packs, publish: Callable[..., Release]) -> None:
    first = publish()
    publish(value="", per="", replaces=first.proposal_id)

    assert exported(packs, "371702", on=TODAY)["values/published.yaml"].endswith("{}\n")


def test_a_value_for_a_place_below_says_for_which(packs: Packs, publish: Callable[..., Release]) -> None:
    publish()

    assert "for:\n  - '371702'" in exported(packs, "371700", on=TODAY)["values/published.yaml"].replace('"', "'")
