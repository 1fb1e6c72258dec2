"""What people type on the command line, as arguments of argparse: days, counts, and parameters with a value."""

from __future__ import annotations

import argparse
import re
import unicodedata
from datetime import date
from typing import Any

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day(text: str) -> date:
    """Read a day as `2024-03-01` and in no other way; argparse tells what is wrong."""
    try:
        found = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        raise argparse.ArgumentTypeError(f"“{text}” 不是日期，应写成 2024-03-01 的样子")
    return found


def count(text: str) -> int:
    """Read how many, none among them; argparse tells what is wrong."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"“{text}” 应是 0 或者更大的整数")
    return int(text)


class Once(argparse.Action):
    """Gathers `NAME=VALUE` as often as it is given, each name once: which of two would count, nobody can tell."""

    def __call__(self, _parser: Any, namespace: argparse.Namespace, values: Any, _option: Any = None) -> None:
        """Take one more; argparse tells which name was there already."""
        before: list[tuple[str, str]] = getattr(namespace, self.dest)
        if any(name == values[0] for name, _ in before):
            raise argparse.ArgumentError(self, f"“{values[0]}” 写了两次，请只留一个")
        setattr(namespace, self.dest, [*before, values])


def assumption(text: str) -> tuple[str, str]:
    """Read `NAME=VALUE`, full-width letters as what they stand for; argparse tells what is wrong."""
    name, equals, value = unicodedata.normalize("NFKC", text).partition("=")
    if not equals or not name.strip() or not value.strip():
        raise argparse.ArgumentTypeError(f"“{text}” 应写成 参数名=值，例如 dibao.standard.rural=620.00/month")
    return name.strip(), value.strip()
