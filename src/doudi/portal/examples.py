"""The example household of a place: a file of `examples/`, named as the place's pack, loaded instead of typing."""

from __future__ import annotations

import json
from pathlib import Path

from doudi.kernel.divisions import parent_chain
from doudi.kernel.errors import DoudiError
from doudi.policy.packs import Packs

FOLDER = Path(__file__).resolve().parents[3] / "examples"


def example_file(packs: Packs, place: str) -> Path | None:
    """Return the file of the place or of the nearest above it that has one: 371702 is in the pack `3717-heze`."""
    by_place = {pack.place: pack for pack in packs.by_id.values()}
    try:
        chain = parent_chain(place)
    except DoudiError:
        return None
    files = (FOLDER / f"{by_place[code].id.partition('-')[2]}.json" for code in chain if code in by_place)
    return next((file for file in files if file.is_file()), None)


def read_example(file: Path) -> dict[str, object]:
    """Read an example; the files are ours and tests compute each of them."""
    return json.loads(file.read_text(encoding="utf-8"))
