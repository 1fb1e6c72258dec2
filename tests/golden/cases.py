"""Reads golden cases: YAML that a civil-affairs officer can read and sign."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from doudi.determination.services.assess import assess
from doudi.policy.assessment import Assessment
from doudi.policy.fold import fold
from doudi.policy.packfile import LOADER
from doudi.policy.snapshot import LawSnapshot
from doudi.standards.lawbook import packs

FOLDER = Path(__file__).parent
KEYS = frozenset({"title", "place", "day", "law", "示例参数", "household", "months", "expect", "refused", "hand"})
EXPECTED_KEYS = frozenset(
    {"programme", "person", "status", "amount", "per_person", "components", "told", "reasons", "missing", "facts"}
)
NOT_REPORTED = "not_reported"


@dataclass(frozen=True, slots=True)
class Month:
    """One determination: the day, the household file as of that day, and what must come out (none: not looked at)."""

    day: date
    document: Mapping[str, Any]
    expect: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `refused` is part of the sentence with which the product must decline to determine at all."""

    name: str
    title: str
    place: str
    law: str
    hand: str
    assumed: Mapping[str, str]
    months: tuple[Month, ...]
    refused: str | None

    @property
    def folder(self) -> str:
        """The folder, which is the place the case belongs to."""
        return self.name.split("/")[0]

    @property
    def expected(self) -> Iterator[Mapping[str, Any]]:
        """Iterate over all that must come out, in whichever month."""
        return (item for month in self.months for item in month.expect)


@functools.cache
def read_cases() -> tuple[Case, ...]:
    """Read all cases in order of their names; they are read once a process, so nobody may change what is in them."""
    return tuple(read_case(path) for path in sorted(FOLDER.glob("*/*.yaml")))


def read_case(path: Path) -> Case:
    """Read one case; a misspelt key is an error, so that no expectation goes unnoticed."""
    raw = yaml.load(path.read_text(encoding="utf-8"), LOADER)  # noqa: S506 - the safe one, compiled
    name = path.relative_to(FOLDER).with_suffix("").as_posix()
    _require_keys(name, raw, KEYS)
    return Case(
        name=name, title=raw["title"], place=str(raw["place"]), law=raw["law"], hand=raw["hand"],
        assumed=raw.get("示例参数", {}), months=tuple(_months(name, raw)), refused=raw.get("refused"),
    )  # fmt: skip


@functools.cache
def law() -> LawSnapshot:
    """Return the law of the packs, made once: cases of one day share its plan."""
    return LawSnapshot.of(packs())


def determine(case: Case) -> list[Assessment]:
    """Assess every month of a case under the law of the packs."""
    if len(case.months) == 1:
        month = case.months[0]
        return [assess(document=month.document, place=case.place, on=month.day, assume=case.assumed, snapshot=law())]
    assumed = law().assuming(case.assumed) if case.assumed else law()
    return fold(assumed, [(month.day, month.document) for month in case.months], place=case.place)


def _months(name: str, raw: Mapping[str, Any]) -> Iterator[Month]:
    last = tuple(raw.get("expect", ()))
    entries = raw.get("months") or [{"day": raw["day"], "household": raw["household"]}]
    for number, entry in enumerate(entries, start=1):
        _require_keys(name, entry, frozenset({"day", "household", "expect"}))
        expect = (*entry.get("expect", ()), *(last if number == len(entries) else ()))
        for item in expect:
            _require_keys(name, item, EXPECTED_KEYS)
        yield Month(entry["day"], entry["household"], expect)


def _require_keys(name: str, given: Mapping[str, Any], allowed: frozenset[str]) -> None:
    astray = set(given) - allowed
    if astray:
        message = f"{name}: 不认识的 {'、'.join(sorted(astray))}"
        raise ValueError(message)
