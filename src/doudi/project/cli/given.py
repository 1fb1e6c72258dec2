"""What people type on the command line, as arguments of argparse: days, and parameters with a value."""

from __future__ import annotations

import argparse
from datetime import date


def day(text: str) -> date:
    """Read a day; argparse tells what is wrong."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” 不是日期，应写成 2024-03-01 的样子") from None


def assumption(text: str) -> tuple[str, str]:
    """Read `NAME=VALUE`; argparse tells what is wrong."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise argparse.ArgumentTypeError(f"“{text}” 应写成 参数名=值，例如 dibao.standard.rural=620.00/month")
    return name.strip(), value.strip()
