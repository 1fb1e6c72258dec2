"""What happens to names and numbers on their way into a register, done on purpose."""

# ruff: noqa: PLR2004
# The odds below are made up here, and mean nothing anywhere else.
# pyright: basic

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from doudi.kernel.residentid import RESERVED_PREFIX
from doudi.registry.names import VARIANTS
from doudi.verification.matching.planted.people import DOT, another_character

Noise = Callable[[str, np.random.Generator], str]

KEPT: Final = len(RESERVED_PREFIX)
_DOTS: Final = ("•", "‧", "・", ".", "\uff0e", " ", "﹒", "", "●")
_OLD_WAYS: dict[str, list[str]] = {}
for _code, _plain in VARIANTS.items():
    _OLD_WAYS.setdefault(_plain, []).append(chr(_code))


def same_name(name: str, rng: np.random.Generator) -> str:
    """Write a name otherwise, so that it is still the same: its dot, an old character, spaces, marks nobody sees."""
    if DOT in name and rng.random() < 0.8:
        return name.replace(DOT, _DOTS[rng.integers(len(_DOTS))])
    old = [at for at, character in enumerate(name) if character in _OLD_WAYS]
    if old and rng.random() < 0.6:
        at = old[rng.integers(len(old))]
        ways = _OLD_WAYS[name[at]]
        return name[:at] + ways[rng.integers(len(ways))] + name[at + 1 :]
    space = (" ", "\u3000", "\u00a0", "\u200b")[rng.integers(4)]
    return space.join(name) if rng.random() < 0.5 else name + space


def other_name(name: str, rng: np.random.Generator) -> str:
    """Write a name wrongly, so that nobody can know: a character replaced, lost, or two changed over."""
    at = int(rng.integers(1, len(name)))
    chance = rng.random()
    if chance < 0.2 and len(name) > 2:
        return name[:at] + name[at + 1 :]
    if chance < 0.3 and len(name) > 2 and at + 1 < len(name) and name[at] != name[at + 1]:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + another_character(name[at], rng) + name[at + 1 :]


def wrong_number(number: str, rng: np.random.Generator) -> str:
    """Mistype a number: a digit, two neighbours, one lost, one doubled, two digits (one in eleven stays right).

    The first two digits stay: a number that is right by chance must still be nobody's."""
    at, chance = int(rng.integers(KEPT, 17)), rng.random()
    if chance < 0.55:
        return _with(number, at, rng)
    if chance < 0.75:
        swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
        return swapped if swapped != number else _with(number, at, rng)
    if chance < 0.85:
        return number[:at] + number[at + 1 :]
    if chance < 0.92:
        return number[:at] + number[at] + number[at:]
    return _with(_with(number, at, rng), KEPT + (at - KEPT + int(rng.integers(1, 15))) % 15, rng)


def same_number(number: str, rng: np.random.Generator) -> str:
    """Write a number otherwise, so that it is still the same."""
    ways: tuple[Noise, ...] = (
        lambda text, _: f"'{text}",
        lambda text, _: f" {text}",
        lambda text, _: f"{text[:6]} {text[6:14]} {text[14:]}",
        lambda text, _: "".join(chr(ord(each) + 0xFEE0) for each in text),
        lambda text, _: f"\ufeff{text.lower()}",
    )
    return ways[rng.integers(len(ways))](number, rng)


def legacy(number: str, _: np.random.Generator) -> str:
    """Write a number as it was before 1999; who was born later never had one."""
    return number[:6] + number[8:17] if number[6:8] == "19" else number


def _with(number: str, at: int, rng: np.random.Generator) -> str:
    other = (int(number[at]) + int(rng.integers(1, 10))) % 10
    return f"{number[:at]}{other}{number[at + 1 :]}"
