"""The example household of a place: a file of `examples/` that a reader may load instead of typing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from doudi.kernel.divisions import parent_chain
from doudi.kernel.errors import DoudiError
from doudi.policy.packs import Packs

FOLDER = Path(__file__).resolve().parents[3] / "examples"


@dataclass(frozen=True, slots=True)
class Example:
    """A household file with the place and the day it is told of."""

    name: str
    place: str
    day: date

    def document(self) -> Mapping[str, Any]:
        """Read the household file; it is ours, and a test computes each."""
        return json.loads((FOLDER / f"{self.name}.json").read_text(encoding="utf-8"))


@cache
def examples() -> tuple[Example, ...]:
    """List the examples that `index.yaml` tells of; none where an installation came without them."""
    index = FOLDER / "index.yaml"
    told = yaml.safe_load(index.read_text(encoding="utf-8")) if index.is_file() else {}
    return tuple(Example(name, entry["place"], entry["day"]) for name, entry in told.items())


def example_of(packs: Packs, place: str) -> Example | None:
    """Return the example told of a place, or else of another place under the same pack."""
    pack = _pack_of(packs, place)
    near = [each for each in examples() if pack is not None and _pack_of(packs, each.place) == pack]
    return next((each for each in near if each.place == place), near[0] if near else None)


def _pack_of(packs: Packs, place: str) -> str | None:
    """Return the nearest pack above a place: 371702 is in `3717-heze`."""
    by_place = {pack.place: pack.id for pack in packs.by_id.values()}
    try:
        return next((by_place[code] for code in parent_chain(place) if code in by_place), None)
    except DoudiError:
        return None
