"""Places as the packs know them: dated names of division codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from doudi.kernel.divisions import NATION, parent_chain
from doudi.kernel.errors import NotKnown
from doudi.policy.packfile import Node

SIX_DIGITS = re.compile("[0-9]{6}")
SHORT_OR_NAME = "请写 6 位数字的行政区划代码，例如 371702"


class PlaceUnknown(NotKnown):
    """No pack knows this place on this day."""

    code = "places.unknown"
    sentence = "没有行政区划“{code}”（{day}）：{why}。"


@dataclass(frozen=True, slots=True)
class Place:
    """A division and the days its code was in use."""

    code: str
    name: str
    since: date | None
    until: date | None
    note: str | None


def read_place(code: str, node: Node) -> Place:
    """Read one entry of a `places.yaml`."""
    node.only("name", "parent", "from", "until", "note")
    chain = parent_chain(code)
    stated = node.get("parent")
    if stated is not None and stated.name().zfill(6) not in chain[1:]:
        raise node.flaw(f"{code} 的上级不是 {stated.name()}")
    return Place(
        code, node.need("name").text(), node.maybe_day("from"), node.maybe_day("until"), node.maybe_text("note")
    )


@dataclass(frozen=True, slots=True)
class Places:
    """All places by code."""

    by_code: Mapping[str, Place]

    def chain(self, code: str, day: date) -> tuple[str, ...]:
        """Return the code and those above it up to the nation. Raises PlaceUnknown."""
        place = self.by_code.get(code)
        if place is None:
            raise PlaceUnknown(code=code, day=day, why=self._why_unknown(code))
        if place.until is not None and day >= place.until:
            raise PlaceUnknown(code=code, day=day, why=f"{place.name}的代码自 {place.until} 起停用")
        if place.since is not None and day < place.since:
            raise PlaceUnknown(code=code, day=day, why=f"{place.name}的代码自 {place.since} 起使用")
        return parent_chain(code)

    def _why_unknown(self, given: str) -> str:
        """Say what a code looks like, and which place was probably meant by a short one or a name."""
        if SIX_DIGITS.fullmatch(given):
            return "政策包里没有这个代码"
        padded = given.ljust(6, "0")
        alike = [place for place in self.by_code.values() if given == place.name or padded == place.code]
        meant = "、".join(f"{place.code} {place.name}" for place in alike)
        return SHORT_OR_NAME + (f"，您是否指 {meant}" if meant else "")

    def path(self, code: str) -> str:
        """Say a place in full: 山东省菏泽市牡丹区."""
        above = [part for part in reversed(parent_chain(code)) if part != NATION and part in self.by_code]
        return "".join(self.by_code[part].name for part in above) or self.by_code[code].name
