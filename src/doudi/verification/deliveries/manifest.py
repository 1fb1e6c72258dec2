"""The manifest 交付清单 that comes with a file: what it is, of which day, how many rows, and what they sum up to.

YAML, or JSON, which is YAML too::

    {"source": "vehicles", "place": "430971", "as_of": "2024-02-29", "delivery": "cgs-2024-02", "schema": 1,
     "file": "vehicles.csv", "encoding": "gb18030", "rows": 2, "sha256": "…", "roster": 17,
     "totals": {"vehicles": 2, "vehicle_value": "31000.00"}}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from doudi.kernel.divisions import parent_chain
from doudi.kernel.errors import DoudiError
from doudi.policy.flaws import FlawFound
from doudi.policy.packfile import Node, read
from doudi.verification.deliveries.flaws import Flaw, Flaws, What
from doudi.verification.sourceentries import FieldType, Source

KEYS: Final = (
    "source", "place", "as_of", "delivery", "schema", "file", "encoding", "rows", "sha256", "roster", "totals",
)  # fmt: skip
FORMS: Final = (".csv", ".xlsx", ".parquet")
ENCODINGS: Final = ("utf-8", "gb18030")
WHOLE: Final = "whole"
"""In place of the number of our roster that a delivery answers: it is the whole register."""
_DELIVERY: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,59}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_MONEY: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,2})?")
_LARGEST: Final = 1_000_000
"""Bytes of a manifest; what is larger is none."""


@dataclass(slots=True)
class Manifest:
    """What a manifest says, as far as it could be read; `flaws` says what could not, and then nothing is loaded."""

    flaws: Flaws
    source: Source | None = None
    place: str = ""
    as_of: date | None = None
    delivery: str = ""
    file: Path | None = None
    encoding: str = ""
    rows: int = 0
    sha256: str = ""
    roster: int | None = None
    totals: Mapping[str, int] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is a whole register, which answers no roster."""
        return self.roster is None

    @property
    def form(self) -> str:
        """How the file is written, by its name."""
        return self.file.suffix.lower() if self.file else ""


def read_manifest(path: Path, sources: Mapping[str, Source], on: date) -> Manifest:
    """Read one; whatever is wrong with it is among its flaws."""
    found = Manifest(Flaws())
    try:
        if path.stat().st_size > _LARGEST:
            raise _bad("太大，不是交付清单")
        node = read(path, path.parent)
        node.only(*KEYS)
    except FlawFound as stop:
        found.flaws.add(_told(stop))
    except (ValueError, RecursionError):
        found.flaws.add(Flaw(What.MANIFEST, "不能读"))
    except _Wrong as wrong:
        found.flaws.add(wrong.flaw)
    else:
        _fill(found, node, path.parent, sources, on)
    return found


def _fill(found: Manifest, node: Node, folder: Path, sources: Mapping[str, Source], on: date) -> None:
    """Read what can be read, so that a flaw in one place leaves the others known."""
    flaws = found.flaws
    name = _taken(node, "source", flaws, lambda each: _known(each, sources))
    found.source = sources[name] if name else None
    found.place = _taken(node, "place", flaws, _place) or ""
    found.as_of = _taken(node, "as_of", flaws, lambda each: _day(each, on))
    found.delivery = _taken(node, "delivery", flaws, _shaped(_DELIVERY, "应是 60 个以内的字母、数字、点、横线")) or ""
    found.sha256 = _taken(node, "sha256", flaws, _shaped(_SHA256, "应是 64 位小写十六进制")) or ""
    found.rows = _taken(node, "rows", flaws, _count) or 0
    found.roster = _taken(node, "roster", flaws, _roster)
    found.file = _taken(node, "file", flaws, lambda each: _file(each, folder))
    if found.form == FORMS[0]:
        found.encoding = _taken(node, "encoding", flaws, lambda each: _among(each, ENCODINGS)) or ""
    if found.source is not None:
        source = found.source
        _taken(node, "schema", flaws, lambda each: _same(each, source.schema))
        found.totals = _taken(node, "totals", flaws, lambda each: _totals(each, source))


class _Wrong(Exception):
    """A value of the manifest that cannot be."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.sentence)
        self.flaw = flaw


def _bad(reason: str, field: str = "") -> _Wrong:
    return _Wrong(Flaw(What.MANIFEST, reason, field))


def _told(stop: FlawFound) -> Flaw:
    return Flaw(What.MANIFEST, f"第 {stop.flaw.line} 行：{stop.flaw.reason}")


def _taken(node: Node, key: str, flaws: Flaws, take: Callable[[Node], Any]) -> Any:
    try:
        return take(node.need(key))
    except FlawFound as stop:
        flaws.add(Flaw(What.MANIFEST, stop.flaw.reason, key))
    except _Wrong as wrong:
        flaws.add(Flaw(wrong.flaw.what, wrong.flaw.reason, key))
    except DoudiError as error:
        flaws.add(Flaw(What.MANIFEST, str(error).rstrip("。"), key))
    return None


def _known(node: Node, sources: Mapping[str, Source]) -> str:
    if node.text() not in sources:
        raise _bad("没有这个来源")
    return node.text()


def _place(node: Node) -> str:
    parent_chain(node.name())
    return node.name()


def _day(node: Node, on: date) -> date:
    given: object = node.value
    try:
        day = given if isinstance(given, date) else date.fromisoformat(node.text())
    except ValueError:
        raise _bad("应是日期，例如 2024-02-29") from None
    if day > on:
        raise _bad("在今天以后")
    return day


def _shaped(form: re.Pattern[str], reason: str) -> Callable[[Node], str]:
    def take(node: Node) -> str:
        if not form.fullmatch(node.name()):
            raise _bad(reason)
        return node.name()

    return take


def _count(node: Node) -> int:
    if not 0 <= node.integer() < 2**31:
        raise _bad("应是行数")
    return node.integer()


def _roster(node: Node) -> int | None:
    return None if node.value == WHOLE else node.integer()


def _among(node: Node, choices: tuple[str, ...]) -> str:
    if node.text() not in choices:
        raise _bad(f"应是 {'、'.join(choices)}")
    return node.text()


def _file(node: Node, folder: Path) -> Path:
    """Return the file: beside the manifest, so that a manifest reaches no other file of this machine."""
    name = node.text()
    if Path(name).name != name or Path(name).suffix.lower() not in FORMS:
        raise _bad(f"应是同一文件夹里的 {'、'.join(FORMS)} 文件")
    path = folder / name
    if path.is_symlink() or not path.is_file():
        raise _bad("没有这个文件")
    return path


def _same(node: Node, version: int) -> None:
    if node.integer() != version:
        raise _Wrong(Flaw(What.SCHEMA, f"列的版本是 {version}"))


def _totals(node: Node, source: Source) -> dict[str, int]:
    given = node.mapping()
    summed = {field.name: field for field in source.summed}
    if given.keys() != summed.keys():
        raise _Wrong(Flaw(What.TOTAL, f"应写：{'、'.join(summed) or '（没有）'}"))
    return {name: _total(each, summed[name].type) for name, each in given.items()}


def _total(node: Node, type_: FieldType) -> int:
    """Read a sum: fen of yuan, or a count."""
    text = node.name()
    if type_ is FieldType.COUNT and re.fullmatch(r"[0-9]{1,15}", text):
        return int(text)
    if type_ is FieldType.MONEY and _MONEY.fullmatch(text):
        yuan, _, rest = text.lstrip("-").partition(".")
        return (int(yuan) * 100 + int(rest.ljust(2, "0"))) * (-1 if text.startswith("-") else 1)
    raise _Wrong(Flaw(What.TOTAL, '金额写成带引号的元，例如 "31000.00"；个数写整数'))
