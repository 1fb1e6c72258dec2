"""Codes of administrative divisions 行政区划代码 (GB/T 2260, GB/T 10114): their level and the chain above them.

Only the form is judged here. Which codes exist on which day is a matter of the packs; codes that only statistics
use (429000, 430971) are codes like any other.
"""

import re
from enum import IntEnum
from typing import Final

from doudi.kernel.errors import Refused

NATION: Final = "000000"

_NUMBERED: Final = r"(?!00)[0-9]{2}"
_SHAPE: Final = re.compile(
    rf"(?:000000|{_NUMBERED}0000|{_NUMBERED}{_NUMBERED}[0-9]{{2}})(?P<suffix>(?:(?!000)[0-9]{{3}}){{0,2}})"
)
_SUFFIX_ENDS: Final = (12, 9)


class Level(IntEnum):
    """Levels of government and below; a smaller number stands higher."""

    NATION = 0
    PROVINCE = 1
    PREFECTURE = 2
    COUNTY = 3
    TOWNSHIP = 4
    VILLAGE = 5


_LEVEL_OF_LENGTH: Final = {9: Level.TOWNSHIP, 12: Level.VILLAGE}

LEVEL_LABELS: Final[dict[Level, str]] = {
    Level.NATION: "国家",
    Level.PROVINCE: "省级",
    Level.PREFECTURE: "市级",
    Level.COUNTY: "县级",
    Level.TOWNSHIP: "乡镇（街道）",
    Level.VILLAGE: "村（社区）",
}


class DivisionUnreadable(Refused):
    """Not a code of 6, 9 or 12 digits whose parts form a chain."""

    code = "divisions.unreadable"
    sentence = "行政区划代码“{given}”有误：应为 6 位（省、市、县）、9 位（乡镇）或 12 位（村）数字，例如 371702。"


def parent_chain(code: str) -> tuple[str, ...]:
    """List the code and all above it: 371702, 371700, 370000, 000000. Raises DivisionUnreadable.

    A prefecture without counties has its townships directly: 441900003, 441900, 440000, 000000.
    """
    _require_form(code)
    longer = tuple(code[:end] for end in _SUFFIX_ENDS if len(code) >= end)
    return tuple(dict.fromkeys((*longer, code[:6], f"{code[:4]}00", f"{code[:2]}0000", NATION)))


def level(code: str) -> Level:
    """Say which level a code stands on. Raises DivisionUnreadable."""
    _require_form(code)
    return _LEVEL_OF_LENGTH.get(len(code)) or _level_of_six(code)


def parent(code: str) -> str | None:
    """Name the code directly above, None above the nation. Raises DivisionUnreadable."""
    chain = parent_chain(code)
    return chain[1] if len(chain) > 1 else None


def county_of(code: str) -> str:
    """Name the county a township or village lies in; a code of six digits is its own answer. Raises DivisionUnreadable.

    Law and registers are a county's: townships and villages have none of their own.
    """
    _require_form(code)
    return code[:6]


def lies_in(code: str, place: str) -> bool:
    """Tell whether `code` is `place` or lies under it. Raises DivisionUnreadable."""
    return place in parent_chain(code)


def _require_form(code: str) -> None:
    """Refuse what is no chain: 370002 has a county but no prefecture, 371702000 a township without number."""
    found = _SHAPE.fullmatch(code)
    if found is None or (found["suffix"] and _level_of_six(code[:6]) < Level.PREFECTURE):
        raise DivisionUnreadable(given=code)


def _level_of_six(code: str) -> Level:
    parts = (code[:2], code[2:4], code[4:6])
    return Level(sum(part != "00" for part in parts))
